using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class BinaryTests
{
    private const double NaN = double.NaN;

    [Theory]
    [InlineData(nameof(BinaryFunction.Add), 7, -2, 5)]
    [InlineData(nameof(BinaryFunction.Subtract), 7, -2, 9)]
    [InlineData(nameof(BinaryFunction.Multiply), 7, -2, -14)]
    [InlineData(nameof(BinaryFunction.Divide), 7, -2, -3.5)]
    [InlineData(nameof(BinaryFunction.Divide), 1, 0, double.PositiveInfinity)]
    [InlineData(nameof(BinaryFunction.Maximum), 7, -2, 7)]
    [InlineData(nameof(BinaryFunction.Maximum), NaN, -2, NaN)]
    [InlineData(nameof(BinaryFunction.Maximum), 7, NaN, NaN)]
    [InlineData(nameof(BinaryFunction.Minimum), 7, -2, -2)]
    [InlineData(nameof(BinaryFunction.Minimum), NaN, -2, NaN)]
    [InlineData(nameof(BinaryFunction.Minimum), 7, NaN, NaN)]
    [InlineData(nameof(BinaryFunction.Power), 2, -2, 0.25)]
    [InlineData(nameof(BinaryFunction.Power), -8, 3, -512)]
    [InlineData(nameof(BinaryFunction.Power), 0, 0, 1)]
    [InlineData(nameof(BinaryFunction.FloorModulo), 7, 3, 1)]
    [InlineData(nameof(BinaryFunction.FloorModulo), -7, 3, 2)]
    [InlineData(nameof(BinaryFunction.FloorModulo), 7, -3, -2)]
    [InlineData(nameof(BinaryFunction.FloorModulo), 5.5, 2, 1.5)]
    [InlineData(nameof(BinaryFunction.FloorModulo), 5.5, 0, NaN)]
    [InlineData(nameof(BinaryFunction.Equal), 2, 2, 1)]
    [InlineData(nameof(BinaryFunction.Equal), NaN, NaN, 0)]
    [InlineData(nameof(BinaryFunction.NotEqual), NaN, NaN, 1)]
    [InlineData(nameof(BinaryFunction.Less), 1, 2, 1)]
    [InlineData(nameof(BinaryFunction.Less), NaN, 2, 0)]
    [InlineData(nameof(BinaryFunction.LessEqual), 2, 2, 1)]
    [InlineData(nameof(BinaryFunction.Greater), 1, 2, 0)]
    [InlineData(nameof(BinaryFunction.GreaterEqual), 2, 2, 1)]
    [InlineData(nameof(BinaryFunction.And), 2, 0, 0)]
    [InlineData(nameof(BinaryFunction.Or), 2, 0, 1)]
    public void GivesTheFunctionsValue(string function, double a, double b, double expected)
    {
        Tensor y = Node.Emit(new Binary(Enum.Parse<BinaryFunction>(function)), Tensor.From([a], [1]), Tensor.From([b], [1]))[0];
        Assert.Equal([expected], y.ToArray<double>());
    }

    [Theory]
    [InlineData(nameof(BinaryFunction.Add), int.MaxValue, 1, int.MinValue)]
    [InlineData(nameof(BinaryFunction.Multiply), 1 << 20, 1 << 20, 0)]
    [InlineData(nameof(BinaryFunction.Multiply), 123456789, 987654321, unchecked(123456789 * 987654321))]
    [InlineData(nameof(BinaryFunction.Divide), -7, 2, -3)]
    [InlineData(nameof(BinaryFunction.Divide), 7, 0, 0)]
    [InlineData(nameof(BinaryFunction.FloorModulo), -7, 3, 2)]
    [InlineData(nameof(BinaryFunction.FloorModulo), 7, 0, 0)]
    [InlineData(nameof(BinaryFunction.Power), 3, 4, 81)]
    [InlineData(nameof(BinaryFunction.Power), -1, -3, -1)]
    [InlineData(nameof(BinaryFunction.Power), 2, -1, 0)]
    public void IntegersWrapAndTruncate(string function, int a, int b, int expected)
    {
        Tensor y = Node.Emit(new Binary(Enum.Parse<BinaryFunction>(function)), Tensor.From([a], [1]), Tensor.From([b], [1]))[0];
        Assert.Equal([expected], y.ToArray<int>());
    }

    [Fact]
    public void BytesWrapAt256() =>
        Assert.Equal([44], (Tensor.From(new byte[] { 200 }, [1]) + Tensor.From(new byte[] { 100 }, [1])).ToArray<int>());

    [Fact]
    public void BroadcastsByNumPysRule()
    {
        Tensor column = Tensor.From([1f, 2], [2, 1]), row = Tensor.From([10f, 20, 30], [3]);
        Check.Values(column + row, [2, 3], 11, 21, 31, 12, 22, 32);
        Check.Values(Tensor.From(new float[0], [0, 1]) * row, [0, 3]);
    }

    [Theory]
    [InlineData(nameof(BinaryFunction.Add), -2, 2)]
    [InlineData(nameof(BinaryFunction.Subtract), -2, 2)]
    [InlineData(nameof(BinaryFunction.Multiply), -2, 2)]
    [InlineData(nameof(BinaryFunction.Divide), 0.5, 3)]
    [InlineData(nameof(BinaryFunction.Maximum), -2, 2)]
    [InlineData(nameof(BinaryFunction.Minimum), -2, 2)]
    [InlineData(nameof(BinaryFunction.Power), 0.5, 2)]
    public void FirstAndSecondDerivativesAreRightThroughBroadcasts(string function, double low, double high)
    {
        var draw = new Draw(3);
        for (int round = 0; round < 8; round++)
        {
            Shape shape = draw.Shape(draw.Int(1, 3));
            Shape other = draw.BroadcastOf(shape);
            Tensor a = draw.Tensor(shape, low, high), b = draw.Tensor(other, low, high);
            var op = new Binary(Enum.Parse<BinaryFunction>(function));
            GradientCheck.Second(x => Node.Emit(op, x[0], x[1])[0], a, b);
            GradientCheck.First(x => Node.Emit(op, x[1], x[0])[0], a, b);
        }
    }

    [Fact]
    public void TheDerivativeOfTheRemainderIsRight() =>
        GradientCheck.First(x => x[0] % x[1], Tensor.From([5.3, -4.2, 7.7], [3]), Tensor.From([2.0, 1.5, -3.1], [3]));

    [Fact]
    public void ATieGoesToTheFirst()
    {
        Tensor a = Ops.Watch(Tensor.From([1.0], [1])), b = Ops.Watch(Tensor.From([1.0], [1]));
        foreach (Tensor y in new[] { Ops.Maximum(a, b), Ops.Minimum(a, b) })
        {
            Assert.Equal(1, Gradients.Of(y, a).ToScalar<double>());
            Assert.Equal(0, Gradients.Of(y, b).ToScalar<double>());
        }
    }

    [Fact]
    public void APowerOfZeroHasFiniteGradients()
    {
        Tensor x = Ops.Watch(Tensor.From([0.0, 0, 0], [3])), exponent = Ops.Watch(Tensor.From([0.0, 1, 2], [3]));
        Tensor loss = Ops.Sum(Ops.Power(x, exponent));
        Check.Values(Gradients.Of(loss, x), [3], 0, 1, 0);
        Check.Values(Gradients.Of(loss, exponent), [3], 0, 0, 0);
    }

    [Fact]
    public void TwoDTypesAreRefused() => Check.Error<ArgumentException>(
        () => Node.Emit(new Binary(BinaryFunction.Add), Tensor.From([1f], [1]), Tensor.From([1], [1])), "Add", "float32", "int32", "Cast");

    [Fact]
    public void ShapesThatDontFitAreRefused() => Check.Error<ShapeException>(
        () => Ops.Zeros([2, 3]) * Ops.Zeros([2]), "Multiply", "(2, 3)", "(2,)");
}
