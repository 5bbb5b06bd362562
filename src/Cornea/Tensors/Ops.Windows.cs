using Cornea.Graphs.Operations;

namespace Cornea;

// Patches of images laid out as channels, and back; pieces of sequences.
public static partial class Ops
{
    /// <summary>Blocks of pixels laid out as channels: [batch, h, w, c] → [batch, h / block, w / block, block² · c].</summary>
    public static Tensor SpaceToDepth(Tensor x, int blockSize, DataFormat dataFormat = default)
    {
        Tensor y = dataFormat.ToLast(x);
        Shape shape = y.Shape;
        AxisSize.Positive([blockSize], "SpaceToDepth", "a blockSize");
        if (Later.IsFor(x)) return Later.Emit("SpaceToDepth", [x], given => SpaceToDepth(given[0], blockSize, dataFormat), ("block_size", blockSize), ("data_format", $"{dataFormat}"));
        if (shape.Rank != 4 || shape[1] % blockSize != 0 || shape[2] % blockSize != 0)
            throw new ShapeException($"SpaceToDepth: expected images whose height and width are multiples of {blockSize}, got {x.Shape}.");
        y = y.Reshape([shape[0], shape[1] / blockSize, blockSize, shape[2] / blockSize, blockSize, shape[3]]);
        y = y.Transpose(0, 1, 3, 2, 4, 5);
        return dataFormat.FromLast(y.Reshape([shape[0], shape[1] / blockSize, shape[2] / blockSize, AxisSize.Product("SpaceToDepth", blockSize, blockSize, shape[3])]));
    }

    /// <summary>Channels laid out as blocks of pixels: the inverse of <see cref="SpaceToDepth"/>.</summary>
    public static Tensor DepthToSpace(Tensor x, int blockSize, DataFormat dataFormat = default)
    {
        Tensor y = dataFormat.ToLast(x);
        Shape shape = y.Shape;
        AxisSize.Positive([blockSize], "DepthToSpace", "a blockSize");
        if (Later.IsFor(x)) return Later.Emit("DepthToSpace", [x], given => DepthToSpace(given[0], blockSize, dataFormat), ("block_size", blockSize), ("data_format", $"{dataFormat}"));
        int channels = (int)(shape[^1] / ((long)blockSize * blockSize));
        if (shape.Rank != 4 || (long)channels * blockSize * blockSize != shape[3])
            throw new ShapeException($"DepthToSpace: expected images whose channels are a multiple of {blockSize}², got {x.Shape}.");
        y = y.Reshape([shape[0], shape[1], shape[2], blockSize, blockSize, channels]).Transpose(0, 1, 3, 2, 4, 5);
        return dataFormat.FromLast(y.Reshape([shape[0], AxisSize.Product("DepthToSpace", shape[1], blockSize), AxisSize.Product("DepthToSpace", shape[2], blockSize), channels]));
    }

    /// <summary>The patches that a window meets, as PyTorch's unfold: [batch, channels, h, w] → [batch, channels · window, places].</summary>
    /// <param name="x">Channels first.</param>
    /// <param name="kernelSize">Of the window.</param>
    /// <param name="dilation">Within the window.</param>
    /// <param name="padding">Zeros at all edges.</param>
    /// <param name="stride">From window to window.</param>
    public static Tensor Unfold(Tensor x, Shape kernelSize, Shape? dilation = null, Shape? padding = null, Shape? stride = null)
    {
        if (x.Rank != 4) throw new ShapeException($"Unfold: expected images [batch, channels, height, width], got {x.Shape}.");
        (WindowAxis rows, WindowAxis columns) = UnfoldWindow(kernelSize, dilation, padding, stride, "Unfold");
        Tensor patches = Patches(x.Transpose(0, 2, 3, 1), rows, columns);
        Shape shape = patches.Shape;
        return patches.Transpose(0, 4, 3, 1, 2)
            .Reshape([x.Shape[0], AxisSize.Product("Unfold", shape[4], shape[3]), AxisSize.Product("Unfold", shape[1], shape[2])]);
    }

