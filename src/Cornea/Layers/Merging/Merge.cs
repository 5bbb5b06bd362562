namespace Cornea.Layers;

/// <summary>What layers that join several tensors element by element share: broadcasting as Keras does it, and checks.</summary>
public abstract class Merge(string? name) : Layer(name)
{
    /// <summary>Joins tensors into one.</summary>
    /// <param name="inputs">At least two; shapes are broadcast together.</param>
    /// <param name="training">Makes no difference here.</param>
    public new Tensor Call(TensorList inputs, bool? training = null) => base.Call(inputs, training).Single;

    /// <summary>Joins two tensors that have been brought to one rank.</summary>
    private protected abstract Tensor Join(Tensor a, Tensor b);

    /// <summary>What is done with all joined together; nothing, as a rule.</summary>
    private protected virtual Tensor Finish(Tensor joined, int count) => joined;

    private protected override void CheckInputs(TensorList inputs)
    {
        base.CheckInputs(inputs);
        CheckCount(inputs);
        Shape joined = inputs[0].Shape;
        for (int index = 1; index < inputs.Count; index++)
        {
            try
            {
                joined = Shape.Broadcast(Spread(joined, inputs[index].Rank), Spread(inputs[index].Shape, joined.Rank), Label);
            }
            catch (ShapeException)
            {
                throw ShapeError($"expected inputs whose shapes can be broadcast together, got {string.Join(", ", inputs.Select(input => input.Shape))}.");
            }
        }
    }

    private protected virtual void CheckCount(TensorList inputs)
    {
        if (inputs.Count < 2) throw new ArgumentException($"{Label}: expected a list of at least 2 inputs, got {inputs.Count}.");
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        int rank = inputs.Max(input => input.Rank);
        Tensor joined = Widen(inputs[0], rank);
        for (int index = 1; index < inputs.Count; index++) joined = Join(joined, Widen(inputs[index], rank));
        return Finish(joined, inputs.Count);
    }

    // A step counts where it counts in any input; if one has no mask, all count.
    /// <inheritdoc/>
    protected override Tensor?[] ComputeMasks(TensorList inputs, IReadOnlyList<Tensor?> masks, TensorList outputs) =>
        [masks.Any(mask => mask is null) ? null : masks.Aggregate((a, b) => Ops.LogicalOr(a!, b!))];

    // Tensors of a lower rank get axes of size 1 after the batch's, as in Keras: it's samples that are broadcast, not batches.
    private static Tensor Widen(Tensor x, int rank)
    {
        while (x.Rank < rank) x = x.ExpandDims(x.Rank == 0 ? 0 : 1);
        return x;
    }

    private static Shape Spread(Shape shape, int rank)
    {
        while (shape.Rank < rank) shape = shape.Insert(shape.Rank == 0 ? 0 : 1, 1);
        return shape;
    }
}
