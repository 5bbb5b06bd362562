namespace Cornea;

// The activation functions that are compositions.
public static partial class Ops
{
    private const double SeluScale = 1.0507009873554805;
    private const double SeluAlpha = 1.6732632423543772;

    /// <summary>x where it is positive, else α · (e^(x/α) − 1).</summary>
    public static Tensor Celu(Tensor x, double alpha = 1) => Maximum(x, 0) + (Expm1(Minimum(x, 0) / alpha) * alpha);

    /// <summary>x where it is positive, else α · (eˣ − 1) (Clevert et al. 2016).</summary>
    public static Tensor Elu(Tensor x, double alpha = 1)
    {
        x = Floating(x);
        return Where(x > 0, x, Expm1(Minimum(x, 0)) * alpha);
    }

    /// <summary>The scaled ELU that keeps mean 0 and variance 1 (Klambauer et al. 2017).</summary>
    public static Tensor Selu(Tensor x) => Elu(x, SeluAlpha) * SeluScale;

    /// <summary>x · Φ(x), Φ being the normal distribution (Hendrycks &amp; Gimpel 2016).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="approximate">True for the form with tanh.</param>
    public static Tensor Gelu(Tensor x, bool approximate = true)
    {
        x = Floating(x);
        return approximate
            ? x * 0.5 * (1 + Tanh((x + (Square(x) * x * 0.044715)) * Math.Sqrt(2 / Math.PI)))
            : x * 0.5 * Erfc(x * -Math.Sqrt(0.5));
    }

    /// <summary>The first half of an axis times the sigmoid of the second (Dauphin et al. 2017).</summary>
    /// <exception cref="ShapeException">The axis is of odd size.</exception>
    public static Tensor Glu(Tensor x, int axis = -1)
    {
        int position = x.Shape.Axis(axis, "Glu"), size = x.Shape[position];
        if (size % 2 != 0) throw new ShapeException($"Glu: expected an even size at axis {axis}, got shape {x.Shape}.");
        return Slice(x, position, 0, size / 2) * Sigmoid(Slice(x, position, size / 2, size / 2));
    }

    /// <summary>x where |x| is over the threshold, else 0.</summary>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5) => Where(Abs(x) > threshold, x, 0);

    /// <summary>x drawn towards 0 by the threshold.</summary>
    public static Tensor SoftShrink(Tensor x, double threshold = 0.5) =>
        Where(x > threshold, x - threshold, Where(x < -threshold, x + threshold, 0));

    /// <summary>min(max(x / 6 + ½, 0), 1).</summary>
    public static Tensor HardSigmoid(Tensor x) => Relu6(Floating(x) + 3) * (1.0 / 6);

    /// <summary>x · hard_sigmoid(x) (Howard et al. 2019).</summary>
    public static Tensor HardSilu(Tensor x) => x * HardSigmoid(x);

    /// <summary>x kept between −1 and 1.</summary>
    public static Tensor HardTanh(Tensor x) => Clip(x, -1, 1);

    /// <summary>x where it is positive, else slope · x.</summary>
    public static Tensor LeakyRelu(Tensor x, double negativeSlope = 0.2)
    {
        x = Floating(x);
        return Where(x > 0, x, x * negativeSlope);
    }

    /// <summary>log(1 / (1 + e⁻ˣ)).</summary>
    public static Tensor LogSigmoid(Tensor x) => -Softplus(-Floating(x));

    /// <summary>x · tanh(log(1 + eˣ)) (Misra 2019).</summary>
    public static Tensor Mish(Tensor x) => x * Tanh(Softplus(x));

    /// <summary>x · sigmoid(x), also called swish (Ramachandran et al. 2017).</summary>
    public static Tensor Silu(Tensor x)
    {
        x = Floating(x);
        return x * Sigmoid(x);
    }

    /// <summary>x / (|x| + 1).</summary>
    public static Tensor Softsign(Tensor x)
    {
        x = Floating(x);
        return x / (Abs(x) + 1);
    }

    /// <summary>0 up to −1, x from 1 on, ¼ (x + 1)² between.</summary>
    public static Tensor SparsePlus(Tensor x) => Where(x <= -1, 0, Where(x < 1, Square(x + 1) * 0.25, x));

    /// <summary>0 up to −1, 1 from 1 on, ½ (x + 1) between.</summary>
    public static Tensor SparseSigmoid(Tensor x) => Where(x <= -1, 0, Where(x >= 1, 1, (x + 1) * 0.5));

    /// <summary>½ (x + √(x² + b)).</summary>
    public static Tensor Squareplus(Tensor x, double b = 4)
    {
        x = Floating(x);
        return (x + (b == 0 ? Abs(x) : Sqrt(Square(x) + b))) * 0.5;
    }

    /// <summary>x − tanh(x).</summary>
    public static Tensor TanhShrink(Tensor x) => x - Tanh(x);

    /// <summary>x where it is over the threshold, else a default.</summary>
    public static Tensor Threshold(Tensor x, double threshold, double defaultValue) => Where(x > threshold, x, defaultValue);

    /// <summary>Like a softmax along an axis, with zeros (Martins &amp; Astudillo 2016).</summary>
    /// <remarks>
    /// These are Keras' numbers (3.15): its threshold sums the running sums of the whole support where the paper takes the last of them, so
    /// that rows sum to 1 only where the support is a single element.
    /// </remarks>
    public static Tensor Sparsemax(Tensor x, int axis = -1)
    {
        x = Floating(x);
        int position = x.Shape.Axis(axis, "Sparsemax"), size = AxisSize.Along(x.Shape, position, "Sparsemax");

        // The rank of each element and the sum down to it, by comparing all pairs: no sort is needed. Of equal elements the first comes first.
        Tensor own = StopGradient(x).ExpandDims(position + 1), other = StopGradient(x).ExpandDims(position);
        int[] trailing = [.. Enumerable.Repeat(1, x.Rank - position - 1)];
        Tensor isEarlier = (Arange(size).ExpandDims(0) <= Arange(size).ExpandDims(1)).Reshape([size, size, .. trailing]);
        Tensor isBefore = LogicalOr(other > own, LogicalAnd(Equal(other, own), isEarlier));
        Tensor rank = Sum(isBefore.Cast(x.DType), [position + 1]);
        Tensor sum = Sum(Where(isBefore, x.ExpandDims(position), 0), [position + 1]);
        Tensor support = x - ((sum - 1) / rank) > 0;
        Tensor count = Sum(support.Cast(x.DType), [position], keepDims: true);
        return Relu(x - ((Sum(Where(support, sum, 0), [position], keepDims: true) - 1) / count));
    }

    /// <summary>The dtype in which a tensor is computed with: its own if floating, else float32.</summary>
    internal static DType FloatingOf(Tensor x) => x.DType.IsFloating ? x.DType : DType.Float32;

    internal static Tensor Floating(Tensor x) => x.DType.IsFloating ? x : x.Cast(DType.Float32);
}
