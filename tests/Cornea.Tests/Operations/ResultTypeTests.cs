using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Keras' rules for dtypes: floating functions of integers are float32, sums are wide enough, and two dtypes meet in the wider.</summary>
public class ResultTypeTests
{
    private static readonly Tensor Bools = Tensor.From([1, 0, 1, 1], [2, 2]).Cast("bool");
    private static readonly Tensor Bytes = Tensor.From<byte>([200, 100, 7, 1], [2, 2]);
    private static readonly Tensor Ints = Tensor.From([1, 2, 3, 5], [2, 2]);
    private static readonly Tensor Longs = Tensor.From([1L, 2, 3, 5], [2, 2]);
    private static readonly Tensor Floats = Tensor.From([1f, 0.5f, 2, 3], [2, 2]);

    private static readonly Func<Tensor, Tensor>[] Floating =
    [
        Ops.Exp, Ops.Log, Ops.Sqrt, Ops.Sin, Ops.Arctan, Ops.Tanh, Ops.Sigmoid, Ops.Floor, Ops.Ceil, Ops.Reciprocal, Ops.Cbrt, Ops.Log2, Ops.Exp2, Ops.Fabs, Ops.Rad2Deg,
        x => Ops.Mean(x), x => Ops.Var(x), x => Ops.Std(x), x => Ops.Median(x), x => Ops.Average(x), x => Ops.NanMean(x), x => Ops.Quantile(x, 0.5), x => Ops.LogSumExp(x),
        x => Ops.Softmax(x), x => Ops.Elu(x), x => Ops.Gelu(x), x => Ops.Norm(x), x => Ops.Divide(x, x), Ops.CorrCoef, x => Ops.Trapezoid(x), x => Ops.Angle(x),
    ];

    [Fact]
    public void FloatingFunctionsGiveFloat32()
    {
        foreach (Tensor x in (Tensor[])[Bools, Bytes, Ints, Longs, Floats])
            foreach (Func<Tensor, Tensor> function in Floating) Assert.Equal(DType.Float32, function(x).DType);
    }

    [Fact]
    public void SumsAreWideEnough()
    {
        Assert.Equal(DType.Int32, Ops.Sum(Bools).DType);
        Check.Values(Ops.Sum(Bytes), [], 308);
        Check.Values(Ops.Prod(Bytes, axis: 1), [2], 20000, 7);
        Check.Values(Ops.Trace(Bytes), [], 201);
        Check.Values(Ops.NanSum(Bytes), [], 308);
        Assert.Equal(DType.Int64, Ops.Sum(Longs).DType);
        Assert.Equal(DType.Int32, Ops.CumSum(Bools).DType);
        Assert.Equal(DType.Int32, Ops.CountNonzero(Floats).DType);
        Assert.Equal(DType.Float32, Ops.Prod(Ints, dtype: "float32").DType);
    }

    [Fact]
    public void WhatKeepsItsDtype()
    {
        foreach (Tensor x in (Tensor[])[Bytes, Ints, Longs, Floats])
        {
            Func<Tensor, Tensor>[] keeping =
            [
                Ops.Abs, Ops.Sign, Ops.Square, x => Ops.Round(x), Ops.Trunc, x => Ops.Max(x), x => Ops.Sort(x), x => Ops.Flip(x), x => Ops.Diff(x), x => Ops.CumSum(x), x => Ops.Clip(x, 0, 3),
                x => x * 2, x => 2 - x, x => Ops.Ptp(x), x => Ops.NanMax(x), x => Ops.Diagonal(x), x => Ops.ZerosLike(x), x => Ops.Maximum(x, 3), x => Ops.Power(x, 2), x => Ops.Mod(x, 2),
            ];
            foreach (Func<Tensor, Tensor> function in keeping) Assert.Equal(x.DType, function(x).DType);
        }

        foreach (Func<Tensor, Tensor> function in (Func<Tensor, Tensor>[])[Ops.Abs, x => Ops.Max(x), x => Ops.Sort(x), Ops.BitwiseNot, x => Ops.Diff(x)]) Assert.Equal(DType.Bool, function(Bools).DType);
        Assert.Equal(DType.Int32, Ops.Square(Bools).DType);
    }

    [Fact]
    public void TwoMeetInTheWider()
    {
        (Tensor, Tensor, DType)[] cases =
        [
            (Bools, Bytes, DType.UInt8), (Bytes, Ints, DType.Int32), (Ints, Longs, DType.Int64), (Longs, Floats, DType.Float32), (Bools, Floats, DType.Float32), (Ints, 2.5, DType.Float32),
            (Floats, 2, DType.Float32), (Ints, 2, DType.Int32), (Bools, 1, DType.Int32),
        ];
        foreach ((Tensor a, Tensor b, DType dtype) in cases)
            foreach (Func<Tensor, Tensor, Tensor> function in (Func<Tensor, Tensor, Tensor>[])[Ops.Add, Ops.Multiply, Ops.Maximum, Ops.Mod, (x, y) => Ops.Where(Bools, x, y)])
                Assert.Equal(dtype, function(a, b).DType);
        Check.Values(Ops.MatMul(Ints * 10000, Ints), [2, 2], 70000, 120000, 180000, 310000);
        Check.Values(Ops.MatMul(Tensor.From([1 << 25, 1], [1, 2]), Tensor.From([1, 1], [2])), [1], (1 << 25) + 1);
        Assert.Equal(DType.Int32, Ops.Dot(Ints, Ints).DType);
        Assert.Equal(DType.Int64, Ops.TensorDot(Ints, Longs).DType);
    }

    [Fact]
    public void AnglesHaveSignsAndEnds()
    {
        double inf = double.PositiveInfinity, nan = double.NaN;
        double[] y = [0, -0.0, 0, -0.0, 1, -1, inf, -inf, inf, 1, nan, 1], x = [1, 1, -1, -1, 0, 0, inf, -inf, 2, -inf, 1, nan];
        double[] got = Ops.Arctan2(Tensor.From(y, [12]), Tensor.From(x, [12])).ToArray<double>();
        for (int index = 0; index < y.Length; index++) Assert.Equal(Math.Atan2(y[index], x[index]), got[index], 1e-12);
        Assert.True(double.IsNegative(got[1]));
    }
}
