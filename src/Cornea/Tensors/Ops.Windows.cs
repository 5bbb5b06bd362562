using Cornea.Graphs;
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
        if (shape.Rank != 4 || shape[1] % blockSize != 0 || shape[2] % blockSize != 0)
            throw new ShapeException($"SpaceToDepth: expected images whose height and width are multiples of {blockSize}, got {x.Shape}.");
        y = y.Reshape([shape[0], shape[1] / blockSize, blockSize, shape[2] / blockSize, blockSize, shape[3]]);
        y = y.Transpose(0, 1, 3, 2, 4, 5);
        return dataFormat.FromLast(y.Reshape([shape[0], shape[1] / blockSize, shape[2] / blockSize, blockSize * blockSize * shape[3]]));
    }

    /// <summary>Channels laid out as blocks of pixels: the inverse of <see cref="SpaceToDepth"/>.</summary>
    public static Tensor DepthToSpace(Tensor x, int blockSize, DataFormat dataFormat = default)
    {
        Tensor y = dataFormat.ToLast(x);
        Shape shape = y.Shape;
        int channels = shape[^1] / (blockSize * blockSize);
        if (shape.Rank != 4 || channels * blockSize * blockSize != shape[3])
            throw new ShapeException($"DepthToSpace: expected images whose channels are a multiple of {blockSize}², got {x.Shape}.");
        y = y.Reshape([shape[0], shape[1], shape[2], blockSize, blockSize, channels]).Transpose(0, 1, 3, 2, 4, 5);
        return dataFormat.FromLast(y.Reshape([shape[0], shape[1] * blockSize, shape[2] * blockSize, channels]));
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
        Window2D window = UnfoldWindow(kernelSize, dilation, padding, stride, "Unfold");
        Tensor patches = Patches(Pad(x.Transpose(0, 2, 3, 1), [(0, 0), (window.PadTop, window.PadBottom), (window.PadLeft, window.PadRight), (0, 0)]), WithoutPads(window));
        int channels = x.Shape[1];
        return patches.Transpose(0, 4, 3, 1, 2).Reshape([x.Shape[0], channels * window.Height * window.Width, patches.Shape[1] * patches.Shape[2]]);
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
        Tensor images = Watch(Zeros([x.Shape[0], x.Shape[1] / (kernel[0] * kernel[1]), sizes[0], sizes[1]], x.DType));
        return Gradients.Through([Unfold(images, kernelSize, dilation, padding, stride)], [x], [images])[0]!;
    }

    /// <summary>Pieces of a sequence: [..., n] → [..., pieces, length], a piece every so many elements.</summary>
    public static Tensor ExtractSequences(Tensor x, int sequenceLength, int sequenceStride)
    {
        int count = Math.Max(0, ((x.Shape[^1] - sequenceLength) / sequenceStride) + 1);
        return Take(x, (Arange(count) * sequenceStride).ExpandDims(1) + Arange(sequenceLength).ExpandDims(0), -1);
    }

    /// <summary>Each pixel's patch [batch, outHeight, outWidth, window, channels] of images with the channels last.</summary>
    internal static Tensor Patches(Tensor x, Window2D window)
    {
        int height = window.OutHeight(x.Shape[1], "Patches"), width = window.OutWidth(x.Shape[2], "Patches");
        if (window.Same)
        {
            int top = window.Top(x.Shape[1]), left = window.Left(x.Shape[2]);
            int rows = ((height - 1) * window.StrideHeight) + ((window.Height - 1) * window.DilationHeight) + 1;
            int columns = ((width - 1) * window.StrideWidth) + ((window.Width - 1) * window.DilationWidth) + 1;
            x = Pad(x, [(0, 0), (top, Math.Max(0, rows - x.Shape[1] - top)), (left, Math.Max(0, columns - x.Shape[2] - left)), (0, 0)]);
        }

        var taps = new Tensor[window.Height * window.Width];
        for (int tap = 0; tap < taps.Length; tap++)
        {
            Shape starts = [0, tap / window.Width * window.DilationHeight, tap % window.Width * window.DilationWidth, 0];
            taps[tap] = Node.Emit(
                new Slice(starts, [x.Shape[0], height, width, x.Shape[3]], new SliceSteps(1, window.StrideHeight, window.StrideWidth, 1)), x)[0];
        }

        return Stack(taps, 3);
    }

    private static Window2D UnfoldWindow(Shape kernelSize, Shape? dilation, Shape? padding, Shape? stride, string who)
    {
        int[] kernel = Each(kernelSize, 2, who), dilations = Each(dilation, 2, who), steps = Each(stride, 2, who), pads = Each(padding ?? 0, 2, who);
        return new Window2D(kernel[0], kernel[1], steps[0], steps[1], dilations[0], dilations[1], false, pads[0], pads[0], pads[1], pads[1]);
    }

    private static Window2D WithoutPads(Window2D window) => window with { PadTop = 0, PadBottom = 0, PadLeft = 0, PadRight = 0 };
}
