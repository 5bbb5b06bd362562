using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class UnaryTests
{
    public static TheoryData<string, double, double> Values => new()
    {
        { nameof(UnaryFunction.Negate), 1.5, -1.5 },
        { nameof(UnaryFunction.Abs), -1.5, 1.5 },
        { nameof(UnaryFunction.Sign), -7, -1 },
        { nameof(UnaryFunction.Sign), 0, 0 },
        { nameof(UnaryFunction.Sign), double.NaN, double.NaN },
        { nameof(UnaryFunction.Exp), 1, Math.E },
        { nameof(UnaryFunction.Expm1), 1e-10, 1.00000000005e-10 },
        { nameof(UnaryFunction.Expm1), -50, -1 },
        { nameof(UnaryFunction.Expm1), 800, double.PositiveInfinity },
        { nameof(UnaryFunction.Log), 10, 2.302585092994046 },
        { nameof(UnaryFunction.Log), -1, double.NaN },
        { nameof(UnaryFunction.Log1p), 1e-10, 9.9999999995e-11 },
        { nameof(UnaryFunction.Log1p), -1, double.NegativeInfinity },
        { nameof(UnaryFunction.Sqrt), 2, 1.4142135623730951 },
        { nameof(UnaryFunction.Rsqrt), 4, 0.5 },
        { nameof(UnaryFunction.Rsqrt), 0, double.PositiveInfinity },
        { nameof(UnaryFunction.Square), -3, 9 },
        { nameof(UnaryFunction.Reciprocal), 4, 0.25 },
        { nameof(UnaryFunction.Sigmoid), 0, 0.5 },
        { nameof(UnaryFunction.Sigmoid), -800, 0 },
        { nameof(UnaryFunction.Tanh), 1, 0.7615941559557649 },
        { nameof(UnaryFunction.Relu), -1, 0 },
        { nameof(UnaryFunction.Relu), 2, 2 },
        { nameof(UnaryFunction.Relu), double.NaN, double.NaN },
        { nameof(UnaryFunction.Relu6), 7, 6 },
        { nameof(UnaryFunction.Relu6), double.NaN, double.NaN },
        { nameof(UnaryFunction.Softplus), 1000, 1000 },
        { nameof(UnaryFunction.Softplus), -40, 4.248354255291589e-18 },
        { nameof(UnaryFunction.Erf), 0.5, 0.5204998778130465 },
        { nameof(UnaryFunction.Erf), -2, -0.9953222650189527 },
        { nameof(UnaryFunction.Erf), double.NegativeInfinity, -1 },
        { nameof(UnaryFunction.Erfc), 1, 0.15729920705028513 },
        { nameof(UnaryFunction.Erfc), 10, 2.0884875837625446e-45 },
        { nameof(UnaryFunction.Erfc), -1, 1.8427007929497148 },
        { nameof(UnaryFunction.Erfc), double.PositiveInfinity, 0 },
        { nameof(UnaryFunction.Sin), 1, 0.8414709848078965 },
        { nameof(UnaryFunction.Cos), 1, 0.5403023058681398 },
        { nameof(UnaryFunction.Tan), 1, 1.5574077246549023 },
        { nameof(UnaryFunction.Asin), 0.5, 0.5235987755982989 },
        { nameof(UnaryFunction.Acos), 0.5, 1.0471975511965979 },
        { nameof(UnaryFunction.Atan), 1, 0.7853981633974483 },
        { nameof(UnaryFunction.Sinh), 1, 1.1752011936438014 },
        { nameof(UnaryFunction.Cosh), 1, 1.5430806348152437 },
        { nameof(UnaryFunction.Asinh), 1, 0.881373587019543 },
        { nameof(UnaryFunction.Acosh), 2, 1.3169578969248166 },
        { nameof(UnaryFunction.Atanh), 0.5, 0.5493061443340548 },
        { nameof(UnaryFunction.Floor), -1.5, -2 },
        { nameof(UnaryFunction.Ceil), -1.5, -1 },
        { nameof(UnaryFunction.Round), 2.5, 2 },
        { nameof(UnaryFunction.Round), -1.5, -2 },
        { nameof(UnaryFunction.IsNaN), double.NaN, 1 },
        { nameof(UnaryFunction.IsInfinite), double.NegativeInfinity, 1 },
        { nameof(UnaryFunction.IsFinite), double.NegativeInfinity, 0 },
        { nameof(UnaryFunction.FlushSubnormal), 1e-39, 0 },
        { nameof(UnaryFunction.FlushSubnormal), -1.2e-38, -1.2e-38 },
        { nameof(UnaryFunction.FlushSubnormal), double.NaN, double.NaN },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void GivesTheFunctionsValue(string function, double x, double expected)
    {
        double got = Ops.Apply(Enum.Parse<UnaryFunction>(function), Tensor.From([x], [1])).ToArray<double>()[0];
        Assert.True(got.Equals(expected) || Math.Abs(got - expected) <= 4e-15 * Math.Abs(expected), $"Expected {expected:R}, got {got:R}.");
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Float32IsTheRoundedValue(string function, double x, double expected)
    {
        if (Math.Abs(x) is > 0 and < 1e-30) return; // A float32 of another value.
        float got = Ops.Apply(Enum.Parse<UnaryFunction>(function), Tensor.From([(float)x], [1])).ToArray<float>()[0];
        Assert.True(got.Equals((float)expected) || Math.Abs(got - expected) <= 2e-7 * (1 + Math.Abs(expected)), $"Expected {expected:R}, got {got:R}.");
    }

    [Theory]
    [InlineData(nameof(UnaryFunction.Negate))]
    [InlineData(nameof(UnaryFunction.Abs))]
    [InlineData(nameof(UnaryFunction.Exp))]
    [InlineData(nameof(UnaryFunction.Expm1))]
    [InlineData(nameof(UnaryFunction.Log), 0.3, 3)]
    [InlineData(nameof(UnaryFunction.Log1p), -0.7, 3)]
    [InlineData(nameof(UnaryFunction.Sqrt), 0.3, 3)]
    [InlineData(nameof(UnaryFunction.Rsqrt), 0.5, 3)]
    [InlineData(nameof(UnaryFunction.Square))]
    [InlineData(nameof(UnaryFunction.Reciprocal), 0.5, 3)]
    [InlineData(nameof(UnaryFunction.Sigmoid))]
    [InlineData(nameof(UnaryFunction.Tanh))]
    [InlineData(nameof(UnaryFunction.Relu))]
    [InlineData(nameof(UnaryFunction.Relu6), -3, 9)]
    [InlineData(nameof(UnaryFunction.Softplus))]
    [InlineData(nameof(UnaryFunction.Erf))]
    [InlineData(nameof(UnaryFunction.Erfc))]
    [InlineData(nameof(UnaryFunction.Sin))]
    [InlineData(nameof(UnaryFunction.Cos))]
    [InlineData(nameof(UnaryFunction.Tan), -1, 1)]
    [InlineData(nameof(UnaryFunction.Asin), -0.8, 0.8)]
    [InlineData(nameof(UnaryFunction.Acos), -0.8, 0.8)]
    [InlineData(nameof(UnaryFunction.Atan))]
    [InlineData(nameof(UnaryFunction.Sinh))]
    [InlineData(nameof(UnaryFunction.Cosh))]
    [InlineData(nameof(UnaryFunction.Asinh))]
    [InlineData(nameof(UnaryFunction.Acosh), 1.5, 3)]
    [InlineData(nameof(UnaryFunction.Atanh), -0.8, 0.8)]
    [InlineData(nameof(UnaryFunction.FlushSubnormal))]
    public void FirstAndSecondDerivativesAreRight(string function, double low = -2, double high = 2)
    {
        var draw = new Draw(1);
        for (int round = 0; round < 3; round++)
            GradientCheck.Second(x => Ops.Apply(Enum.Parse<UnaryFunction>(function), x[0]), draw.Tensor(draw.Shape(round), low, high));
    }

    [Theory]
    [InlineData(nameof(UnaryFunction.Sign))]
    [InlineData(nameof(UnaryFunction.Floor))]
    [InlineData(nameof(UnaryFunction.Ceil))]
    [InlineData(nameof(UnaryFunction.Round))]
    public void WhatIsFlatLetsNoGradientThrough(string function) =>
        GradientCheck.First(x => Ops.Apply(Enum.Parse<UnaryFunction>(function), x[0]) + x[0], new Draw(2).Tensor([3]));

    [Fact]
    public void TheGradientOfReluAtZeroIsZero()
    {
        Tensor x = Ops.Watch(Tensor.From([-1.0, 0, 1], [3]));
        Check.Values(Gradients.Of(Ops.Sum(Ops.Relu(x)), x), [3], 0, 0, 1);
        Check.Values(Gradients.Of(Ops.Sum(Ops.Relu6(x * 6)), x), [3], 0, 0, 0);
        Check.Values(Gradients.Of(Ops.Sum(Ops.Abs(x)), x), [3], -1, 0, 1);
    }

    [Fact]
    public void IntegersStayIntegersWhereTheFunctionKeepsThem()
    {
        Tensor x = Tensor.From([-3, 0, 7, int.MinValue], [4]);
        Tensor squares = Ops.Square(Tensor.From([3, 46341], [2]));
        Assert.Equal(DType.Int32, squares.DType);
        Assert.Equal([9, unchecked(46341 * 46341)], squares.ToArray<int>());
        Assert.Equal([3, 0, 7, int.MinValue], Ops.Abs(x).ToArray<int>());
        Assert.Equal([-1, 0, 1, -1], Ops.Sign(x).ToArray<int>());
        Assert.Equal([0, 0, 6, 0], Ops.Relu6(x).ToArray<int>());
        Assert.Equal([254, 0], Ops.Negative(Tensor.From(new byte[] { 2, 0 }, [2])).ToArray<int>());
    }

    [Fact]
    public void OtherFunctionsTakeIntegersAsFloat32()
    {
        Tensor y = Ops.Exp(Tensor.From([0, 1], [2]));
        Assert.Equal(DType.Float32, y.DType);
        Check.Values(y, [2], 1, Math.E);
        Assert.Equal([true, false], Ops.LogicalNot(Tensor.From([0, 5], [2])).ToBooleans());
    }
}
