using Cornea.Graphs.Operations;

namespace Cornea;

// Parts of images, and margins.
public static partial class ImageOps
{
    /// <summary>A part of each image: for each direction two of margin before, margin after and size wanted.</summary>
    public static Tensor CropImages(
        Tensor images, int? topCropping = null, int? leftCropping = null, int? bottomCropping = null, int? rightCropping = null,
        int? targetHeight = null, int? targetWidth = null, DataFormat dataFormat = default) => OnBatch(images, dataFormat, "CropImages", x =>
    {
        (int top, int height) = Part(x.Shape[1], topCropping, bottomCropping, targetHeight, "height");
        (int left, int width) = Part(x.Shape[2], leftCropping, rightCropping, targetWidth, "width");
        return Ops.Slice(Ops.Slice(x, 1, top, height), 2, left, width);

        static (int Start, int Count) Part(int size, int? before, int? after, int? target, string what)
        {
            if ((before is null ? 1 : 0) + (after is null ? 1 : 0) + (target is null ? 1 : 0) != 1)
                throw new ArgumentException($"CropImages: expected two of margin before, margin after and target for the {what}, got {before}, {after}, {target}.");
            long start = before ?? (long)size - after!.Value - target!.Value, count = target ?? size - start - after!.Value;
            return start >= 0 && count > 0 && start + count <= size
                ? ((int)start, (int)count)
                : throw new ArgumentException($"CropImages: a part from {start} of {count} pixels doesn't lie in a {what} of {size}.");
        }
    });

    /// <summary>Zeros around each image: for each direction two of margin before, margin after and size wanted.</summary>
    public static Tensor PadImages(
        Tensor images, int? topPadding = null, int? leftPadding = null, int? bottomPadding = null, int? rightPadding = null,
        int? targetHeight = null, int? targetWidth = null, DataFormat dataFormat = default) => OnBatch(images, dataFormat, "PadImages", x =>
    {
        return Ops.Pad(x, [(0, 0), Margins(x.Shape[1], topPadding, bottomPadding, targetHeight, "height"),
            Margins(x.Shape[2], leftPadding, rightPadding, targetWidth, "width"), (0, 0)]);

        static (int Before, int After) Margins(int size, int? before, int? after, int? target, string what)
        {
            if ((before is null ? 1 : 0) + (after is null ? 1 : 0) + (target is null ? 1 : 0) != 1)
                throw new ArgumentException($"PadImages: expected two of margin before, margin after and target for the {what}, got {before}, {after}, {target}.");
            (long, long) margins = (before ?? (long)target!.Value - size - after!.Value, after ?? (long)target!.Value - size - before!.Value);
            return margins is (>= 0 and <= int.MaxValue, >= 0 and <= int.MaxValue) ? ((int)margins.Item1, (int)margins.Item2) : throw new ArgumentException($"PadImages: margins {margins} of the {what} are negative.");
        }
    });

    /// <summary>The patches that a window meets, as channels: [batch, outHeight, outWidth, height · width · channels].</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels]; with a size of three numbers volumes.</param>
    /// <param name="size">Of the window: one number, or two; three are <see cref="ExtractPatches3D"/>'s.</param>
    /// <param name="strides">From window to window; the window's size without them.</param>
    /// <param name="dilationRate">Within the window.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor ExtractPatches(
        Tensor images, Shape size, Shape? strides = null, Shape? dilationRate = null, Padding padding = default, DataFormat dataFormat = default)
    {
        if (size.Rank == 3) return ExtractPatches3D(images, size, strides, dilationRate, padding, dataFormat);
        WindowAxis[] window = WindowOf(2, size, strides, dilationRate, padding, "ExtractPatches");
        return OnBatch(images, dataFormat, "ExtractPatches", x => AsChannels(Ops.Patches(x, window)));
    }

    /// <summary>The blocks that a window meets in volumes, as channels: [batch, outDepth, outHeight, outWidth, depth · height · width · channels].</summary>
    /// <param name="volumes">[depth, height, width, channels], or a batch of them.</param>
    /// <param name="size">Of the window: one number, or three.</param>
    /// <param name="strides">From window to window; the window's size without them.</param>
    /// <param name="dilationRate">Within the window.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor ExtractPatches3D(
        Tensor volumes, Shape size, Shape? strides = null, Shape? dilationRate = null, Padding padding = default, DataFormat dataFormat = default)
    {
        if (volumes.Rank is not (4 or 5)) throw new ShapeException($"ExtractPatches3D: expected volumes of four axes, or five with a batch, got {volumes.Shape}.");
        bool isSingle = volumes.Rank == 4;
        WindowAxis[] window = WindowOf(3, size, strides, dilationRate, padding, "ExtractPatches3D");
        Tensor x = dataFormat.ToLast(isSingle ? volumes.ExpandDims(0) : volumes);
        Tensor y = dataFormat.FromLast(AsChannels(Ops.Patches(x, window)));
        return isSingle ? y.Squeeze(0) : y;
    }

    private static WindowAxis[] WindowOf(int axes, Shape size, Shape? strides, Shape? dilationRate, Padding padding, string who)
    {
        int[] sizes = Ops.Each(size, axes, who), steps = strides is null ? sizes : Ops.Each(strides, axes, who), dilations = Ops.Each(dilationRate, axes, who);
        return [.. sizes.Select((length, axis) => new WindowAxis(length, steps[axis], dilations[axis], padding == Padding.Same))];
    }

    private static Tensor AsChannels(Tensor patches) =>
        patches.Reshape([.. patches.Shape[..^2], AxisSize.Product("ExtractPatches", patches.Shape[^2], patches.Shape[^1])]);
}
