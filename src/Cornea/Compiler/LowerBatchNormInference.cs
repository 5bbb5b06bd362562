using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>batch-norm(x; statistics) → x · scale + shift: what couldn't be folded becomes arithmetic that fuses with its neighbours.</summary>
internal sealed class LowerBatchNormInference : IPass
{
    public string Name => "batch-norm lowering";

    public Graph Apply(Graph graph) => GraphRewriter.Rewrite(graph, (node, inputs) =>
    {
        if (node.Op is not BatchNormInference norm) return null;
        (Tensor scale, Tensor shift) = norm.Affine(inputs[1], inputs[2], inputs[3], inputs[4]);
        return [(inputs[0] * scale) + shift];
    });
}
