using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Convolution over one, two or three axes. The engine's operation is the one over two: a sequence is an image of height 1, and a volume's
// planes are images, whose convolutions by each plane of the weights are added.
public static partial class Ops
{
    /// <summary>Convolution (cross-correlation, as in Keras) over the axes between batch and channels: one, two or three.</summary>
    /// <param name="inputs">[batch, …, channels], or [batch, channels, …].</param>
    /// <param name="kernel">[window…, channels / groups, filters]; the number of groups follows from it.</param>
    /// <param name="strides">Steps; one number, or one for each axis.</param>
    /// <param name="padding">valid, same, or, over one axis, causal.</param>
    /// <param name="dataFormat">Where x has its channels.</param>
    /// <param name="dilationRate">Distance of the window's elements.</param>
    public static Tensor Conv(Tensor inputs, Tensor kernel, Shape? strides = null, Padding padding = default, DataFormat dataFormat = default, Shape? dilationRate = null)
    {
        (inputs, kernel) = Meet(Floating(inputs), Floating(kernel));
        int axes = SpatialAxes(inputs, kernel.Rank - 2, "Conv");
        var window = new WindowN(kernel.Shape[..axes], Each(strides, axes, "Conv"), Each(dilationRate, axes, "Conv"), padding);
        return dataFormat.FromLast(Convolve(dataFormat.ToLast(inputs), kernel, window));
    }

    /// <summary>Convolution of each channel by itself: weights [window…, channels, multiplier] → channels · multiplier.</summary>
    /// <inheritdoc cref="Conv" path="/param"/>
    public static Tensor DepthwiseConv(
        Tensor inputs, Tensor kernel, Shape? strides = null, Padding padding = default, DataFormat dataFormat = default, Shape? dilationRate = null)
    {
        (inputs, kernel) = Meet(Floating(inputs), Floating(kernel));
        int axes = SpatialAxes(inputs, kernel.Rank - 2, "DepthwiseConv");
        if (axes > 2) throw new ShapeException($"DepthwiseConv: expected weights over one or two axes, got {kernel.Shape}.");
        var window = new WindowN(kernel.Shape[..axes], Each(strides, axes, "DepthwiseConv"), Each(dilationRate, axes, "DepthwiseConv"), padding);
        Tensor last = window.AsImage(window.Pad(dataFormat.ToLast(inputs), 0));
        Tensor y = Node.Emit(new DepthwiseConvolution(window.Plane), last, axes == 1 ? kernel.ExpandDims(0) : kernel)[0];
        return dataFormat.FromLast(axes == 1 ? y.Squeeze(1) : y);
    }

    /// <summary>A depthwise convolution, then one of a single element over the channels.</summary>
    /// <param name="inputs">[batch, …, channels], or [batch, channels, …].</param>
    /// <param name="depthwiseKernel">[window…, channels, multiplier].</param>
    /// <param name="pointwiseKernel">[1…, channels · multiplier, filters].</param>
    /// <param name="strides">Steps of the first.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">Where x has its channels.</param>
    /// <param name="dilationRate">Distance of the window's elements.</param>
    public static Tensor SeparableConv(
        Tensor inputs, Tensor depthwiseKernel, Tensor pointwiseKernel, Shape? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Shape? dilationRate = null) =>
        Conv(DepthwiseConv(inputs, depthwiseKernel, strides, padding, dataFormat, dilationRate), pointwiseKernel, dataFormat: dataFormat);

    /// <summary>The transpose of a convolution: weights [window…, filters, channels], output of the size whose convolution has x's.</summary>
    /// <param name="inputs">[batch, …, channels], or [batch, channels, …].</param>
    /// <param name="kernel">[window…, filters, channels].</param>
    /// <param name="strides">Steps in the output.</param>
    /// <param name="padding">valid: (size − 1) · stride + window; same: size · stride.</param>
    /// <param name="outputPadding">Sets what of the output goes beyond, at its end.</param>
    /// <param name="dataFormat">Where x has its channels.</param>
    /// <param name="dilationRate">Distance of the window's elements.</param>
    public static Tensor ConvTranspose(
        Tensor inputs, Tensor kernel, Shape? strides = null, Padding padding = default, Shape? outputPadding = null, DataFormat dataFormat = default,
        Shape? dilationRate = null)
    {
        (inputs, kernel) = Meet(Floating(inputs), Floating(kernel));
        int axes = SpatialAxes(inputs, kernel.Rank - 2, "ConvTranspose");
        int[] steps = Each(strides, axes, "ConvTranspose"), dilations = Each(dilationRate, axes, "ConvTranspose");
        int[]? extra = outputPadding is { } given ? Each(given, axes, "ConvTranspose") : null;
        Tensor last = dataFormat.ToLast(inputs);
        var sizes = new int[axes];
        var before = new int[axes];
        for (int axis = 0; axis < axes; axis++)
            (sizes[axis], before[axis]) = TransposedSize(last.Shape[axis + 1], kernel.Shape[axis], steps[axis], dilations[axis], padding == Padding.Same, extra?[axis]);
        return dataFormat.FromLast(ConvolveBack(last, kernel, steps, dilations, sizes, before));
    }

