using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class ReduceTests
{
    private static readonly Tensor X = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);

    [Fact]
    public void JoinsAlongAxes()
    {
        Check.Values(Ops.Sum(X), [], 21);
        Check.Values(Ops.Sum(X, 0), [3], 5, 7, 9);
        Check.Values(Ops.Sum(X, -1, keepDims: true), [2, 1], 6, 15);
        Check.Values(Ops.Mean(X, (0, 1)), [], 3.5);
        Check.Values(Ops.Max(X, 0), [3], 4, 5, 6);
        Check.Values(Ops.Min(X, 1), [2], 1, 4);
        Check.Values(Ops.Prod(X, 1), [2], 6, 120);
        Check.Values(Ops.Var(X, 1), [2], 2.0 / 3, 2.0 / 3);
        Check.Values(Ops.Std(X), [], Math.Sqrt(35.0 / 12));
        Check.Values(Ops.LogSumExp(X * 1000, 1), [2], 3000, 6000);
    }

    [Fact]
    public void TheMeanOfIntegersIsNoInteger()
    {
        Tensor Mean(Tensor x, params int[] axes) => Node.Emit(new Reduce(ReduceFunction.Mean, new Shape(axes)), x)[0];
        Check.Values(Mean(Tensor.From([3, 4], [1, 2]), 0), [1, 2], 3, 4);
        Check.Values(Mean(Tensor.From([3, 4], [1, 2])), [1, 2], 3, 4);
        Check.Values(Mean(Tensor.From(new byte[] { 200, 201 }, [2]), 0), [1], 200.5);
    }

    [Fact]
    public void AnyAndAllJoinTruthValues()
    {
        Tensor x = Tensor.From([true, false, false, false], [2, 2]);
        Assert.Equal([true, false], Ops.Any(x, 1).ToBooleans());
        Assert.Equal([false, false], Ops.All(x, 1).ToBooleans());
    }

    [Fact]
    public void IntegersAreSummedAsIntegersAndTruthValuesCounted()
    {
        Tensor sum = Ops.Sum(Tensor.From([int.MaxValue, 1], [2])), count = Ops.Sum(Tensor.From([true, false, true], [3]));
        Assert.Equal(int.MinValue, sum.ToScalar<int>());
        Assert.Equal((DType.Int32, 2), (count.DType, count.ToScalar<int>()));
        Assert.Equal((DType.Float32, 1.5f), (Ops.Mean(Tensor.From([1, 2], [2])).DType, Ops.Mean(Tensor.From([1, 2], [2])).ToScalar<float>()));
        Assert.Equal(int.MinValue, Ops.Prod(Tensor.From([1 << 16, 1 << 15], [2])).ToScalar<int>());
    }

    [Fact]
    public void BytesAreSummedAsInt32()
    {
        Tensor pixels = Tensor.From(new byte[] { 200, 100 }, [2]);
        Assert.Equal((DType.Int32, 300), (Ops.Sum(pixels).DType, Ops.Sum(pixels).ToScalar<int>()));
        Assert.Equal((DType.Int32, 20000), (Ops.Prod(pixels).DType, Ops.Prod(pixels).ToScalar<int>()));
        Assert.Equal((DType.UInt8, 200), (Ops.Max(pixels).DType, Ops.Max(pixels).ToScalar<int>()));
        Check.Values(Ops.Mean(pixels), [], 150);
    }

    [Fact]
    public void NaNWins()
    {
        Tensor x = Tensor.From([1f, float.NaN, 3, float.NegativeInfinity], [4]);
        Check.Values(Ops.Max(x), [], double.NaN);
        Check.Values(Ops.Min(x), [], double.NaN);
        Assert.Equal(1, Ops.ArgMax(x).ToScalar<int>());
        Assert.Equal(1, Ops.ArgMin(x).ToScalar<int>());
    }

    [Fact]
    public void TheFirstOfEqualValuesIsTheArgument()
    {
        Tensor x = Tensor.From([1f, 3, 3, 0, 5, 0, 0, 5], [2, 4]);
        Assert.Equal([1, 0], Ops.ArgMax(x, 1).ToArray<int>());
        Assert.Equal([0, 1, 1, 1], Ops.ArgMax(Tensor.From([1f, 3, 3, 0, 0, 5, 4, 5], [2, 4]), 0).ToArray<int>());
        Assert.Equal([3, 1], Ops.ArgMin(x, -1).ToArray<int>());
        Assert.Equal(4, Ops.ArgMax(x).ToScalar<int>());
        Assert.Equal(new Shape(2, 1), Ops.ArgMax(x, 1, keepDims: true).Shape);
        Assert.Equal(new Shape(1, 1), Ops.ArgMax(x, keepDims: true).Shape);
    }

    [Fact]
    public void NothingSumsToZeroAndHasNoMean()
    {
        Tensor nothing = Ops.Zeros([0, 2]);
        Check.Values(Ops.Sum(nothing, 0), [2], 0, 0);
        Check.Values(Ops.Prod(nothing, 0), [2], 1, 1);
        Check.Values(Ops.Mean(nothing, 0), [2], double.NaN, double.NaN);
        Check.Values(Ops.Max(nothing, 0), [2], double.NegativeInfinity, double.NegativeInfinity);
    }

    [Fact]
    public void TheArgumentOfNothingIsAnError() =>
        Check.Error<ShapeException>(() => Ops.ArgMax(Ops.Zeros([2, 0]), 1), "ArgMax", "(2, 0)", "axis 1");

    [Fact]
    public void AnAxisThatIsntThereIsAnError() => Check.Error<ShapeException>(() => Ops.Sum(X, 2), "Sum", "between -2 and 1", "(2, 3)", "got 2");

    [Theory]
    [InlineData(nameof(ReduceFunction.Sum))]
    [InlineData(nameof(ReduceFunction.Mean))]
    [InlineData(nameof(ReduceFunction.Maximum))]
    [InlineData(nameof(ReduceFunction.Minimum))]
    [InlineData(nameof(ReduceFunction.Product))]
    public void FirstAndSecondDerivativesAreRight(string function)
    {
        var draw = new Draw(7);
        for (int round = 0; round < 8; round++)
        {
            Shape shape = draw.Shape(draw.Int(1, 4));
            int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(_ => draw.Bool())];
            if (axes.Length == 0) axes = [0];
            var op = new Reduce(Enum.Parse<ReduceFunction>(function), axes);
            GradientCheck.Second(x => Ops.Square(Node.Emit(op, x[0])[0]), draw.Tensor(shape));
        }
    }

    [Fact]
    public void VarianceDeviationAndLogSumExpHaveRightDerivatives()
    {
        var draw = new Draw(8);
        GradientCheck.Second(x => Ops.Var(x[0], 1), draw.Tensor([3, 4]));
        GradientCheck.Second(x => Ops.Std(x[0], 0, keepDims: true), draw.Tensor([3, 4]));
        GradientCheck.Second(x => Ops.LogSumExp(x[0], 1), draw.Tensor([3, 4]));
    }

    [Fact]
    public void EqualLargestValuesShareTheGradient()
    {
        Tensor x = Ops.Watch(Tensor.From([2.0, 1, 2], [3]));
        Check.Values(Gradients.Of(Ops.Max(x), x), [3], 0.5, 0, 0.5);
        Check.Values(Gradients.Of(Ops.Min(x), x), [3], 0, 1, 0);
    }

    [Fact]
    public void TheGradientOfAProductIsRightWhereAFactorIsZero()
    {
        Tensor x = Ops.Watch(Tensor.From([2.0, 0, 5], [3]));
        Check.Values(Gradients.Of(Ops.Prod(x), x), [3], 0, 10, 0);
        Tensor both = Ops.Watch(Tensor.From([2.0, 0, 0, 3], [2, 2]));
        Check.Values(Gradients.Of(Ops.Prod(both), both), [2, 2], 0, 0, 0, 0);
    }

    [Fact]
    public void WholeNumbersAreExactInAnyNumberOfPiecesAndWrapAround()
    {
        const int Rows = 301, Columns = 509; // Several pieces.
        long[] values = [.. Enumerable.Range(0, Rows * Columns).Select(index => (1L << 60) + ((long)index * index))];
        Tensor x = Tensor.From(values, [Rows, Columns]);
        long[] across = [.. Enumerable.Range(0, Rows).Select(row => values.Skip(row * Columns).Take(Columns).Aggregate((a, b) => unchecked(a + b)))];
        long[] down = [.. Enumerable.Range(0, Columns).Select(column => Enumerable.Range(0, Rows).Max(row => values[(row * Columns) + column]))];
        Assert.Equal(across, Ops.Sum(x, 1).ToArray<long>());
        Assert.Equal(down, Ops.Max(x, 0).ToArray<long>());
        Assert.Equal([int.MinValue], Ops.Sum(Tensor.From([int.MaxValue, 1], [2]), 0, keepDims: true).ToArray<int>());
        Assert.Equal(3, Ops.Sum(Tensor.From([1, 0, 1, 1], [4]).Cast(DType.Bool)).ToScalar<int>());
    }
}
