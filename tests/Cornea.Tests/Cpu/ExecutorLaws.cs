using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Lowering;
using Cornea.Reference;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>What holds for every graph: the plan computes what the reference computes, and no optimisation changes a bit.</summary>
public class ExecutorLaws
{
    public static TheoryData<string> Networks => [.. SampleGraphs.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void PlanComputesWhatTheReferenceComputes(string name)
    {
        Graph graph = SampleGraphs.Make(name);
        double[][] expected = Run(graph, new ReferenceExecutor().Lower(graph));
        double[][] actual = Run(graph, GraphCompiler.Compile(graph, new CpuExecutor()));
        for (int index = 0; index < expected.Length; index++)
        {
            double largest = expected[index].Select(Math.Abs).Append(0).Max();
            for (int element = 0; element < expected[index].Length; element++)
                Assert.True(
                    Math.Abs(expected[index][element] - actual[index][element]) <= 1e-4 * Math.Abs(expected[index][element]) + 2e-5 * largest + 1e-7,
                    $"{name}: result {index}, element {element}: expected {expected[index][element]}, got {actual[index][element]}");
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void NoOptimisationOfTheExecutorChangesABit(string name)
    {
        Graph graph = GraphCompiler.Optimize(SampleGraphs.Make(name));
        double[][] expected = Run(graph, new CpuExecutor().Lower(graph));
        LoweringOptions[] variants =
        [
            new() { Fuse = false },
            new() { ChainBytes = 0, BandBytes = 1 << 11 },
            new() { LargeBytes = 1, GroupBytes = 1 },
            new() { ReuseMemory = false },
            new() { AssignInPlace = false },
            new() { Fuse = false, ReuseMemory = false, AssignInPlace = false },
        ];
        foreach (LoweringOptions options in variants)
        {
            double[][] actual = Run(graph, new CpuExecutor(options).Lower(graph));
            for (int index = 0; index < expected.Length; index++)
                for (int element = 0; element < expected[index].Length; element++)
                    Assert.True(
                        BitConverter.DoubleToInt64Bits(expected[index][element]) == BitConverter.DoubleToInt64Bits(actual[index][element]),
                        $"{name}, {options}: result {index}, element {element}: {expected[index][element]:R} and {actual[index][element]:R}");
        }
    }

    /// <summary>Outputs, then the final values of the assigned variables.</summary>
    internal static double[][] Run(Graph graph, IExecutable executable, int times = 1)
    {
        Storage[] parameters = [.. graph.Parameters.Select(parameter => SampleGraphs.ValueOf(parameter.Tensor).Clone())];
        Storage[] outputs = [.. graph.Outputs.Select(output => Storage.Allocate(output.Spec.Bytes))];
        for (int run = 0; run < times; run++) executable.Run(parameters, outputs);
        var results = new List<double[]>();
        for (int index = 0; index < outputs.Length; index++)
            results.Add(Tensor.Of(outputs[index], graph.Outputs[index].Spec).ToArray<double>());
        foreach (Assignment assignment in graph.Assignments)
        {
            int index = graph.Parameters.ToList().IndexOf(assignment.Target);
            results.Add(Tensor.Of(parameters[index], assignment.Target.Tensor.Spec).ToArray<double>());
        }

        return [.. results];
    }
}
