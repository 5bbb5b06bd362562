namespace Cornea.Layers;

/// <summary>eˣ over the sum of all eˣ along an axis: positive numbers that sum to 1.</summary>
/// <param name="axis">Along which axis, or over which axes together; the last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Source: Keras 3, Softmax. Golden cases: layers/leakyrelu_05.</remarks>
public sealed class Softmax(Shape? axis = null, string? name = null) : Layer(name)
{
    private readonly int[] _axes = axis is { } given ? given.ToArray() : [-1];

    /// <summary>A layer along one axis, which may be counted from the end.</summary>
    public Softmax(int axis, string? name = null)
        : this(null, name) => _axes = [axis];

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        base.GetConfig().With("axis", _axes.Length == 1 ? _axes[0] : ConfigValues.Numbers(_axes));

    internal static Softmax FromConfig(LayerConfig config)
    {
        int[] axes = config.GetIntsOrNull("axis") ?? [-1];
        return axes.Length == 1 ? new Softmax(axes[0], config.GetString("name")) : new Softmax(new Shape(axes), config.GetString("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (_axes.Length == 1) return Ops.Softmax(x, _axes[0]);
        return Ops.Exp(x - Ops.LogSumExp(x, [.. _axes.Select(axis => x.Shape.Axis(axis, Label))], keepDims: true));
    }
}
