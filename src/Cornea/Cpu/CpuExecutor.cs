using Cornea.Cpu.Lowering;
using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu;

/// <summary>Lowers graphs to plans for the processor.</summary>
internal sealed class CpuExecutor(LoweringOptions? options = null) : IExecutor
{
    private readonly LoweringOptions _options = options ?? new LoweringOptions();

    public IExecutable Lower(Graph graph) => SampleGroups.Of(graph, _options.LargeBytes, _options.GroupBytes) is { } groups
        ? new GroupedPlan(groups, part => Lowerer.Lower(part, _options))
        : Lowerer.Lower(graph, _options);
}
