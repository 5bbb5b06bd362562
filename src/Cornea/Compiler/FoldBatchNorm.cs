using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>
/// batch-norm(conv(x, w) [+ b]) → conv(x, w · scale) + shift, where statistics and weights are stable: then scale, shift and the scaled
/// weights are computed once, before the first run. Changes low bits; <c>CORNEA_FOLD_BATCH_NORM=0</c> switches it off.
/// </summary>
internal sealed class FoldBatchNorm : IPass
{
    public string Name => "batch-norm folding";

    public Graph Apply(Graph graph)
    {
        if (Environment.GetEnvironmentVariable("CORNEA_FOLD_BATCH_NORM") == "0") return graph;
        HashSet<Tensor> stable = StableValues.Of(graph);
        Dictionary<Tensor, int> uses = graph.CountUses();
        return GraphRewriter.Rewrite(graph, (node, inputs) =>
        {
            if (node.Op is not BatchNormInference norm || !node.Inputs.Skip(1).All(stable.Contains)) return null;
            Tensor before = node.Inputs[0];
            Tensor? bias = null;
            if (before.Producer is { Op: Binary { Function: BinaryFunction.Add } } sum && uses[before] == 1 && stable.Contains(sum.Inputs[1]))
                (before, bias) = (sum.Inputs[0], sum.Inputs[1]);
            if (before.Producer is not { } convolution || uses[before] != 1 || !stable.Contains(convolution.Inputs[^1])) return null;
            (Tensor scale, Tensor shift) = norm.Affine(inputs[1], inputs[2], inputs[3], inputs[4]);
            Node? rewritten = inputs[0].Producer; // The inputs are rewritten already: find the convolution again among them.
            if (bias is not null) rewritten = rewritten?.Inputs[0].Producer;
            if (rewritten is null) return null;
            Tensor x = rewritten.Inputs[0], w = rewritten.Inputs[^1];
            Tensor? scaled = rewritten.Op switch
            {
                Convolution => w * scale,
                MatMul { TransposeB: false } => w * scale,
                DepthwiseConvolution => w * scale.Reshape(w.Shape[2..]),
                _ => null,
            };
            if (scaled is null) return null;
            if (bias is not null) shift = (bias * scale) + shift;
            return [Node.Emit(rewritten.Op, x, scaled)[0] + shift];
        });
    }
}
