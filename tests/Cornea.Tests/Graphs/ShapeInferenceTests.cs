using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>Shapes with unknown axes: known where they can be, unknown where they can't, never wrong.</summary>
public class ShapeInferenceTests
{
    private static readonly Tensor Rows = Symbolic(-1, 3);
    private static readonly Tensor Images = Symbolic(-1, 28, 28, 3);
    private static readonly Tensor AnySize = Symbolic(-1, -1, -1, 3);

    [Fact]
    public void ElementwiseAndReductions()
    {
        Assert.Equal(new Shape(-1, 3), (Rows + 1).Shape);
        Assert.Equal(new Shape(-1, 3), (Rows * Ops.Ones([3])).Shape);
        Assert.Equal(new Shape(-1, 3), Ops.Where(Rows > 0, Rows, Ops.Zeros([3])).Shape);
        Assert.Equal(new Shape(3), Ops.Sum(Rows, 0).Shape);
        Assert.Equal(new Shape(-1), Ops.Sum(Rows, 1).Shape);
        Assert.Equal(new Shape(-1, 3), Ops.Mean(Images, (1, 2)).Shape);
        Assert.Equal(new Shape(-1), Ops.ArgMax(Rows, -1).Shape);
        Assert.Equal(Shape.Scalar, Ops.Mean(Rows).Shape);
    }

    [Fact]
    public void ProductsAndWindows()
    {
        Assert.Equal(new Shape(-1, 5), Ops.MatMul(Rows, Ops.Zeros([3, 5])).Shape);
        Assert.Equal(new Shape(-1, 7, 5), Ops.MatMul(Symbolic(-1, 7, 3), Ops.Zeros([3, 5])).Shape);
        Assert.Equal(new Shape(-1, 26, 26, 8), Node.Emit(new Convolution(new(3, 3), 1), Images, Ops.Zeros([3, 3, 3, 8]))[0].Shape);
        Assert.Equal(new Shape(-1, -1, -1, 8), Node.Emit(new Convolution(new(3, 3), 1), AnySize, Ops.Zeros([3, 3, 3, 8]))[0].Shape);
        Assert.Equal(new Shape(-1, 14, 14, 3), Node.Emit(new MaxPool(new(2, 2, 2, 2, Same: true)), Images)[0].Shape);
        Assert.Equal(new Shape(-1, -1, -1, 3), Node.Emit(new AveragePool(new(2, 2)), AnySize)[0].Shape);
    }

    [Theory]
    [InlineData(5, 3, 1, 1, false, 3)]
    [InlineData(5, 3, 2, 1, false, 2)]
    [InlineData(6, 3, 2, 1, false, 2)]
    [InlineData(5, 3, 1, 2, false, 1)]
    [InlineData(5, 3, 1, 1, true, 5)]
    [InlineData(5, 3, 2, 1, true, 3)]
    [InlineData(6, 3, 2, 1, true, 3)]
    [InlineData(0, 3, 2, 1, true, 0)]
    public void WindowSizesAreKeras(int size, int window, int stride, int dilation, bool same, int expected) => Assert.Equal(
        expected, new Window2D(window, window, stride, stride, dilation, dilation, same).OutHeight(size, "test"));

    [Theory]
    [InlineData(5, 3, 1, 1)]
    [InlineData(6, 3, 2, 0)]
    [InlineData(5, 2, 1, 0)]
    [InlineData(4, 5, 4, 0)]
    [InlineData(224, 7, 2, 2)]
    public void TheOddPixelOfSamePaddingComesAfter(int size, int window, int stride, int before) =>
        Assert.Equal(before, new Window2D(window, window, stride, stride, Same: true).Top(size));

    [Fact]
    public void Movement()
    {
        Assert.Equal(new Shape(-1, 784), Symbolic(-1, 28, 28).Reshape([-1, 784]).Shape);
        Assert.Equal(new Shape(3, -1), Rows.Transpose().Shape);
        Assert.Equal(new Shape(-1, 6), Ops.Concatenate([Rows, Rows], 1).Shape);
        Assert.Equal(new Shape(-1, 3), Ops.Concatenate([Rows, Ops.Zeros([2, 3])], 0).Shape);
        Assert.Equal(new Shape(-1, 2), Ops.Slice(Rows, 1, 1, 2).Shape);
        Assert.Equal(new Shape(-1, 32, 28, 3), Ops.Pad(Images, [(0, 0), (2, 2), (0, 0), (0, 0)]).Shape);
        Assert.Equal(new Shape(-1, 3, 10), Ops.OneHot(Symbolic(-1, 3).Cast("int32"), 10).Shape);
        Assert.Equal(new Shape(-1, 5), Ops.Take(Ops.Zeros([7, 5]), Symbolic(-1).Cast("int32"), 0).Shape);
    }

    [Fact]
    public void SeveralUnknownAxesKeepTheirPlaces()
    {
        Assert.Equal(new Shape(-1, -1, -1, 1, 3), AnySize.ExpandDims(3).Shape);
        Assert.Equal(new Shape(-1, -1, -1), Ops.Sum(AnySize, -1).Shape);
        Assert.Equal(new Shape(-1, -1, -1, 3), AnySize.ExpandDims(0).Squeeze(0).Shape);
    }

    [Fact]
    public void AGradientThatNeedsACountNobodyKnowsIsAnError()
    {
        Tensor x = Ops.Watch(Rows);
        Check.Error<ShapeException>(() => Gradients.Of(Ops.Mean(x), x), "(None, 3)", "isn't known");
    }

    [Fact]
    public void MismatchesAmongKnownAxesAreFoundAtOnce()
    {
        Check.Error<ShapeException>(() => Rows + Ops.Zeros([4]), "Add", "(None, 3)", "(4,)");
        Check.Error<ShapeException>(() => Ops.MatMul(Rows, Ops.Zeros([4, 5])), "MatMul", "3 and 4");
        Check.Error<ShapeException>(() => Ops.Concatenate([Rows, Ops.Zeros([2, 4])], 0), "Concatenate", "(None, 3)", "(2, 4)");
        Check.Error<ShapeException>(() => Symbolic(-1, 10).Reshape([-1, 7]), "Reshape", "(None, 10)", "(None, 7)");
    }

    private static Tensor Symbolic(params int[] sizes) => Tensor.Placeholder(new TensorSpec(sizes, DType.Float32));
}
