using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>Zeros around an image become the pads of the window that reads it, to the same bits, and only where they mean the same.</summary>
public sealed class FoldPaddingTests
{
    private static readonly Tensor Image = TestData.Uniform(2, 7, 8, 3) - 0.5, Weights = TestData.Uniform(3, 3, 3, 5), Filters = TestData.Uniform(3, 3, 3, 1);

    [Fact]
    public void AConvolutionPadsItself() => AssertFolded(Node.Emit(new Convolution(new Window2D(3, 3, 2, 2), 1), Padded(Image, 0), Weights)[0]);

    [Fact]
    public void PadsAddUp() => AssertFolded(Node.Emit(new Convolution(new Window2D(3, 3, PadTop: 1, PadRight: 2), 1), Padded(Image, 0), Weights)[0]);

    [Fact]
    public void ADepthwiseConvolutionPadsItself() => AssertFolded(Node.Emit(new DepthwiseConvolution(new Window2D(3, 3, 2, 2)), Padded(Image, 0), Filters)[0]);

    [Fact]
    public void APoolingOfWhatIsntNegativePadsItself() => AssertFolded(Node.Emit(new MaxPool(new Window2D(3, 3, 2, 2)), Padded(Image.Relu(), 0))[0]);

    [Fact]
    public void OtherwiseZerosAreLargest() => AssertKept(Node.Emit(new MaxPool(new Window2D(3, 3, 2, 2)), Padded(Image, 0))[0]);

    [Fact]
    public void AWindowOfZerosAloneHasALargest() => AssertKept(Node.Emit(new MaxPool(new Window2D(1, 1)), Padded(Image.Relu(), 0))[0]);

    [Fact]
    public void PositionsCountInThePaddedImage()
    {
        Tensor[] both = Node.Emit(new MaxPool(new Window2D(3, 3, 2, 2)), Padded(Image.Relu(), 0));
        AssertKept(both);
    }

    [Fact]
    public void WhatIsntZeroStays() => AssertKept(Node.Emit(new Convolution(new Window2D(3, 3), 1), Padded(Image, 1), Weights)[0]);

    [Fact]
    public void AWindowThatPadsByItsSizeStays() => AssertKept(Node.Emit(new Convolution(new Window2D(3, 3, Same: true), 1), Padded(Image, 0), Weights)[0]);

    [Fact]
    public void ChannelsArentPixels() => AssertKept(
        Node.Emit(new Convolution(new Window2D(3, 3), 1), Node.Emit(new Pad([0, 1, 1, 0], [0, 1, 1, 1], 0), Image)[0], TestData.Uniform(3, 3, 4, 5))[0]);

    private static Tensor Padded(Tensor x, double value) => Node.Emit(new Pad([0, 0, 1, 0], [0, 2, 1, 0], value), x)[0];

    private static void AssertFolded(Tensor y)
    {
        Graph graph = GraphCapture.Loose([y]), folded = new FoldPadding().Apply(graph);
        Assert.DoesNotContain(folded.Nodes, node => node.Op is Pad);
        Assert.Equal(y.Shape, folded.Outputs[0].Shape);
        Assert.Equal(Run(graph), Run(folded));
    }

    private static void AssertKept(params Tensor[] outputs)
    {
        Graph graph = GraphCapture.Loose(outputs);
        Assert.Same(graph, new FoldPadding().Apply(graph));
    }

    private static float[] Run(Graph graph)
    {
        Storage output = Storage.Allocate(graph.Outputs[0].Spec.Bytes);
        new CpuExecutor(new LoweringOptions()).Lower(graph).Run([.. graph.Parameters.Select(parameter => Evaluator.ValueOf(parameter.Tensor))], [output]);
        float[] values = output.Span<float>().ToArray();
        GC.KeepAlive(output);
        return values;
    }
}
