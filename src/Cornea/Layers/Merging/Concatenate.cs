namespace Cornea.Layers;

/// <summary>Several tensors one after the other along an axis.</summary>
/// <param name="axis">Along which; the last by default. Not the batch's.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input: tensors of one rank that agree on all other axes.</para>
/// <para>Source: Keras 3, Concatenate. Golden cases: layers/merging_06.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the shapes don't agree.</exception>
public sealed class Concatenate(int axis = -1, string? name = null) : Layer(name)
{
    /// <summary>Along which axis.</summary>
    public int Axis { get; } = axis;

    /// <summary>Joins tensors into one.</summary>
    /// <param name="inputs">At least one.</param>
    /// <param name="training">Makes no difference here.</param>
    public new Tensor Call(TensorList inputs, bool? training = null) => base.Call(inputs, training).Single;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("axis", Axis);

    internal static Concatenate FromConfig(LayerConfig config) => new(config.GetInt("axis", -1), config.GetString("name"));

    private protected override void CheckInputs(TensorList inputs)
    {
        base.CheckInputs(inputs);
        Shape first = inputs[0].Shape;
        int along = first.Axis(Axis, Label);
        foreach (Shape other in inputs.Select(input => input.Shape))
        {
            bool fits = other.Rank == first.Rank && Enumerable.Range(0, first.Rank).All(
                position => position == along || first[position] == other[position] || first[position] == Shape.Unknown || other[position] == Shape.Unknown);
            if (!fits)
                throw ShapeError($"expected inputs that agree on all axes but {Axis}, got {string.Join(", ", inputs.Select(input => input.Shape))}.");
        }
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context) => Ops.Concatenate(inputs, Axis);

    // A step counts where it counts along the whole of the joined axis; inputs without a mask count everywhere.
    /// <inheritdoc/>
    protected override Tensor?[] ComputeMasks(TensorList inputs, IReadOnlyList<Tensor?> masks, TensorList outputs)
    {
        if (masks.All(mask => mask is null)) return [null];
        Tensor[] spread = [.. inputs.Select((input, index) => Spread(input, masks[index]))];
        return [Ops.Any(Ops.Concatenate(spread, Axis), [-1])];

        static Tensor Spread(Tensor input, Tensor? mask)
        {
            if (mask is null) return Ops.Full(input.Shape, 1, DType.Bool);
            return mask.Rank < input.Rank ? mask.Cast(DType.Bool).ExpandDims(-1).BroadcastTo(input.Shape) : mask.Cast(DType.Bool);
        }
    }
}
