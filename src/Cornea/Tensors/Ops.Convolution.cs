using Cornea.Graphs.Operations;

namespace Cornea;

// Convolution over one, two or three axes.
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
        WindowN window = WindowOf(kernel, axes, strides, dilationRate, padding, "Conv");
        Tensor x = dataFormat.ToLast(inputs);
        if (kernel.Shape[^2] < 1) throw new ShapeException($"Conv: expected weights of at least 1 channel, got {kernel.Shape}.");
        return dataFormat.FromLast(window.Convolve(x, kernel, x.Shape[^1] / kernel.Shape[^2]));
    }

    /// <summary>Convolution of each channel by itself: weights [window…, channels, multiplier] → channels · multiplier.</summary>
    /// <inheritdoc cref="Conv" path="/param"/>
    public static Tensor DepthwiseConv(
        Tensor inputs, Tensor kernel, Shape? strides = null, Padding padding = default, DataFormat dataFormat = default, Shape? dilationRate = null)
    {
        (inputs, kernel) = Meet(Floating(inputs), Floating(kernel));
        int axes = SpatialAxes(inputs, kernel.Rank - 2, "DepthwiseConv");
        if (axes > 2) throw new ShapeException($"DepthwiseConv: expected weights over one or two axes, got {kernel.Shape}.");
        WindowN window = WindowOf(kernel, axes, strides, dilationRate, padding, "DepthwiseConv");
        return dataFormat.FromLast(window.ConvolveDepthwise(dataFormat.ToLast(inputs), kernel));
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
        if (Later.IsFor(inputs))
        {
            return Later.Emit(
                "ConvTranspose", [inputs, kernel], given => ConvTranspose(given[0], given[1], strides, padding, outputPadding, dataFormat, dilationRate), ("strides", Numbers(strides)),
                ("padding", $"{padding}"), ("output_padding", Numbers(outputPadding)), ("data_format", $"{dataFormat}"), ("dilation_rate", Numbers(dilationRate)));
        }

        WindowN window = WindowOf(kernel, axes, strides, dilationRate, padding, "ConvTranspose");
        int[]? extra = outputPadding is { } given ? Each(given, axes, "ConvTranspose") : null;
        return dataFormat.FromLast(window.ConvolveBack(dataFormat.ToLast(inputs), kernel, extra));
    }

    private static Axes? Numbers(Shape? sizes) => sizes is { } given ? (Axes)given : default(Axes?);

    /// <summary>As many numbers as axes: a single one stands for all, none for 1.</summary>
    internal static int[] Each(Shape? given, int axes, string who) => given is not { } sizes ? [.. Enumerable.Repeat(1, axes)]
        : sizes.Rank == axes ? sizes.ToArray()
        : sizes.Rank == 1 ? [.. Enumerable.Repeat(sizes[0], axes)]
        : throw new ShapeException($"{who}: expected one number or {axes}, got {sizes}.");

    private static int SpatialAxes(Tensor x, int axes, string who) => axes is >= 1 and <= 3 && x.Rank == axes + 2
        ? axes
        : throw new ShapeException($"{who}: expected x with one, two or three axes between batch and channels and weights for them, got {x.Shape} and {axes} window axes.");

    private static WindowN WindowOf(Tensor kernel, int axes, Shape? strides, Shape? dilationRate, Padding padding, string who) =>
        new(kernel.Shape[..axes].ToArray(), Each(strides, axes, who), Each(dilationRate, axes, who), padding, who);
}
