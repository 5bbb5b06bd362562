using Cornea.Graphs;
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
            int start = before ?? size - after!.Value - target!.Value, count = target ?? size - start - after!.Value;
            return start >= 0 && count > 0 && start + count <= size
                ? (start, count)
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
            (int, int) margins = (before ?? target!.Value - size - after!.Value, after ?? target!.Value - size - before!.Value);
            return margins is (>= 0, >= 0) ? margins : throw new ArgumentException($"PadImages: margins {margins} of the {what} are negative.");
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
        int[] sizes = Ops.Each(size, 2, "ExtractPatches"), steps = strides is null ? sizes : Ops.Each(strides, 2, "ExtractPatches");
        int[] dilations = Ops.Each(dilationRate, 2, "ExtractPatches");
        var window = new Window2D(sizes[0], sizes[1], steps[0], steps[1], dilations[0], dilations[1], padding == Padding.Same);
        return OnBatch(images, dataFormat, "ExtractPatches", x =>
        {
            Tensor patches = Ops.Patches(x, window);
            return patches.Reshape([.. patches.Shape[..3], sizes[0] * sizes[1] * x.Shape[3]]);
        });
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
        int[] sizes = Ops.Each(size, 3, "ExtractPatches3D"), steps = strides is null ? sizes : Ops.Each(strides, 3, "ExtractPatches3D");
        var window = new WindowN(sizes, steps, Ops.Each(dilationRate, 3, "ExtractPatches3D"), padding);
        Tensor x = dataFormat.ToLast(isSingle ? volumes.ExpandDims(0) : volumes);
        int channels = x.Shape[^1];
        x = window.Pad(x, 0);
        Tensor[] taps = [.. Enumerable.Range(0, sizes[0]).Select(tap =>
        {
            Tensor planes = window.Planes(x, tap), patches = Ops.Patches(planes.Reshape([-1, .. planes.Shape[2..]]), window.Plane);
            return patches.Reshape([x.Shape[0], planes.Shape[1], patches.Shape[1], patches.Shape[2], sizes[1] * sizes[2] * channels]);
        })];
        Tensor y = dataFormat.FromLast(Ops.Concatenate(taps, -1));
        return isSingle ? y.Squeeze(0) : y;
    }
}
