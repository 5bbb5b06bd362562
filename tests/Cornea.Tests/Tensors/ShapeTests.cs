using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void PrintsAsPythonDoes()
    {
        Assert.Equal("(None, 28, 28, 1)", new Shape(-1, 28, 28, 1).ToString());
        Assert.Equal("(8,)", new Shape(8).ToString());
        Assert.Equal("()", Shape.Scalar.ToString());
        Assert.Equal("()", default(Shape).ToString());
    }

    [Fact]
    public void ComparesByValue()
    {
        Shape a = [2, 3], b = (2, 3);
        Assert.True(a == b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.True(a != new Shape(3, 2));
        Assert.True(default(Shape) == Shape.Create([]));
        Assert.Equal(default(Shape).GetHashCode(), Shape.Create([]).GetHashCode());
    }

    [Fact]
    public void TakesNobodysArray()
    {
        int[] sizes = [2, 3];
        Shape shape = sizes;
        sizes[0] = 9;
        shape.ToArray()[1] = 9;
        Assert.Equal(new Shape(2, 3), shape);
    }

    [Fact]
    public void HasSlicesAndEnds()
    {
        Shape shape = [1, 2, 3, 4];
        Assert.Equal(4, shape[^1]);
        Assert.Equal(new Shape(2, 3), shape[1..^1]);
        Assert.Equal([1, 2, 3, 4], shape);
    }

    [Fact]
    public void CountsElements()
    {
        Assert.Equal(1, Shape.Scalar.ElementCount);
        Assert.Equal(0, new Shape(3, 0).ElementCount);
        Assert.Equal(6_000_000_000, new Shape(60_000, 100_000).ElementCount);
        Check.Error<ShapeException>(() => new Shape(-1, 3).ElementCount, "(None, 3)", "isn't known");
        Check.Error<ShapeException>(
            () => new Shape(int.MaxValue, int.MaxValue, int.MaxValue).ElementCount, "(2147483647, 2147483647, 2147483647)", "too many");
    }

    [Fact]
    public void TheProductOfUnknownSizesIsAnError()
    {
        Assert.Equal(6, new Shape(-1, 2, 3).Product(1, 3));
        Check.Error<ShapeException>(() => new Shape(-1, 2, 3).Product(0, 2), "(None, 2, 3)", "isn't known");
    }

    [Fact]
    public void RefusesNegativeSizes() => Check.Error<ShapeException>(() => new Shape(2, -2), "got -2");

    [Fact]
    public void CountsAxesFromTheEndToo()
    {
        Shape shape = [2, 3];
        Assert.Equal((0, 1, 0), (shape.Axis(0, "Sum"), shape.Axis(-1, "Sum"), shape.Axis(-2, "Sum")));
        Check.Error<ShapeException>(() => shape.Axis(-3, "Sum"), "Sum", "between -2 and 1", "(2, 3)", "got -3");
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 2, 1 }, new[] { 1, 3 }, new[] { 2, 3 })]
    [InlineData(new int[0], new[] { 2 }, new[] { 2 })]
    [InlineData(new[] { 0 }, new[] { 1 }, new[] { 0 })]
    [InlineData(new[] { -1, 3 }, new[] { 3 }, new[] { -1, 3 })]
    [InlineData(new[] { -1 }, new[] { -1 }, new[] { -1 })]
    [InlineData(new[] { -1 }, new[] { 1 }, new[] { -1 })]
    [InlineData(new[] { -1 }, new[] { 5 }, new[] { 5 })]
    public void BroadcastsByNumPysRule(int[] a, int[] b, int[] expected)
    {
        Assert.Equal((Shape)expected, Shape.Broadcast(a, b, "Add"));
        Assert.Equal((Shape)expected, Shape.Broadcast(b, a, "Add"));
    }

    [Fact]
    public void SaysWhichAxisDoesntBroadcast() => Check.Error<ShapeException>(
        () => Shape.Broadcast([2, 3], [4, 3], "Add"), "Add", "(2, 3)", "(4, 3)", "axis -2", "2 and 4");
}
