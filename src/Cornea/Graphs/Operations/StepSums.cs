namespace Cornea.Graphs.Operations;

/// <summary>
/// Sums over a scan's steps, from all steps' values at once: Σₜ aₜᵀ · bₜ is one product of tall matrices, Σₜ sum(xₜ) one sum. What has
/// another form must be added up step by step.
/// </summary>
/// <param name="all">The values that a step's tensor has in all steps, along a first axis; null for what is the same at each step.</param>
internal sealed class StepSums(Func<Tensor, Func<Tensor[], Tensor>?> all)
{
    /// <summary>The terms of a step's value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isWhole">What isn't looked into.</param>
    public static List<Tensor> Terms(Tensor value, Func<Tensor, bool> isWhole)
    {
        var terms = new List<Tensor>();
        var pending = new Stack<Tensor>([value]);
        while (pending.TryPop(out Tensor? tensor))
        {
            bool isSum = !isWhole(tensor) && tensor.Producer is { Op: Binary { Function: BinaryFunction.Add } } sum
                && sum.Inputs.All(input => input.Shape == value.Shape && input.Literal is null);
            if (!isSum) terms.Add(tensor);
            else foreach (Tensor input in tensor.Producer!.Inputs) pending.Push(input);
        }

        return terms;
    }

    /// <summary>How a term's sum over all steps follows from the emitted scan's results; null where there is no such way.</summary>
    public Func<Tensor[], Tensor>? Sum(Tensor term)
    {
        Tensor inner = term.Producer is { Op: Reshape } reshape ? reshape.Inputs[0] : term;
        return inner.Producer switch
        {
            { Op: MatMul { TransposeA: true, TransposeB: false } } product when ReferenceEquals(inner, term) && term.Rank == 2 => Product(product),
            { Op: Reduce { Function: ReduceFunction.Sum } reduce } node => Total(reduce, node.Inputs[0], term.Shape),
            _ => null,
        };
    }

    private Func<Tensor[], Tensor>? Product(Node product)
    {
        if (all(product.Inputs[0]) is not { } left || all(product.Inputs[1]) is not { } right) return null;
        return results => Node.Emit(product.Op, Tall(left(results)), Tall(right(results)))[0];
    }

    private Func<Tensor[], Tensor>? Total(Reduce reduce, Tensor x, Shape shape)
    {
        if (all(x) is not { } values) return null;
        Shape axes = [0, .. reduce.Axes.Select(axis => axis + 1)];
        return results => Node.Emit(new Reduce(ReduceFunction.Sum, axes), values(results))[0].Reshape(shape);
    }

    // [steps, rows, columns] → [steps · rows, columns].
    private static Tensor Tall(Tensor stacked) => stacked.Reshape([AxisSize.Product("Scan", stacked.Shape[0], stacked.Shape[1]), stacked.Shape[2]]);
}
