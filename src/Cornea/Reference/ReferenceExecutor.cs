using Cornea.Graphs;

namespace Cornea.Reference;

/// <summary>One plain loop in double precision for each operation: what every pass, kernel and later device is tested against.</summary>
internal sealed class ReferenceExecutor : IExecutor
{
    public IExecutable Lower(Graph graph) => new ReferenceExecutable(graph);
}
