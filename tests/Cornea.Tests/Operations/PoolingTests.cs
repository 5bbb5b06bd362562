using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class PoolingTests
{
    private static readonly Tensor Image = Tensor.From([1f, 5, 2, 7, 5, 3, 4, 0, 9], [1, 3, 3, 1]);

    [Fact]
    public void TheLargestOfEachWindowAndItsPlace()
    {
        Tensor[] y = Node.Emit(new MaxPool(new(2, 2)), Image);
        Check.Values(y[0], [1, 2, 2, 1], 7, 5, 7, 9);
        Check.Values(y[1], [1, 2, 2, 1], 2, 0, 0, 3); // Of the second window's two fives the first in row order.
        Assert.Equal(DType.Int32, y[1].DType);
    }

    [Fact]
    public void PaddingNeverIsTheLargest()
    {
        Tensor[] y = Node.Emit(new MaxPool(new(2, 2, 2, 2, Same: true)), -Image);
        Check.Values(y[0], [1, 2, 2, 1], -1, -2, 0, -9);
        Check.Values(y[1], [1, 2, 2, 1], 0, 0, 1, 0);
    }

    [Fact]
    public void AWindowOnPaddingOnlyIsMinusInfinityAndPassesNoGradient()
    {
        var window = new Window2D(1, 1, PadTop: 1);
        Tensor x = Ops.Watch(Tensor.From([3.0], [1, 1, 1, 1]));
        Tensor[] y = Node.Emit(new MaxPool(window), x);
        Check.Values(y[0], [1, 2, 1, 1], double.NegativeInfinity, 3);
        Check.Values(y[1], [1, 2, 1, 1], -1, 0);
        Check.Values(Gradients.Of(Ops.Sum(y[0]), x), [1, 1, 1, 1], 1);
        Check.Values(Node.Emit(new AveragePool(window), x)[0], [1, 2, 1, 1], 0, 3);
    }

    [Fact]
    public void NaNIsTheLargest()
    {
        Tensor[] y = Node.Emit(new MaxPool(new(1, 3)), Tensor.From([1f, float.NaN, 3], [1, 1, 3, 1]));
        Check.Values(y[0], [1, 1, 1, 1], double.NaN);
        Check.Values(y[1], [1, 1, 1, 1], 1);
    }

    [Fact]
    public void MinusInfinityHasAPlaceToo() =>
        Check.Values(Node.Emit(new MaxPool(new(1, 2)), Tensor.From([float.NegativeInfinity, float.NegativeInfinity], [1, 1, 2, 1]))[1], [1, 1, 1, 1], 0);

    [Fact]
    public void TheMeanCountsNoPadding()
    {
        Check.Values(Node.Emit(new AveragePool(new(2, 2)), Image)[0], [1, 2, 2, 1], 4.5, 3.75, 4, 4.25);
        Check.Values(Node.Emit(new AveragePool(new(2, 2, 2, 2, Same: true)), Image)[0], [1, 2, 2, 1], 4.5, 2.5, 2, 9);
    }

    [Fact]
    public void ChannelsArePooledApart()
    {
        Tensor x = Tensor.From([1f, 40, 3, 20], [1, 1, 2, 2]);
        Check.Values(Node.Emit(new MaxPool(new(1, 2)), x)[0], [1, 1, 1, 2], 3, 40);
        Check.Values(Node.Emit(new AveragePool(new(1, 2)), x)[0], [1, 1, 1, 2], 2, 30);
    }

    [Fact]
    public void TheGradientOfTiesGoesToTheFirst()
    {
        Tensor x = Ops.Watch(Tensor.From([2.0, 2, 1, 2], [1, 2, 2, 1]));
        Check.Values(Gradients.Of(Ops.Sum(Node.Emit(new MaxPool(new(2, 2)), x)[0]), x), [1, 2, 2, 1], 1, 0, 0, 0);
    }

    [Fact]
    public void FirstAndSecondDerivativesAreRight()
    {
        var draw = new Draw(14);
        for (int round = 0; round < 16; round++)
        {
            (Window2D window, int height, int width) = draw.Window(dilated: round % 2 == 1);
            Tensor x = draw.Tensor([draw.Int(1, 2), height, width, draw.Int(1, 2)]);
            GradientCheck.Second(inputs => Ops.Square(Node.Emit(new MaxPool(window), inputs[0])[0]), x);
            GradientCheck.Second(inputs => Ops.Square(Node.Emit(new AveragePool(window), inputs[0])[0]), x);
        }
    }

    [Fact]
    public void ErrorsSayWhatDoesntFit()
    {
        Check.Error<ShapeException>(() => Node.Emit(new MaxPool(new(4, 1)), Image), "MaxPool", "height of 4", "height of 3", "same");
        Check.Error<ShapeException>(() => Node.Emit(new MaxPool(new(2, 2)), Ops.Zeros([3, 3])), "MaxPool", "[batch, height, width, channels]", "(3, 3)");
        Check.Error<ShapeException>(() => Node.Emit(new AveragePool(new(2, 2)), Ops.Zeros([3, 3])), "AveragePool", "[batch, height, width, channels]", "(3, 3)");
    }
}
