using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;
using Cornea.Tests.Models;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Kernels that run one after the other by rows: to the bits of one after the other, whatever the sizes, the windows and the bands.</summary>
public sealed class RowChainTests
{
    private static readonly Window2D[] Windows =
    [
        new(1, 1), new(3, 3, Same: true), new(3, 3), new(3, 3, StrideHeight: 2, StrideWidth: 2, Same: true), new(5, 5, Same: true), new(2, 3, StrideHeight: 3),
        new(1, 1, StrideHeight: 2, StrideWidth: 2), new(3, 3, DilationHeight: 2, DilationWidth: 2, Same: true),
        new(2, 2, StrideHeight: 2, StrideWidth: 2, PadTop: 3, PadBottom: 3, PadLeft: 3, PadRight: 3), // Windows wholly outside.
    ];

    [Fact]
    public void BitsAreThoseOfOneAfterTheOther()
    {
        int chains = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new System.Random(seed);
            Graph graph = GraphCapture.Loose([Stack(random)]);
            LoweringOptions apart = new() { ChainBytes = long.MaxValue, Winograd = false };
            float[] expected = PlanRun.Of(graph, apart).Values[0];
            foreach (int band in (int[])[1 << random.Next(8, 16), 1 << 20])
            {
                (float[][] actual, string plan) = PlanRun.Of(graph, apart with { ChainBytes = 0, BandBytes = band });
                Assert.True(Bits(expected).SequenceEqual(Bits(actual[0])), $"seed {seed}, bands of {band} bytes:{Environment.NewLine}{plan}");
                if (plan.Contains("by rows", StringComparison.Ordinal)) chains++;
            }
        }

        Assert.InRange(chains, 400, 800);
    }

    [Fact]
    public void WhatOthersReadIsntChained()
    {
        Tensor x = TestData.Uniform(2, 6, 6, 8), wide = Ops.Relu(Pointwise(x, 16)), narrow = Pointwise(wide, 8);
        Assert.True(IsChained(narrow));
        Assert.False(IsChained(narrow, wide));
        Assert.False(IsChained(narrow, Ops.Sum(wide)));
    }

    [Fact]
    public void WhatIsAddedBeforeTheLastIsntChained()
    {
        Tensor sum = Ops.Relu(Pointwise(TestData.Uniform(2, 6, 6, 8), 16) + TestData.Uniform(2, 6, 6, 16));
        Assert.False(IsChained(Pointwise(sum, 8)));
        Assert.True(IsChained(Pointwise(Pointwise(sum, 8), 8) + TestData.Uniform(2, 6, 6, 8)));
    }

    [Fact]
    public void PoolingThatNotesPositionsIsntChained()
    {
        Tensor[] pooled = Node.Emit(new MaxPool(new Window2D(2, 2)), Pointwise(TestData.Uniform(2, 6, 6, 8), 16));
        Assert.True(IsChained(Pointwise(pooled[0], 8)));
        Assert.False(IsChained(Pointwise(pooled[0], 8), pooled[1]));
    }

    [Fact]
    public void SmallValuesArentChained() => Assert.False(IsChained(new LoweringOptions(), Pointwise(Ops.Relu(Pointwise(TestData.Uniform(2, 6, 6, 8), 16)), 8)));

    [Fact]
    public void AnInvertedResidualIsOneStep()
    {
        Tensor x = TestData.Uniform(4, 40, 40, 24);
        Tensor wide = Ops.Relu6(Pointwise(x, 144) + TestData.Uniform(144));
        Tensor filtered = Ops.Relu6(Depthwise(wide, new Window2D(3, 3, Same: true)) + TestData.Uniform(144));
        string plan = PlanRun.Of(GraphCapture.Loose([Pointwise(filtered, 24) + TestData.Uniform(24) + x]), new LoweringOptions()).Plan;
        Assert.Equal(1, plan.Split('\n').Count(line => line.Contains("depthwise", StringComparison.Ordinal)));
        Assert.Equal(1, plan.Split('\n').Count(line => line.Contains("by rows", StringComparison.Ordinal)));
        Assert.DoesNotContain("add(", plan, StringComparison.Ordinal);
    }

    // Two to five convolutions with what may follow their sums, small enough that none is left of no pixel.
    private static Tensor Stack(System.Random random)
    {
        Tensor x = TestData.Uniform(random.Next(1, 11), random.Next(6, 20), random.Next(6, 20), random.Next(1, 24)), first = x;
        for (int stage = random.Next(2, 6); stage > 0; stage--)
        {
            Window2D window = Windows[random.Next(Windows.Length)];
            if (x.Shape[1] < 6 || x.Shape[2] < 6) window = Windows[0];
            if (random.Next(4) == 0)
            {
                Window2D pooled = window with { DilationHeight = 1, DilationWidth = 1 };
                x = Node.Emit(random.Next(2) == 0 ? new MaxPool(pooled) : new AveragePool(pooled), x)[0];
                continue;
            }

            Tensor sums = random.Next(2) == 0 ? Depthwise(x, window)
                : Node.Emit(new Convolution(window, 1), x, TestData.Uniform(window.Height, window.Width, x.Shape[3], random.Next(1, 40)))[0];
            if (random.Next(2) == 0) sums += TestData.Uniform(sums.Shape[3]);
            if (stage == 1 && sums.Shape == first.Shape) sums += first;
            x = random.Next(3) switch { 0 => sums, 1 => Ops.Relu(sums), _ => Ops.Relu6(sums) };
        }

        return x;
    }

    private static bool IsChained(params Tensor[] outputs) => IsChained(new LoweringOptions { ChainBytes = 0 }, outputs);

    private static bool IsChained(LoweringOptions options, params Tensor[] outputs) =>
        new CpuExecutor(options).Lower(GraphCompiler.Optimize(GraphCapture.Loose(outputs))).ToString()!.Contains("by rows", StringComparison.Ordinal);

    private static ReadOnlySpan<int> Bits(float[] values) => System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(values.AsSpan());

    private static Tensor Pointwise(Tensor x, int channels) => Node.Emit(new Convolution(new Window2D(1, 1), 1), x, TestData.Uniform(1, 1, x.Shape[3], channels))[0];

    private static Tensor Depthwise(Tensor x, Window2D window) => Node.Emit(new DepthwiseConvolution(window), x, TestData.Uniform(window.Height, window.Width, x.Shape[3], 1))[0];
}
