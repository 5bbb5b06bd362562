using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Plans choose Winograd's convolutions where they serve, and leave them out where that is asked for.</summary>
public sealed class WinogradPlanTests
{
    [Theory]
    [InlineData(true, 16, true)]
    [InlineData(true, 3, false)]
    [InlineData(false, 16, false)]
    public void IsChosenByChannelsAndSwitch(bool isOn, int channels, bool isChosen)
    {
        Tensor[] both =
        [
            Node.Emit(new Convolution(new Window2D(3, 3, Same: true), 1), TestData.Uniform(2, 8, 8, channels), TestData.Uniform(3, 3, channels, 16))[0],
            Node.Emit(new ConvolutionBackwardData(new Window2D(3, 3, Same: true), 1, 8, 8), TestData.Uniform(2, 8, 8, 16), TestData.Uniform(3, 3, channels, 16))[0],
        ];
        string plan = GraphCompiler.Compile(GraphCapture.Loose(both), new CpuExecutor(new LoweringOptions { Winograd = isOn })).ToString()!;

        Assert.Equal(isChosen ? 2 : 0, plan.Split('\n').Count(line => line.Contains("convolution", StringComparison.Ordinal) && line.Contains(", Winograd (", StringComparison.Ordinal)));
    }

    /// <summary>Through a plan, forward and back, within the tolerance of the golden cases: plain sums are the measure.</summary>
    [Fact]
    public void GivesWhatPlainSumsGive()
    {
        Tensor x = TestData.Uniform(2, 9, 8, 17), w = TestData.Uniform(3, 3, 17, 18), dy = TestData.Uniform(2, 9, 8, 18);
        Graph graph = GraphCapture.Loose(
        [
            Node.Emit(new Convolution(new Window2D(3, 3, Same: true), 1), x, w)[0],
            Node.Emit(new ConvolutionBackwardData(new Window2D(3, 3, Same: true), 1, 9, 8), dy, w)[0],
        ]);
        float[][] expected = PlanRun.Of(graph, new LoweringOptions { Winograd = false }).Values, actual = PlanRun.Of(graph, new LoweringOptions { Winograd = true }).Values;
        for (int output = 0; output < 2; output++)
        {
            Assert.NotEqual(expected[output], actual[output]); // Other low bits, or it wasn't Winograd's.
            float largest = expected[output].Max(MathF.Abs);
            for (int index = 0; index < expected[output].Length; index++)
                Assert.Equal(expected[output][index], actual[output][index], tolerance: (1e-4f * MathF.Abs(expected[output][index])) + (1e-5f * largest));
        }
    }
}
