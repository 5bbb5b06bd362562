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
        Reduce reduce when node.Outputs[0].DType is var dtype && (dtype == DType.Float32 || dtype == DType.Int32 || dtype == DType.Int64) =>
            OfReduce(reduce, inputs[0].DType == dtype ? inputs[0] : inputs[0].Cast(dtype)) is { } lowered ? [lowered] : null, // Means of integers are none, sums of truth values count.
        _ => null,
    });

    private static Tensor OfBatchNorm(BatchNormInference norm, Tensor[] inputs)
    {
        (Tensor scale, Tensor shift) = norm.Affine(inputs[1], inputs[2], inputs[3], inputs[4]);
        return (inputs[0] * scale) + shift;
    }

    private static Tensor? OfReduce(Reduce reduce, Tensor x)
    {
        int[] axes = [.. reduce.Axes.Where(axis => x.Shape[axis] != 1)];
        if (axes.Length == 0) return x; // Joining single values changes nothing.
        if (reduce.Function == ReduceFunction.Mean) return OverNeighbours(ReduceFunction.Sum, axes, x) * (1.0 / reduce.Count(x.Shape));
        return FirstOfNeighbours(axes, x.Shape) > 0 ? OverNeighbours(reduce.Function, axes, x) : null;
    }

    // One group of neighbouring axes after the other, the last first: what a kernel can do.
    private static Tensor OverNeighbours(ReduceFunction function, int[] axes, Tensor x)
    {
        while (axes.Length > 0)
        {
            int first = FirstOfNeighbours(axes, x.Shape);
            x = Node.Emit(new Reduce(function, axes[first..]), x)[0];
            axes = axes[..first];
        }

        return x;
    }

    // Where in axes the group begins that the last of them belongs to.
    private static int FirstOfNeighbours(int[] axes, Shape shape)
    {
        int first = axes.Length - 1;
        while (first > 0 && AreNeighbours(axes[first - 1], axes[first], shape)) first--;
        return first;
    }

    private static bool AreNeighbours(int first, int second, Shape shape)
    {
        for (int axis = first + 1; axis < second; axis++)
            if (shape[axis] != 1) return false;
        return true;
    }
}
