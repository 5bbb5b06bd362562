using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>
/// scan(body) → scan(body after all passes, without what nobody reads): the graph inside is rewritten like the one around it. Numbers it
/// captured move in, carries that stay as they are become captures, and it gets tensors of its own.
/// </summary>
internal sealed class ScanBodies : IPass
{
    public string Name => "scan bodies";

    public Graph Apply(Graph graph)
    {
        var read = new HashSet<Tensor>(graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Roots), ReferenceEqualityComparer.Instance);
        return GraphRewriter.Rewrite(graph, (node, inputs) =>
        {
            if (node.Op is not Scan scan) return null;
            var rewrite = new ScanRewrite(scan, inputs);
            rewrite.MoveNumbersIn();
            rewrite.KeepOutputs(index => read.Contains(node.Outputs[index]));
            rewrite.Optimize();
            return rewrite.Emit(node.Outputs);
        });
    }
}
