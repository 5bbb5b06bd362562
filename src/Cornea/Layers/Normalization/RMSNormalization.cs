namespace Cornea.Layers;

/// <summary>Divides by the root mean square over some axes, then scales: x / √(mean(x²) + ε) · scale.</summary>
/// <param name="axis">Over which axes; the last by default.</param>
/// <param name="epsilon">Added to the mean square.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Weights, of the axes' sizes: scale. Source: Zhang &amp; Sennrich 2019; Keras 3, RMSNormalization. Golden cases: layers/rms_normalization_*.</remarks>
public sealed class RMSNormalization(IReadOnlyList<int>? axis = null, double epsilon = 1e-6, string? name = null) : Layer(name)
{
    private readonly int[] _axes = [.. axis ?? [-1]];
    private Variable _scale = null!;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("axis", ConfigValues.Numbers(_axes)).With("epsilon", epsilon);

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
        return x * Ops.Rsqrt(Ops.Square(x).Mean(axes, keepDims: true) + epsilon) * _scale.Value.Reshape(shape);
    }

    private int[] Positions(Shape shape) => [.. _axes.Select(position => shape.Axis(position, Label)).Order()];
}
