using Xunit;

namespace Cornea.Tests.Operations;

public class SelectAndCastTests
{
    [Fact]
    public void WhereTakesTheFirstWhereTheConditionHolds()
    {
        Tensor x = Tensor.From([1f, -2, 3], [3]);
        Check.Values(Ops.Where(x > 0, x, 0), [3], 1, 0, 3);
        Check.Values(Ops.Where(Tensor.From([true, false], [2, 1]), x, -x), [2, 3], 1, -2, 3, -1, 2, -3);
    }

    [Fact]
    public void WhereKeepsNaNOfTheOtherSideOut() =>
        Check.Values(Ops.Where(Tensor.From([true], [1]), Tensor.From([1f], [1]), double.NaN), [1], 1);

    [Fact]
    public void TheGradientOfWhereIsRight()
    {
        var draw = new Draw(5);
        for (int round = 0; round < 8; round++)
        {
            Shape shape = draw.Shape(3);
            Tensor condition = draw.Tensor(draw.BroadcastOf(shape)) > 0;
            GradientCheck.Second(
                x => Ops.Square(Ops.Where(condition, x[0], x[1])), draw.Tensor(draw.BroadcastOf(shape)), draw.Tensor(draw.BroadcastOf(shape)));
        }
    }

    [Fact]
    public void FloatsAreTruncatedAndKeptInRange()
    {
        Tensor x = Tensor.From([1.9, -1.9, double.NaN, 1e30, double.NegativeInfinity], [5]);
        Assert.Equal([1, -1, 0, int.MaxValue, int.MinValue], x.Cast("int32").ToArray<int>());
        Assert.Equal([1, -1, 0, long.MaxValue, long.MinValue], x.Cast("int64").ToArray<long>());
        Assert.Equal([1, 0, 0, 255, 0], x.Cast("uint8").ToArray<int>());
        Assert.Equal([true, true, true, true, true], x.Cast("bool").ToBooleans());
        Assert.Equal([1.9f, -1.9f, float.NaN, 1e30f, float.NegativeInfinity], x.Cast("float32").ToArray<float>());
    }

    [Fact]
    public void IntegersKeepTheirLowBits()
    {
        Tensor x = Tensor.From([300L, -1, 1L << 32, 0], [4]);
        Assert.Equal([44, 255, 0, 0], x.Cast("uint8").ToArray<int>());
        Assert.Equal([300, -1, 0, 0], x.Cast("int32").ToArray<int>());
        Assert.Equal([true, true, true, false], x.Cast("bool").ToBooleans());
        Assert.Equal([1f, 0], Tensor.From([true, false], [2]).Cast("float32").ToArray<float>());
    }

    [Fact]
    public void EveryDTypeCastsToEveryOther()
    {
        foreach (DType from in DType.All)
            foreach (DType to in DType.All)
                Check.Values(Tensor.From([0f, 1], [2]).Cast(from).Cast(to), [2], 0, 1);
    }

    [Fact]
    public void AGradientGoesThroughCastsBetweenFloats()
    {
        Tensor x = Ops.Watch(Tensor.From([1.5, 2], [2]));
        Tensor gradient = Gradients.Of(Ops.Sum(Ops.Square(x.Cast("float32"))), x);
        Assert.Equal(DType.Float64, gradient.DType);
        Check.Values(gradient, [2], 3, 4);
        Check.Values(Gradients.Of(Ops.Sum(x.Cast("int32").Cast("float64")), x), [2], 0, 0);
    }

    [Fact]
    public void StopGradientStops()
    {
        Tensor x = Ops.Watch(Tensor.From([3.0], [1]));
        Check.Values(Gradients.Of(Ops.Sum(x * Ops.StopGradient(x)), x), [1], 3);
    }

    [Fact]
    public void ACustomGradientTakesTheRulesWord()
    {
        Tensor x = Ops.Watch(Tensor.From([3.0], [1]));
        Tensor y = Ops.CustomGradient(Ops.Square(x), [x], dy => [dy * 100]);
        Check.Values(y, [1], 9);
        Check.Values(Gradients.Of(Ops.Sum(y), x), [1], 100);
    }

    [Fact]
    public void ACustomGradientsRuleMustGiveOneForEachSource()
    {
        Tensor x = Ops.Watch(Tensor.From([3.0], [1]));
        Tensor y = Ops.CustomGradient(Ops.Square(x), [x], dy => []);
        Check.Error<InvalidOperationException>(() => Gradients.Of(Ops.Sum(y), x), "CustomGradient", "expected 1", "got 0");
    }
}
