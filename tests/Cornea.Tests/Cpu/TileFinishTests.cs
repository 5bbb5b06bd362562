using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;
using Cornea.Tests.Models;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Convolutions add bias and residual and apply the activation tile by tile: to the bits of the operations one after the other.</summary>
public sealed class TileFinishTests
{
    private static readonly Window2D[] Windows =
    [
        new(1, 1), new(3, 3, Same: true), new(3, 3), new(2, 2, StrideHeight: 2, StrideWidth: 2, PadTop: 3, PadBottom: 3, PadLeft: 3, PadRight: 3), // Windows wholly outside.
        new(3, 3, StrideHeight: 2, StrideWidth: 2, Same: true), new(5, 5, Same: true),
    ];

    [Fact]
    public void BitsAreThoseOfTheOperations() => Compare(200);

    [Fact]
    public void AnyVectorWidthGivesTheSameBits() => WidthRunner.AssertSameOnAllWidths(Probe);

    private static string Probe() => Compare(40);

    // A hash of all results.
    private static string Compare(int tests)
    {
        var random = new System.Random(81);
        using var hash = new ResultHash();
        for (int test = 0; test < tests; test++)
        {
            Tensor x = WithExtremes(random, TestData.Uniform(random.Next(1, 4), random.Next(5, 12), random.Next(5, 12), 4 * random.Next(1, 9)));
            Window2D window = Windows[random.Next(Windows.Length)];
            Graph graph = GraphCapture.Loose([Finished(random, Sums(random, x, window))]);
            bool winograd = random.Next(2) == 0;
            float[] expected = PlanRun.Of(graph, new LoweringOptions { Fuse = false, Winograd = winograd }).Values[0];
            (float[][] values, string plan) = PlanRun.Of(graph, new LoweringOptions { Winograd = winograd });
            float[] actual = values[0];

            Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
            Assert.DoesNotContain("then", plan, StringComparison.Ordinal);
            Assert.Equal(0, plan.Split('\n').Count(line => line.Contains("relu(", StringComparison.Ordinal) || line.Contains("add(", StringComparison.Ordinal)));
            hash.Add([.. actual.Select(value => float.IsNaN(value) ? float.NaN : value)]); // Which NaN it is depends on the machine.
        }

        return hash.ToString();
    }

    [Fact]
    public void WhatOthersReadIsntFinished()
    {
        Tensor x = TestData.Uniform(2, 6, 6, 8), w = TestData.Uniform(1, 1, 8, 8);
        Tensor sums = Node.Emit(new Convolution(new Window2D(1, 1), 1), x, w)[0], finished = Ops.Relu(sums);
        Graph graph = GraphCapture.Loose([finished, sums]);

        string plan = PlanRun.Of(graph, new LoweringOptions()).Plan;

        Assert.Contains("relu(", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherOperationsFollowTheKernel()
    {
        Tensor x = TestData.Uniform(2, 6, 6, 8), w = TestData.Uniform(1, 1, 8, 8), bias = TestData.Uniform(8);
        Tensor Sums() => Node.Emit(new Convolution(new Window2D(1, 1), 1), x, w)[0];
        Tensor[] others = [Ops.Relu(Sums()) + bias, Sums() * bias, Sums() - bias, Ops.Tanh(Sums() + bias), Ops.Relu(Sums() + TestData.Uniform(6, 8)), Ops.Relu(Sums() + 1)];
        foreach (Tensor other in others)
        {
            Graph graph = GraphCapture.Loose([other]);
            float[] expected = PlanRun.Of(graph, new LoweringOptions { Fuse = false }).Values[0];
            (float[][] actual, string plan) = PlanRun.Of(graph, new LoweringOptions());
            Assert.Equal(expected, actual[0]);
            Assert.Contains("then", plan, StringComparison.Ordinal);
        }
    }

    // Now and then a number that isn't one, is infinite, or a zero below zero: what an activation and an order of operations could take for another.
    private static Tensor WithExtremes(System.Random random, Tensor x)
    {
        float[] extremes = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.MaxValue, float.Epsilon], values = x.ToArray<float>();
        int count = random.Next(2) == 0 ? 0 : random.Next(1, 6);
        for (int change = 0; change < count; change++) values[random.Next(values.Length)] = extremes[random.Next(extremes.Length)];
        return Tensor.From(values, x.Shape);
    }

    private static Tensor Sums(System.Random random, Tensor x, Window2D window)
    {
        int channels = x.Shape[3];
        if (random.Next(3) == 0)
            return Node.Emit(new DepthwiseConvolution(window), x, TestData.Uniform(window.Height, window.Width, channels, random.Next(1, 3)))[0];
        int groups = random.Next(4) == 0 ? 4 : 1;
        if (random.Next(3) == 0)
        {
            // What a transposed convolution is: from the smaller image to the larger one.
            Shape small = window.Output(x.Shape, groups * random.Next(1, 9), "test");
            return Node.Emit(new ConvolutionBackwardData(window, groups, x.Shape[1], x.Shape[2]), WithExtremes(random, TestData.Uniform([.. small])), TestData.Uniform(window.Height, window.Width, channels / groups, small[3]))[0];
        }

        return Node.Emit(new Convolution(window, groups), x, TestData.Uniform(window.Height, window.Width, channels / groups, groups * Channels(random)))[0];
    }

    // Also whole panels of one, two and three vectors, which kernels take otherwise than what is left of one.
    private static int Channels(System.Random random) => random.Next(2) == 0 ? 16 * random.Next(1, 8) : random.Next(1, 60);

    private static Tensor Finished(System.Random random, Tensor sums)
    {
        int which = random.Next(1, 12);
        Tensor value = sums;
        if ((which & 1) != 0)
        {
            Tensor bias = TestData.Uniform(sums.Shape[3]);
            value = random.Next(2) == 0 ? value + bias : bias + value;
        }

        if ((which & 2) != 0)
        {
            Tensor residual = TestData.Uniform([.. sums.Shape]);
            value = random.Next(2) == 0 ? value + residual : residual + value;
        }

        return which < 4 ? value : which < 8 ? Ops.Relu(value) : Ops.Relu6(value);
    }
}
