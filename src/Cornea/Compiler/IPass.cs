using Cornea.Graphs;

namespace Cornea.Compiler;

/// <summary>One rewriting of graphs, the same for every device: before → after as its first line says, in near-linear time.</summary>
internal interface IPass
{
    string Name { get; }

    Graph Apply(Graph graph);
}
