namespace Cornea.Layers;

/// <summary>eˣ over the sum of all eˣ along an axis: positive numbers that sum to 1.</summary>
/// <remarks>Source: Keras 3, Softmax. Golden cases: layers/leakyrelu_05.</remarks>
public sealed class Softmax : Layer
{
    private readonly int[] _axes;
    private readonly bool _isList;

    /// <summary>A layer along one axis.</summary>
    /// <param name="axis">Which; negative counts from the end.</param>
    /// <param name="name">Unique within the model.</param>
    public Softmax(int axis = -1, string? name = null)
        : base(name) => _axes = [axis];

    /// <summary>A layer over several axes together.</summary>
    /// <param name="axis">Which; negative ones count from the end.</param>
    /// <param name="name">Unique within the model.</param>
    public Softmax(IReadOnlyList<int> axis, string? name = null)
        : base(name) => (_axes, _isList) = ([.. axis], true);

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        base.GetConfig().With("axis", _isList ? ConfigValues.Numbers(_axes) : _axes[0]);

    internal static Softmax FromConfig(LayerConfig config)
    {
        return config.Json["axis"] is System.Text.Json.Nodes.JsonArray
            ? new Softmax(config.GetInts("axis"), config.GetString("name"))
            : new Softmax(config.GetInt("axis", -1), config.GetString("name"));
    }

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return inputs.Single is { } x && context.Mask is { } mask ? Masked(x, mask) : base.Forward(inputs, context);
    }

    /// <summary>The layer's function where only some positions count; the others become 0.</summary>
    internal Tensor Masked(Tensor x, Tensor mask)
    {
        if (mask.Rank > x.Rank || Enumerable.Range(1, mask.Rank).Any(place => mask.Shape[^place] is var size && size != 1 && size != Shape.Unknown && x.Shape[^place] != Shape.Unknown && size != x.Shape[^place]))
            throw ShapeError($"expected a mask that can be broadcast to the input {x.Shape}, got {mask.Shape}.");
        Tensor counts = mask.DType == DType.Bool ? mask : mask > 0.5;
        return Ops.Where(counts, Forward(Ops.Where(counts, x, LargeNegative), training: false), 0);
    }

    /// <summary>What Keras puts in for values that don't count.</summary>
    internal const double LargeNegative = -1e9;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (_axes.Length == 1) return Ops.Softmax(x, _axes[0]);
        return Ops.Exp(x - Ops.LogSumExp(x, [.. _axes.Select(axis => x.Shape.Axis(axis, Label))], keepDims: true));
    }
}
