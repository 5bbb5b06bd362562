namespace Cornea.Layers;

/// <summary>Divides by the root mean square over some axes, then scales: x / √(mean(x²) + ε) · scale.</summary>
/// <remarks>Weights, of the axes' sizes: scale. Source: Zhang &amp; Sennrich 2019; Keras 3, RMSNormalization. Golden cases: layers/rms_normalization_*.</remarks>
public sealed class RMSNormalization : Layer
{
    private readonly int[] _axes;
    private Variable _scale = null!;

    /// <summary>A layer for some axes.</summary>
    /// <param name="axis">The axes that are normalised together; the last by default.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="name">Unique within the model.</param>
    public RMSNormalization(IReadOnlyList<int>? axis = null, double epsilon = 1e-6, string? name = null)
        : base(name) => (_axes, Epsilon) = ([.. axis ?? [-1]], NotNegative(epsilon, nameof(epsilon)));

    /// <summary>Added to the mean square.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("axis", ConfigValues.Numbers(_axes)).With("epsilon", Epsilon);

    internal static RMSNormalization FromConfig(LayerConfig config) =>
        new(config.GetIntsOrNull("axis"), config.GetDouble("epsilon", 1e-6), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(Shape input) =>
        _scale = AddWeight("scale", [.. Positions(input).Select(position => input[position])], new Initializers.Ones());

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int[] axes = Positions(x.Shape);
        Shape shape = [.. Enumerable.Range(0, x.Rank).Select(position => axes.Contains(position) ? x.Shape[position] : 1)];
        return x * Ops.Rsqrt(Ops.Square(x).Mean(axes, keepDims: true) + Epsilon) * _scale.Value.Reshape(shape);
    }

    private int[] Positions(Shape shape) => [.. _axes.Select(position => shape.Axis(position, Label)).Order()];
}
