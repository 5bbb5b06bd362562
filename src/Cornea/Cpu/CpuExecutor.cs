using Cornea.Cpu.Lowering;
using Cornea.Graphs;
using Cornea.Reference;

namespace Cornea.Cpu;

/// <summary>Lowers graphs to plans for the processor. Graphs with double-precision arithmetic go to the reference executor whole.</summary>
internal sealed class CpuExecutor(LoweringOptions? options = null) : IExecutor
{
    private readonly LoweringOptions _options = options ?? new LoweringOptions();

    public IExecutable Lower(Graph graph) =>
        IsDouble(graph) ? new ReferenceExecutor().Lower(graph) : Lowerer.Lower(graph, _options);

    private static bool IsDouble(Graph graph) => graph.Nodes.Any(
        node => node.Outputs.Any(output => output.DType == DType.Float64) || (node.Op.Region is { } region && IsDouble(region.Graph)));
}
