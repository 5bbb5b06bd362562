using Cornea.Initializers;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>The short words that networks are written in: a layer, called.</summary>
internal static class Blocks
{
    /// <summary>What EfficientNets draw their kernels from.</summary>
    public static Initializer FanOut => new VarianceScaling(2, "fan_out", "truncated_normal");

    public static Tensor Convolution(
        Tensor x, int filters, Size2 kernel, int stride = 1, bool same = true, bool bias = false, string? name = null, string? activation = null, Initializer? initializer = null) =>
        new Conv2D(filters, kernel, stride, Padded(same), activation: activation is null ? null : (Cornea.Activations.ActivationFunction)activation, useBias: bias, kernelInitializer: initializer, name: name).Call(x);

    public static Tensor Depthwise(Tensor x, int kernel, int stride, bool same, string name, int multiplier = 1, Initializer? initializer = null) =>
        new DepthwiseConv2D(kernel, stride, Padded(same), depthMultiplier: multiplier, useBias: false, depthwiseInitializer: initializer, name: name).Call(x);

    public static Tensor Separable(Tensor x, int filters, int kernel, string name, int stride = 1, bool same = true) =>
        new SeparableConv2D(filters, kernel, stride, Padded(same), useBias: false, name: name).Call(x);

    public static Tensor Normalized(Tensor x, string? name = null, double epsilon = 1e-3, double momentum = 0.99, bool scale = true) =>
        new BatchNormalization(momentum: momentum, epsilon: epsilon, scale: scale, name: name).Call(x);

    public static Tensor Activated(Tensor x, string activation = "relu", string? name = null) => new Activation(activation, name).Call(x);

    public static Tensor Relu6(Tensor x, string? name = null) => new ReLU(6, name: name).Call(x);

    public static Tensor Sum(string? name, params ReadOnlySpan<Tensor> terms) => new Add(name).Call([.. terms]);

    public static Tensor Joined(string? name, params ReadOnlySpan<Tensor> parts) => new Concatenate(name: name).Call([.. parts]);

    public static Tensor Padded(Tensor x, Margins margins, string? name = null) => new ZeroPadding2D(margins, name: name).Call(x);

    /// <summary>The border that makes a "valid" window of stride 2 end as PyTorch's and TensorFlow's papers' code have it: odd sizes on both sides, even ones less before.</summary>
    public static Margins CorrectPadding(Tensor x, int kernel)
    {
        int half = kernel / 2;
        return ((half - Even(x.Shape[1]), half), (half - Even(x.Shape[2]), half));

        static int Even(int size) => size == Shape.Unknown || size % 2 == 0 ? 1 : 0;
    }

    /// <summary>A number of channels near to <paramref name="value"/> that <paramref name="divisor"/> divides, at most a tenth smaller.</summary>
    public static int Divisible(double value, int divisor = 8)
    {
        int rounded = Math.Max(divisor, (int)(value + (divisor / 2.0)) / divisor * divisor);
        return rounded < 0.9 * value ? rounded + divisor : rounded;
    }

    private static Padding Padded(bool same) => same ? Padding.Same : Padding.Valid;
}
