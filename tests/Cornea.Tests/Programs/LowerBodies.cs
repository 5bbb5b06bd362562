using Cornea.Compiler;
using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Tests.Programs;

/// <summary>scan(body) → scan(body whose composites are lowered): else a mean in a loop would run its reference loop.</summary>
internal sealed class LowerBodies : IPass
{
    public string Name => "lower bodies";

    public Graph Apply(Graph graph) => GraphRewriter.Rewrite(graph, (node, inputs) =>
    {
        if (node.Op is not Scan scan) return null;
        Graph body = scan.Body.On([.. scan.Body.Graph.Parameters.Select(parameter => parameter.Tensor.Spec)]).Graph;
        return Node.Emit(scan with { Body = new Region(Apply(new LowerComposites().Apply(body))) }, inputs);
    });
}
