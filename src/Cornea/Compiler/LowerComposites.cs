using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>
/// batch-norm(x; statistics) → x · scale + shift, mean → sum · (1 / count), a reduction over axes that lie apart → one after the other:
/// what is easier said in graphs than in kernels becomes arithmetic that fuses with its neighbours.
/// </summary>
internal sealed class LowerComposites : IPass
{
    public string Name => "composites";

    public Graph Apply(Graph graph) => GraphRewriter.Rewrite(graph, (node, inputs) => node.Op switch
    {
        BatchNormInference norm => [OfBatchNorm(norm, inputs)],
        Reduce reduce when node.Outputs[0].DType == DType.Float32 => OfReduce(reduce, inputs[0]) is { } lowered ? [lowered] : null,
        _ => null,
    });

    private static Tensor OfBatchNorm(BatchNormInference norm, Tensor[] inputs)
    {
        (Tensor scale, Tensor shift) = norm.Affine(inputs[1], inputs[2], inputs[3], inputs[4]);
        return (inputs[0] * scale) + shift;
    }

    private static Tensor? OfReduce(Reduce reduce, Tensor x)
    {
        if (x.DType != DType.Float32) x = x.Cast(DType.Float32); // The mean of integers is none.
        int[] axes = [.. reduce.Axes.Where(axis => x.Shape[axis] != 1)];
        if (axes.Length == 0) return x; // Joining single values changes nothing.
        if (reduce.Function == ReduceFunction.Mean)
            return Node.Emit(reduce with { Function = ReduceFunction.Sum }, x)[0] * (1.0 / reduce.Count(x.Shape));
        int last = axes.Length - 1;
        while (last > 0 && AreNeighbours(axes[last - 1], axes[last], x.Shape)) last--;
        if (last == 0) return null;
        Tensor inner = Node.Emit(reduce with { Axes = axes[last..] }, x)[0];
        return Node.Emit(reduce with { Axes = axes[..last] }, inner)[0];
    }

    private static bool AreNeighbours(int first, int second, Shape shape)
    {
        for (int axis = first + 1; axis < second; axis++)
            if (shape[axis] != 1) return false;
        return true;
    }
}
