using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Reference;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>
/// Windows whose size, stride or dilation is far beyond the image: the kernels, which see what the pass on windows left, give what the
/// reference loop gives, which walks over the window as it was.
/// </summary>
public class WindowLaws
{
    private static readonly int[] Steps = [1, 2, 3, 5, 10_000, 1 << 30, int.MaxValue];

    private static readonly Dictionary<string, Func<Draw, Tensor>> Cases = new()
    {
        ["Convolution"] = draw => Weighted(draw, (window, x, w, dy) => Node.Emit(new Convolution(window, 1), x, w)[0]),
        ["ConvolutionBackwardData"] = draw => Weighted(draw, (window, x, w, dy) =>
            Node.Emit(new ConvolutionBackwardData(window, 1, x.Shape[1], x.Shape[2]), dy, w)[0]),
        ["ConvolutionBackwardWeights"] = draw => Weighted(draw, (window, x, w, dy) => Node.Emit(new ConvolutionBackwardWeights(window, 1), x, dy)[0]),
        ["DepthwiseConvolution"] = draw => Weighted(draw, (window, x, w, dy) => Node.Emit(new DepthwiseConvolution(window), x, w)[0]),
        ["DepthwiseBackwardData"] = draw => Weighted(draw, (window, x, w, dy) =>
            Node.Emit(new DepthwiseBackwardData(window, x.Shape[1], x.Shape[2]), Ops.Concatenate([dy, dy], -1), w)[0]),
        ["DepthwiseBackwardWeights"] = draw => Weighted(draw, (window, x, w, dy) =>
            Node.Emit(new DepthwiseBackwardWeights(window), x, Ops.Concatenate([dy, dy], -1))[0]),
        ["AveragePool"] = draw => Pooled(draw, (window, x) => Node.Emit(new AveragePool(window), x)[0]),
        ["MaxPool"] = draw => Pooled(draw, (window, x) => Node.Emit(new MaxPool(window), x)[0]),
        ["AveragePoolGradient"] = draw => Pooled(draw, (window, x) => Gradients.Of(Ops.Sum(Ops.Square(Node.Emit(new AveragePool(window), x)[0])), x)),
        ["MaxPoolGradient"] = draw => Pooled(draw, (window, x) => Gradients.Of(Ops.Sum(Ops.Square(Node.Emit(new MaxPool(window), x)[0])), x)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatNeverMeetsTheImageIsLeftOut(string name)
    {
        var draw = new Draw(77);
        for (int round = 0; round < 40; round++)
        {
            Tensor result = Cases[name](draw);
            Graph graph = GraphCapture.Loose([result]);
            double[] expected = Run(graph, new ReferenceExecutor().Lower(graph)), actual = Run(graph, GraphCompiler.Compile(graph, new CpuExecutor()));
            for (int index = 0; index < expected.Length; index++)
                Assert.True(expected[index] == actual[index] || Math.Abs(expected[index] - actual[index]) < 1e-4, $"round {round}, {result.Producer!.Op}: {index} is {actual[index]}, not {expected[index]}.");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ADilationFarBeyondTheImageCopiesNoBorder(int axes)
    {
        Shape x = [1, .. Enumerable.Repeat(4, axes), 2], w = [.. Enumerable.Repeat(3, axes), 2, 2];
        ExtremeNumbers.Outcome(
            $"{axes} axes",
            () =>
            {
                foreach (int dilation in Steps)
                {
                    double[] values = Ops.Conv(Ops.Ones(x), Ops.Ones(w), padding: "same", dilationRate: dilation).ToArray<double>();
                    if (dilation >= 4) Assert.All(values, value => Assert.Equal(2, value)); // The middle alone lies on the image, for each of two channels.
                }
            },
            _ => false);
    }

    private static double[] Run(Graph graph, IExecutable executable)
    {
        Storage output = Storage.Allocate(graph.Outputs[0].Spec.Bytes);
        executable.Run([.. graph.Parameters.Select(parameter => Evaluator.ValueOf(parameter.Tensor))], [output]);
        return Tensor.Of(output, graph.Outputs[0].Spec).ToArray<double>();
    }

    private static WindowAxis Axis(Draw draw, int size, int window, bool same, int dilation)
    {
        int stride = Steps[draw.Int(0, Steps.Length - 1)];
        var axis = new WindowAxis(window, stride, dilation, same);
        if (same) return axis;
        long room = Math.Max(0, axis.Reach - size); // Enough padding for one window at least, anywhere around the axis.
        long before = draw.Int(0, 2) switch { 0 => 0, 1 => room / 2, _ => room };
        return axis with { PadBefore = before + draw.Int(0, 2), PadAfter = room - before + draw.Int(0, 2) };
    }

    private static Tensor Weighted(Draw draw, Func<Window2D, Tensor, Tensor, Tensor, Tensor> apply)
    {
        (Tensor x, Window2D window) = Image(draw, draw.Int(1, 4), draw.Int(1, 4), () => Steps[draw.Int(0, Steps.Length - 1)]);
        Tensor w = draw.Tensor([window.Height, window.Width, 2, 2]).Cast(DType.Float32);
        Tensor dy = draw.Tensor(window.Output(x.Shape, 2, "test")).Cast(DType.Float32);
        return apply(window, x, w, dy);
    }

    private static Tensor Pooled(Draw draw, Func<Window2D, Tensor, Tensor> apply)
    {
        bool isTall = draw.Int(0, 1) == 0;
        int huge = Steps[draw.Int(0, Steps.Length - 1)], small = huge > 10_000 ? 1 : draw.Int(1, 2); // The reference numbers the whole window's elements.
        (Tensor x, Window2D window) = Image(draw, isTall ? huge : 1, isTall ? small : huge, () => 1);
        return apply(window, Ops.Watch(x));
    }

    private static (Tensor X, Window2D Window) Image(Draw draw, int height, int width, Func<int> dilation)
    {
        Tensor x = draw.Tensor([draw.Int(1, 2), draw.Int(1, 6), draw.Int(1, 6), 2]).Cast(DType.Float32);
        bool same = draw.Int(0, 1) == 0;
        return (x, Window2D.Of(Axis(draw, x.Shape[1], height, same, dilation()), Axis(draw, x.Shape[2], width, same, dilation())));
    }
}
