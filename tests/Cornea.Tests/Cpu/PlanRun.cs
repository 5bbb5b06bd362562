using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Lowering;
using Cornea.Tests.Models;

namespace Cornea.Tests.Cpu;

/// <summary>A graph compiled with some options and run once.</summary>
/// <param name="Values">Those of each output.</param>
/// <param name="Plan">The plan's text.</param>
internal sealed record PlanRun(float[][] Values, string Plan)
{
    public static PlanRun Of(Graph graph, LoweringOptions options)
    {
        Storage[] outputs = [.. graph.Outputs.Select(tensor => Storage.Allocate(tensor.Spec.Bytes))];
        IExecutable plan = GraphCompiler.Compile(graph, new CpuExecutor(options));
        plan.Run([.. graph.Parameters.Select(parameter => Evaluator.ValueOf(parameter.Tensor))], outputs);
        float[][] values = [.. outputs.Select(output => output.Span<float>().ToArray())];
        GC.KeepAlive(outputs);
        return new PlanRun(values, plan.ToString()!);
    }
}
