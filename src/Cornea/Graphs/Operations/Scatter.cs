using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>How <see cref="Scatter"/> joins an update with what stands there.</summary>
internal enum ScatterFunction
{
    Set, Add, Maximum, Minimum, Multiply,
}

/// <summary>x [n, inner] with rows of updates [m, inner] joined in at int32 indices [m], in their order; negative ones count from the end.</summary>
/// <remarks>Maximum and minimum share the gradient equally among ties. Of rows set twice the last stays, but each gets the gradient.</remarks>
internal sealed record Scatter(ScatterFunction Function) : Op
{
    public override string Attributes => $"{Function}";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape, indices = inputs[1].Shape, updates = inputs[2].Shape;
        if (inputs[1].DType != DType.Int32) throw new ArgumentException($"Scatter: expected int32 indices, got {inputs[1].DType}; use Cast.");
        if (x.Rank != 2 || indices.Rank != 1 || updates.Rank != 2 || !Shape.Agree(updates, [indices[0], x[1]]))
            throw new ShapeException($"Scatter: expected x [n, inner], indices [m] and updates [m, inner], got {x}, {indices} and {updates}.");
        return [inputs[0]];
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null, null];
        Tensor x = node.Inputs[0], indices = node.Inputs[1], updates = node.Inputs[2], y = node.Outputs[0];
        Tensor At(Tensor value) => Node.Emit(new Gather(0), value, indices)[0];
        switch (Function)
        {
            case ScatterFunction.Set:
                return [Node.Emit(this, dy, indices, ZerosLike(updates))[0], null, At(dy)];
            case ScatterFunction.Add:
                return [dy, null, At(dy)];
            case ScatterFunction.Multiply:
                Tensor slopes = ProductsOfOthers(Concatenate([x, updates]), Concatenate([Arange(x.Shape[0]), FromFront(indices, x.Shape[0])]), dy);
                return [Slice(slopes, 0, 0, x.Shape[0]), null, Slice(slopes, 0, x.Shape[0], indices.Shape[0])];
            default:
                Tensor own = Equal(x, y).Cast(dy.DType), theirs = Equal(updates, At(y)).Cast(dy.DType);
                Tensor ties = Node.Emit(new Scatter(ScatterFunction.Add), own, indices, theirs)[0];
                Tensor share = DivideNoNan(dy, ties);
                return [own * share, null, theirs * At(share)];
        }
    }

    private static Tensor FromFront(Tensor indices, int size) => Where(indices < 0, indices + size, indices);

    // For each row of factors dy at its cell times the cell's other factors. Sorted by their cells the factors are multiplied up from both
    // sides, beginning anew at each cell, so that zeros lose nothing.
    private static Tensor ProductsOfOthers(Tensor factors, Tensor cells, Tensor dy)
    {
        Tensor order = ArgSort(cells), sorted = Take(factors, order, 0), ids = Take(cells, order, 0);
        Tensor others = Upto(reverse: false) * Upto(reverse: true);
        return Take(others, ArgSort(order), 0) * Take(dy, cells, 0);

        Tensor Upto(bool reverse)
        {
            Tensor begins = NotEqual(ids, LinearRecurrence.Before(ids, 0, reverse, -1)).ExpandDims(1);
            Tensor factor = Where(begins, 0, LinearRecurrence.Before(sorted, 0, reverse, 1));
            return Node.Emit(new LinearRecurrence(0, reverse), factor, begins.Cast(factors.DType).BroadcastTo(factors.Shape))[0];
        }
    }
}