    /// <summary>As many numbers as axes: a single one stands for all, none for 1.</summary>
    internal static int[] Each(Shape? given, int axes, string who) => given is not { } sizes ? [.. Enumerable.Repeat(1, axes)]
        : sizes.Rank == axes ? sizes.ToArray()
        : sizes.Rank == 1 ? [.. Enumerable.Repeat(sizes[0], axes)]
        : throw new ShapeException($"{who}: expected one number or {axes}, got {sizes}.");

    private static int SpatialAxes(Tensor x, int axes, string who) => axes is >= 1 and <= 3 && x.Rank == axes + 2
        ? axes
        : throw new ShapeException($"{who}: expected x with one, two or three axes between batch and channels and weights for them, got {x.Shape} and {axes} window axes.");

    private static Tensor Convolve(Tensor x, Tensor kernel, WindowN window)
    {
        x = window.Pad(x, 0);
        if (window.Axes < 3)
        {
            Tensor w = window.Axes == 1 ? kernel.ExpandDims(0) : kernel;
            Tensor y = Node.Emit(new Convolution(window.Plane, x.Shape[^1] / kernel.Shape[^2]), window.AsImage(x), w)[0];
            return window.Axes == 1 ? y.Squeeze(1) : y;
        }

        Tensor? sum = null;
        for (int tap = 0; tap < kernel.Shape[0]; tap++)
        {
            Tensor planes = window.Planes(x, tap), images = planes.Reshape([-1, .. planes.Shape[2..]]);
            Tensor y = Node.Emit(new Convolution(window.Plane, x.Shape[^1] / kernel.Shape[^2]), images, Slice(kernel, 0, tap, 1).Squeeze(0))[0];
            y = y.Reshape([-1, planes.Shape[1], .. y.Shape[1..]]);
            sum = sum is null ? y : sum + y;
        }

        return sum!;
    }

    // The convolution is linear in its input: the transpose is its gradient, whatever the input.
    private static Tensor ConvolveBack(Tensor y, Tensor kernel, int[] strides, int[] dilations, int[] sizes, int[] before)
    {
        int axes = sizes.Length;
        int[] after = [.. Enumerable.Range(0, axes).Select(axis =>
            ((y.Shape[axis + 1] - 1) * strides[axis]) + ((kernel.Shape[axis] - 1) * dilations[axis]) + 1 - sizes[axis] - before[axis])];
        if (axes < 3)
        {
            int h = axes == 2 ? 0 : -1, w = axes - 1;
            var window = new Window2D(
                h < 0 ? 1 : kernel.Shape[h], kernel.Shape[w], h < 0 ? 1 : strides[h], strides[w], h < 0 ? 1 : dilations[h], dilations[w], false,
                h < 0 ? 0 : before[h], h < 0 ? 0 : after[h], before[w], after[w]);
            if (after.All(margin => margin >= 0))
            {
                Tensor direct = Node.Emit(
                    new ConvolutionBackwardData(window, 1, h < 0 ? 1 : sizes[h], sizes[w]),
                    h < 0 ? y.ExpandDims(1) : y, h < 0 ? kernel.ExpandDims(0) : kernel)[0];
                return h < 0 ? direct.Squeeze(1) : direct;
            }
        }

        (int, int)[] margins = [(0, 0), .. Enumerable.Range(0, axes).Select(axis => (before[axis], Math.Max(0, after[axis]))), (0, 0)];
        Tensor x = Watch(Zeros([y.Shape[0], .. sizes, kernel.Shape[^2]], y.DType));
        Tensor forward = Convolve(Pad(x, margins), kernel, new WindowN(kernel.Shape[..axes], strides, dilations, Padding.Valid));
        // Where the output goes beyond what y covers, the convolution gives more than y has.
        if (forward.Shape != y.Shape) forward = Slice(forward, new int[forward.Rank], y.Shape);
        return Gradients.Through([forward], [y], [x])[0]!;
    }

    private static (int Size, int Before) TransposedSize(int size, int window, int stride, int dilation, bool same, int? outputPadding)
    {
        int reach = ((window - 1) * dilation) + 1;
        if (outputPadding is null)
        {
            int total = same ? size * stride : (size * stride) + Math.Max(reach - stride, 0);
            return (total, same ? Math.Max(0, ((size - 1) * stride) + reach - total) / 2 : 0);
        }

        int pad = same ? reach / 2 : 0;
        int length = ((size - 1) * stride) + reach - (2 * pad) + outputPadding.Value;
        return (length, same ? Math.Max(0, ((size - 1) * stride) + reach - length) / 2 : 0);
    }
}
