namespace Cornea.Layers;

/// <summary>Divides by the Euclidean length over some axes, so that it is 1.</summary>
/// <remarks>Source: Keras 3, UnitNormalization. Golden cases: layers/unit_normalization_*.</remarks>
public sealed class UnitNormalization : Layer
{
    private const double LeastSquare = 1e-12; // Keras' epsilon: zeros stay zeros.
    private readonly int[] _axes;
    private readonly bool _isList;

    /// <summary>A layer over one axis.</summary>
    /// <param name="axis">Over which axis; the last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public UnitNormalization(int axis = -1, string? name = null)
        : base(name) => _axes = [axis];

    /// <summary>A layer over several axes together.</summary>
    /// <param name="axis">Over which axes.</param>
    /// <param name="name">Unique within the model.</param>
    public UnitNormalization(IReadOnlyList<int> axis, string? name = null)
        : base(name) => (_axes, _isList) = ([.. axis], true);

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("axis", _isList ? ConfigValues.Numbers(_axes) : _axes[0]);

    internal static UnitNormalization FromConfig(LayerConfig config) => config.Json["axis"] is System.Text.Json.Nodes.JsonArray
        ? new(config.GetInts("axis"), config.GetString("name"))
        : new(config.GetInt("axis", -1), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) =>
        x * Ops.Rsqrt(Ops.Maximum(Ops.Square(x).Sum([.. _axes.Select(axis => x.Shape.Axis(axis, Label))], keepDims: true), LeastSquare));
}
