using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Lowering;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Where values are large, samples are computed in groups: to the same bits, and only what leaves samples apart.</summary>
public sealed class SampleGroupsTests
{
    private const int Samples = 6;

    private static readonly LoweringOptions Apart = new() { LargeBytes = long.MaxValue }, Grouped = new() { LargeBytes = 4096, GroupBytes = 1 };

    [Fact]
    public void BitsAreThoseOfAllAtOnce()
    {
        int groups = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            (Graph graph, Tensor input) = Traced(x => Network(x, random));
            LoweringOptions options = new() { LargeBytes = 1 << random.Next(8, 15), GroupBytes = 1 << random.Next(8, 16) };
            (float[][] expected, _) = Run(graph, input, Apart);
            (float[][] actual, string plan) = Run(graph, input, options);
            for (int output = 0; output < expected.Length; output++)
                Assert.True(expected[output].AsSpan().SequenceEqual(actual[output]), $"seed {seed}, output {output}:{Environment.NewLine}{plan}");
            if (plan.Contains("groups of samples", StringComparison.Ordinal)) groups++;
        }

        Assert.InRange(groups, 60, 200);
    }

    [Fact]
    public void WhatMixesSamplesIsntGrouped()
    {
        Tensor weights = TestData.Uniform(3, 3, 8, 8);
        Tensor Block(Tensor x) => Ops.Relu(Ops.Conv(x, weights, padding: "same"));
        Assert.Contains("6 groups", Plan(x => Ops.Mean(Block(Block(x)), axis: [1, 2])), StringComparison.Ordinal);
        Assert.DoesNotContain("groups of samples", Plan(x => Ops.Mean(Block(Block(x - Ops.Mean(x, axis: 0, keepDims: true))), axis: [1, 2])), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatWouldPassOnAsMuchAsItSavesIsntGrouped()
    {
        Tensor weights = TestData.Uniform(3, 3, 8, 8);
        Assert.DoesNotContain("groups of samples", Plan(x => Ops.Mean(Ops.Sort(Ops.Conv(x, weights, padding: "same"), axis: 0), axis: [1, 2])), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatReadsLargeWeightsIsntGrouped()
    {
        Assert.Contains("(3, 3, 8, 9)", PartsFor(9)[0], StringComparison.Ordinal);
        string[] parts = PartsFor(9200); // 2.65 MB.
        Assert.DoesNotContain("(3, 3, 8, 9200)", parts[0], StringComparison.Ordinal);
        Assert.Contains("(3, 3, 8, 9200)", parts[1], StringComparison.Ordinal);

        // What each group does, and the rest.
        static string[] PartsFor(int channels)
        {
            Tensor weights = TestData.Uniform(3, 3, 8, 8), last = TestData.Uniform(3, 3, 8, channels);
            Tensor Block(Tensor x) => Ops.Relu(Ops.Conv(x, weights, padding: "same"));
            return Plan(x => Ops.Mean(Ops.Conv(Ops.AveragePool(Block(Block(x)), 4), last, padding: "same"), axis: [1, 2]), new() { LargeBytes = 1, GroupBytes = 1 }).Split("then" + Environment.NewLine);
        }
    }

    /// <summary>Elementwise programs write no large values on their way.</summary>
    [Fact]
    public void WithoutAConvolutionNothingIsGrouped() => Assert.DoesNotContain("groups of samples", Plan(x => Ops.Mean(Ops.Tanh(Ops.Exp(x)), axis: [1, 2])), StringComparison.Ordinal);

    /// <summary>Values that are outputs at the same time are written where the outputs lie, and read there by the rest.</summary>
    [Fact]
    public void LargeOutputsAreWrittenInPlace()
    {
        Tensor weights = TestData.Uniform(3, 3, 8, 8);
        (Graph graph, Tensor input) = Traced(x =>
        {
            Tensor small = Ops.AveragePool(Ops.Relu(Ops.Conv(Ops.Relu(Ops.Conv(x, weights, padding: "same")), weights, padding: "same")), 2);
            return [small, Ops.Sum(small, axis: 0), small];
        });
        (float[][] actual, string plan) = Run(graph, input, Grouped);
        Assert.Contains("groups of samples", plan, StringComparison.Ordinal);
        Assert.Equal(Run(graph, input, Apart).Values, actual);
    }

    [Fact]
    public void RunsAtTheSameTimeDontDisturbEachOther()
    {
        Tensor weights = TestData.Uniform(3, 3, 8, 8);
        (Graph graph, _) = Traced(x => [Ops.Sum(Ops.AveragePool(Ops.Relu(Ops.Conv(Ops.Relu(Ops.Conv(x, weights, padding: "same")), weights, padding: "same")), 2), axis: 0)]);
        IExecutable plan = GraphCompiler.Compile(graph, new CpuExecutor(Grouped));
        Assert.IsType<GroupedPlan>(plan);
        Tensor[] inputs = [.. Enumerable.Range(0, 4).Select(index => TestData.Uniform(Samples, 12, 12, 8) * (index + 1))];
        float[][] expected = Array.ConvertAll(inputs, Run);
        Parallel.For(0, 40, index => Assert.Equal(expected[index % 4], Run(inputs[index % 4])));

        float[] Run(Tensor input)
        {
            Storage output = Storage.Allocate(graph.Outputs[0].Spec.Bytes);
            plan.Run([.. graph.Parameters.Select(parameter => parameter.Kind == ParameterKind.Input ? input.Evaluate() : Evaluator.ValueOf(parameter.Tensor))], [output]);
            return output.Span<float>().ToArray();
        }
    }

    // Layers that a vision network has, with something that mixes samples here and there.
    private static Tensor[] Network(Tensor x, Random random)
    {
        var values = new List<Tensor> { x };
        for (int layer = random.Next(2, 9); layer > 0; layer--)
        {
            Tensor from = values[^(1 + random.Next(Math.Min(2, values.Count)))];
            int channels = from.Shape[3];
            values.Add(random.Next(9) switch
            {
                0 => Ops.Relu(from + TestData.Uniform(channels)),
                1 => from * 0.5f + Ops.Sigmoid(from),
                2 when from.Shape[1] >= 4 => Ops.MaxPool(from, 2),
                3 when from.Shape[1] >= 4 => Ops.AveragePool(from, 2),
                4 => Ops.Concatenate([from, Ops.Relu(from)], axis: 3),
                5 when random.Next(3) == 0 => from - Ops.Mean(from, axis: [0, 1, 2], keepDims: true),
                6 => Ops.DepthwiseConv(from, TestData.Uniform(3, 3, channels, 1), padding: "same"),
                _ => Ops.Conv(from, TestData.Uniform(3, 3, channels, random.Next(2, 17)), padding: "same"),
            });
        }

        Tensor last = values[^1], any = values[random.Next(1, values.Count)];
        return random.Next(3) switch
        {
            0 => [Ops.Mean(last, axis: [1, 2])],
            1 => [Ops.Sum(last), any],
            _ => [Ops.Mean(last, axis: [1, 2]), Ops.Max(any, axis: 0)],
        };
    }

    private static string Plan(Func<Tensor, Tensor> network, LoweringOptions? options = null)
    {
        (Graph graph, Tensor input) = Traced(x => [network(x)]);
        return Run(graph, input, options ?? Grouped).Plan;
    }

    private static (Graph Graph, Tensor Input) Traced(Func<Tensor, Tensor[]> network)
    {
        Tensor input = TestData.Uniform(Samples, 12, 12, 8), placeholder = Tensor.Placeholder(input.Spec);
        using Trace trace = Trace.Begin();
        return (GraphCapture.Traced([placeholder], network(placeholder), trace), input);
    }

    private static (float[][] Values, string Plan) Run(Graph graph, Tensor input, LoweringOptions options)
    {
        Storage[] outputs = [.. graph.Outputs.Select(tensor => Storage.Allocate(tensor.Spec.Bytes))];
        IExecutable plan = GraphCompiler.Compile(graph, new CpuExecutor(options));
        plan.Run([.. graph.Parameters.Select(parameter => parameter.Kind == ParameterKind.Input ? input.Evaluate() : Evaluator.ValueOf(parameter.Tensor))], outputs);
        float[][] values = [.. outputs.Select(output => output.Span<float>().ToArray())];
        GC.KeepAlive(outputs);
        return (values, plan.ToString()!);
    }
}
