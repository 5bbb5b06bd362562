using System.Text.Json.Nodes;

namespace Cornea.Initializers;

/// <summary>Random values whose variance is scale / n, n being the number of a unit's inputs, outputs, or their mean.</summary>
/// <remarks>
/// <para>Inputs and outputs of a kernel [..., in, out] are counted times the size of the axes before them. A truncated normal distribution
/// is widened so that its variance after the cut is right; the uniform one has the bounds ±√(3 · scale / n).</para>
/// <para>Source: Keras 3, VarianceScaling. Golden case: initializers/statistics.</para>
/// </remarks>
public class VarianceScaling : RandomInitializer
{
    /// <summary>The standard deviation of a normal distribution cut off at 2.</summary>
    private const double TruncatedDeviation = 0.8796256610342398;

    private readonly double _scale;
    private readonly string _mode;
    private readonly string _distribution;
    private readonly int[]? _inputAxes;
    private readonly int[]? _outputAxes;

    /// <summary>Variance scaling of any kind.</summary>
    /// <param name="scale">The variance times n, over 0.</param>
    /// <param name="mode">What n is: <c>"fan_in"</c>, <c>"fan_out"</c> or <c>"fan_avg"</c>.</param>
    /// <param name="distribution"><c>"truncated_normal"</c> (<c>"normal"</c> is the same), <c>"untruncated_normal"</c> or <c>"uniform"</c>.</param>
    /// <param name="seed">The seed; null draws one.</param>
    /// <param name="inputAxes">The axes whose sizes' product is fan in, where the usual rule doesn't hold.</param>
    /// <param name="outputAxes">The axes whose sizes' product is fan out; given together with <paramref name="inputAxes"/>.</param>
    /// <exception cref="ArgumentException">An argument is none of these.</exception>
    public VarianceScaling(
        double scale = 1,
        string mode = "fan_in",
        string distribution = "truncated_normal",
        int? seed = null,
        int[]? inputAxes = null,
        int[]? outputAxes = null)
        : base(seed)
    {
        if (!(scale > 0)) throw new ArgumentOutOfRangeException(nameof(scale), $"VarianceScaling: expected a scale over 0, got {scale}.");
        _scale = scale;
        _mode = Choice.Of("VarianceScaling: mode", mode, ["fan_in", "fan_out", "fan_avg"]);
        _distribution = string.Equals(distribution, "normal", StringComparison.OrdinalIgnoreCase)
            ? "truncated_normal"
            : Choice.Of("VarianceScaling: distribution", distribution, ["truncated_normal", "untruncated_normal", "uniform"]);
        _inputAxes = inputAxes;
        _outputAxes = outputAxes;
    }

    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        (double fanIn, double fanOut) = Fans(shape);
        double count = _mode switch { "fan_in" => fanIn, "fan_out" => fanOut, _ => (fanIn + fanOut) / 2 };
        double variance = _scale / Math.Max(1, count);
        double limit = Math.Sqrt(3 * variance);
        return _distribution switch
        {
            "truncated_normal" => TruncatedNormal(shape, dtype, 0, Math.Sqrt(variance) / TruncatedDeviation),
            "untruncated_normal" => Normal(shape, dtype, 0, Math.Sqrt(variance)),
            _ => Uniform(shape, dtype, -limit, limit),
        };
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig()
    {
        ObjectConfig config = base.GetConfig();
        if (GetType() == typeof(VarianceScaling))
            config.With("scale", _scale).With("mode", _mode).With("distribution", _distribution);
        return config.With("input_axes", Axes(_inputAxes)).With("output_axes", Axes(_outputAxes));
    }

    private static JsonNode? Axes(int[]? axes) => axes is null ? null : new JsonArray([.. axes.Select(axis => (JsonNode)axis)]);

    private (double In, double Out) Fans(Shape shape)
    {
        if (_inputAxes is not null && _outputAxes is not null) return (Product(shape, _inputAxes), Product(shape, _outputAxes));
        if (shape.Rank == 0) return (1, 1);
        if (shape.Rank == 1) return (shape[0], shape[0]);
        double field = shape.Product(0, shape.Rank - 2);
        return (shape[^2] * field, shape[^1] * field);
    }

    private static double Product(Shape shape, int[] axes) =>
        axes.Aggregate(1.0, (product, axis) => product * shape[shape.Axis(axis, nameof(VarianceScaling))]);
}
