namespace Cornea;

// Normalisations and losses as functions, and attention.
public static partial class Ops
{
    /// <summary>(x − mean) / √(variance + ε) · scale + offset along an axis, by given statistics.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="mean">One for each place of the axis.</param>
    /// <param name="variance">One for each place of the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="offset">Added at the end; 0 without it.</param>
    /// <param name="scale">A factor; 1 without it.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor BatchNormalization(
        Tensor x, Tensor mean, Tensor variance, int axis, Tensor? offset = null, Tensor? scale = null, double epsilon = 1e-3)
    {
        x = Floating(x);
        int along = x.Shape.Axis(axis, "BatchNormalization");
        Shape wide = [.. Enumerable.Range(0, x.Rank).Select(position => position == along ? x.Shape[along] : 1)];
        Tensor factor = Rsqrt(variance.Reshape(wide) + epsilon);
        if (scale is not null) factor *= scale.Reshape(wide);
        Tensor shift = -mean.Reshape(wide) * factor;
        return (x * factor) + (offset is null ? shift : shift + offset.Reshape(wide));
    }

    /// <summary>Mean 0 and variance 1 over axes, then a scale and an offset (Ba et al. 2016).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="gamma">The scale, in the shape of the axes; 1 without it.</param>
    /// <param name="beta">The offset; 0 without it.</param>
    /// <param name="axis">The axes.</param>
    /// <param name="epsilon">Added to the variance; 10⁻⁷ without it.</param>
    /// <param name="rmsScaling">Keras' older form: x / √(variance + ε) · scale, the mean left in and no offset. <see cref="RmsNormalization"/> is what the name means.</param>
    public static Tensor LayerNormalization(
        Tensor x, Tensor? gamma = null, Tensor? beta = null, Axes? axis = null, double? epsilon = null, bool rmsScaling = false)
    {
        x = Floating(x);
        Axes axes = axis ?? -1;
        if (rmsScaling)
        {
            Tensor scaled = x * Rsqrt(Var(x, axes, keepDims: true) + (epsilon ?? KerasEpsilon));
            return gamma is null ? scaled : scaled * OnAxes(gamma, x, axes);
        }

        Tensor mean = Mean(x, axes, keepDims: true), centered = x - mean;
        Tensor y = centered * Rsqrt(Mean(Square(centered), axes, keepDims: true) + (epsilon ?? KerasEpsilon));
        if (gamma is not null) y *= OnAxes(gamma, x, axes);
        return beta is null ? y : y + OnAxes(beta, x, axes);
    }

    /// <summary>x / √(mean x² + ε) over axes, then a scale.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="scale">In the shape of the axes; 1 without it.</param>
    /// <param name="axis">The axes.</param>
    /// <param name="epsilon">10⁻⁷ without it.</param>
    public static Tensor RmsNormalization(Tensor x, Tensor? scale = null, Axes? axis = null, double? epsilon = null)
    {
        x = Floating(x);
        Axes axes = axis ?? -1;
        Tensor y = x * Rsqrt(Mean(Square(x), axes, keepDims: true) + (epsilon ?? KerasEpsilon));
        return scale is null ? y : y * OnAxes(scale, x, axes);
    }

    /// <summary>eˣ over the sum of all eˣ, over several axes together; over all without any.</summary>
    public static Tensor Softmax(Tensor x, Axes? axis) => OverAxes(x, axis, (rows, along) => Softmax(rows, along));

    /// <summary>The logarithm of the softmax over several axes together; over all without any.</summary>
    public static Tensor LogSoftmax(Tensor x, Axes? axis) => OverAxes(x, axis, (rows, along) => LogSoftmax(rows, along));

    /// <summary>−target · log p − (1 − target) · log(1 − p), element by element.</summary>
    public static Tensor BinaryCrossentropy(Tensor target, Tensor output, bool fromLogits = false)
    {
        (target, output) = Meet(Floating(target), Floating(output));
        if (fromLogits) return Relu(output) - (output * target) + Log1p(Exp(-Abs(output)));
        Tensor p = Clip(output, KerasEpsilon, OneLessEpsilon);
        return -(target * Log(p)) - ((1 - target) * Log(1 - p));
    }

    /// <summary>−Σ target · log p along an axis.</summary>
    public static Tensor CategoricalCrossentropy(Tensor target, Tensor output, bool fromLogits = false, int axis = -1)
    {
        (target, output) = Meet(Floating(target), Floating(output));
        if (fromLogits) return -Sum(target * LogSoftmax(output, axis), axis: axis);
        Tensor p = output / Sum(output, axis: axis, keepDims: true);
        return -Sum(target * Log(Clip(p, KerasEpsilon, OneLessEpsilon)), axis: axis);
    }

    /// <summary>−log p of each target class along an axis.</summary>
    public static Tensor SparseCategoricalCrossentropy(Tensor target, Tensor output, bool fromLogits = false, int axis = -1)
    {
        output = Floating(output);
        if (target.Rank == output.Rank && target.Shape[^1] == 1) target = target.Squeeze(-1);
        Tensor logs = fromLogits ? LogSoftmax(output, axis) : LogSoftmax(Log(Clip(output, KerasEpsilon, OneLessEpsilon)), axis);
        int along = output.Shape.Axis(axis, "SparseCategoricalCrossentropy");
        return -TakeAlongAxis(logs, target.ExpandDims(along), along).Squeeze(along);
    }

    /// <summary>10 · log₁₀(max² / mean (x1 − x2)²): the ratio of signal to noise, in decibels.</summary>
    public static Tensor Psnr(Tensor x1, Tensor x2, double maxVal) =>
        (20 * Math.Log10(maxVal)) - (Log10(Mean(Square(Floating(x1) - x2))) * 10);

    /// <summary>Softmax(query · keyᵀ · scale + bias) · value, for each head (Vaswani et al. 2017).</summary>
    /// <param name="query">[batch, length, heads, size].</param>
    /// <param name="key">[batch, sources, heads, size]; fewer heads, which divide the query's, are shared.</param>
    /// <param name="value">[batch, sources, heads, size].</param>
    /// <param name="bias">Added to the logits; broadcasts to [batch, heads, length, sources].</param>
    /// <param name="mask">True where a query may look; broadcasts to [batch, heads, length, sources].</param>
    /// <param name="scale">1 / √size without it.</param>
    /// <param name="isCausal">Whether no query looks at later sources.</param>
    /// <param name="attnLogitsSoftCap">Keeps the logits within ± this, by tanh.</param>
    public static Tensor DotProductAttention(
        Tensor query, Tensor key, Tensor value, Tensor? bias = null, Tensor? mask = null, double? scale = null, bool isCausal = false,
        double? attnLogitsSoftCap = null)
    {
        if (query.Rank != 4 || key.Rank != 4 || value.Rank != 4)
            throw new ShapeException($"DotProductAttention: expected query, key and value [batch, length, heads, size], got {query.Shape}, {key.Shape}, {value.Shape}.");
        int heads = AxisSize.Along(query.Shape, 2, "DotProductAttention"), size = AxisSize.Along(query.Shape, 3, "DotProductAttention");
        int shared = heads / AxisSize.Along(key.Shape, 2, "DotProductAttention");
        if (shared > 1) (key, value) = (Repeat(key, shared, 2), Repeat(value, shared, 2));
        Tensor q = Floating(query).Transpose(0, 2, 1, 3), k = Floating(key).Transpose(0, 2, 3, 1), v = Floating(value).Transpose(0, 2, 1, 3);
        Tensor logits = MatMul(q, k) * (scale ?? (1 / Math.Sqrt(size)));
        if (attnLogitsSoftCap is { } cap) logits = Tanh(logits / cap) * cap;
        if (bias is not null) logits += bias;
        if (mask is not null) logits = Where(mask, logits, -0.7 * float.MaxValue);
        if (isCausal) logits = Where(Tri(query.Shape[1], key.Shape[1], 0, DType.Bool), logits, -0.7 * float.MaxValue);
        return MatMul(Softmax(logits), v).Transpose(0, 2, 1, 3);
    }

    // A weight in the shape of some axes of x, brought to x's rank.
    private static Tensor OnAxes(Tensor weight, Tensor x, Axes axes)
    {
        int[] positions = AxesOf(x, axes, "Normalization");
        if (weight.Rank == x.Rank) return weight;
        return weight.Reshape([.. Enumerable.Range(0, x.Rank).Select(position => positions.Contains(position) ? x.Shape[position] : 1)]);
    }

    private static Tensor OverAxes(Tensor x, Axes? axis, Func<Tensor, int, Tensor> function)
    {
        x = Floating(x);
        int[] axes = AxesOf(x, axis, "Softmax"), others = [.. Enumerable.Range(0, x.Rank).Except(axes)];
        if (axes.Length == 1) return function(x, axes[0]);
        var order = new Graphs.Operations.Transpose([.. others, .. axes]);
        Tensor moved = x.Transpose([.. order.Permutation]);
        return function(moved.Reshape([.. others.Select(position => x.Shape[position]), -1]), -1).Reshape(moved.Shape).Transpose(order.Inverse());
    }
}