    /// <summary>Patches added up to images: the transpose of <see cref="Unfold"/>.</summary>
    /// <param name="x">[batch, channels · window, places].</param>
    /// <param name="outputSize">Height and width of the images.</param>
    /// <param name="kernelSize">Of the window.</param>
    /// <param name="dilation">Within the window.</param>
    /// <param name="padding">Zeros that had been put at all edges.</param>
    /// <param name="stride">From window to window.</param>
    public static Tensor Fold(Tensor x, Shape outputSize, Shape kernelSize, Shape? dilation = null, Shape? padding = null, Shape? stride = null)
    {
        int[] sizes = Each(outputSize, 2, "Fold"), kernel = Each(kernelSize, 2, "Fold");
        AxisSize.Positive(kernel, "Fold", "a kernelSize");
        int window = AxisSize.Product("Fold", kernel[0], kernel[1]);
        if (x.Rank != 3 || x.Shape[1] % window != 0) throw new ShapeException($"Fold: expected [batch, channels · {window}, places], got {x.Shape}.");
        Tensor images = Watch(Zeros([x.Shape[0], x.Shape[1] / window, sizes[0], sizes[1]], x.DType));
        return Gradients.Through([Unfold(images, kernelSize, dilation, padding, stride)], [x], [images])[0]!;
    }

    /// <summary>Pieces of a sequence: [..., n] → [..., pieces, length], a piece every so many elements.</summary>
    public static Tensor ExtractSequences(Tensor x, int sequenceLength, int sequenceStride)
    {
        AxisSize.Positive([sequenceLength, sequenceStride], "ExtractSequences", "a sequenceLength and sequenceStride");
        int count = (int)Math.Max(0, (((long)x.Shape[^1] - sequenceLength) / sequenceStride) + 1);
        var places = new int[AxisSize.Table(count, sequenceLength, "ExtractSequences")];
        for (int index = 0; index < places.Length; index++) places[index] = (index / sequenceLength * sequenceStride) + (index % sequenceLength);
        return Take(x, Tensor.From(places, [count, sequenceLength]), -1);
    }

    /// <summary>Each window's elements [batch, …, window, channels] of x [batch, …, channels], in row order, zero where they lie outside.</summary>
    internal static Tensor Patches(Tensor x, params ReadOnlySpan<WindowAxis> axes)
    {
        for (int axis = 0; axis < axes.Length; axis++)
        {
            int place = 1 + (2 * axis), size = x.Shape[place]; // The axes before have become two each: outputs and window.
            if (size == Shape.Unknown) throw new ShapeException($"Patches: the sizes of all axes but the batch's must be known, got {x.Shape}.");
            (int[] places, int outputs) = PlacesOf(axes[axis], size);
            if (Array.IndexOf(places, size) >= 0) // What lies outside is taken from a place of zeros at the end.
            {
                var amounts = new (int, int)[x.Rank];
                amounts[place] = (0, 1);
                x = Pad(x, amounts);
            }

            x = Take(x, Tensor.From(places, [outputs, axes[axis].Size]), place);
        }

        int[] order =
        [
            0, .. Enumerable.Range(0, axes.Length).Select(axis => 1 + (2 * axis)), .. Enumerable.Range(0, axes.Length).Select(axis => 2 + (2 * axis)),
            x.Rank - 1,
        ];
        return x.Transpose(order).Reshape([.. order[..(axes.Length + 1)].Select(axis => x.Shape[axis]), Window(axes), x.Shape[^1]]);

        static int Window(ReadOnlySpan<WindowAxis> axes)
        {
            int size = 1;
            foreach (WindowAxis axis in axes) size = AxisSize.Product("Patches", size, axis.Size);
            return size;
        }
    }

    private static (int[] Places, int Outputs) PlacesOf(WindowAxis window, int size)
    {
        int outputs = window.Outputs(size, "Patches", "size");
        var places = new int[AxisSize.Table(outputs, window.Size, "Patches")];
        long before = window.Before(size);
        for (int index = 0; index < places.Length; index++)
        {
            long at = ((long)(index / window.Size) * window.Stride) - before + ((long)(index % window.Size) * window.Dilation);
            places[index] = at >= 0 && at < size ? (int)at : size;
        }

        return (places, outputs);
    }

    private static (WindowAxis Rows, WindowAxis Columns) UnfoldWindow(Shape kernelSize, Shape? dilation, Shape? padding, Shape? stride, string who)
    {
        int[] kernel = Each(kernelSize, 2, who), dilations = Each(dilation, 2, who), steps = Each(stride, 2, who), pads = Each(padding ?? 0, 2, who);
        return (Axis(0), Axis(1));

        WindowAxis Axis(int axis) => new(kernel[axis], steps[axis], dilations[axis], false, pads[axis], pads[axis]);
    }
}
