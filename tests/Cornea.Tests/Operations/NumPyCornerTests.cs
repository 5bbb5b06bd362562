using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Arguments at the corners, with what NumPy, and so Keras, gives: no values, no axes, negative axes, truth values, infinities.</summary>
public class NumPyCornerTests
{
    private const double Infinity = double.PositiveInfinity, NaN = double.NaN;

    private static readonly Tensor Empty = Ops.Zeros([0, 3]);

    private static readonly Tensor X = Tensor.From([3f, 1, 2, 6, 5, 4], [2, 3]);

    [Fact]
    public void Reductions_of_nothing()
    {
        Check.Values(Ops.Sum(Empty, 0), [3], 0, 0, 0);
        Check.Values(Ops.Sum(Empty), [], 0);
        Check.Values(Ops.Prod(Empty, 0), [3], 1, 1, 1);
        Check.Values(Ops.Mean(Empty, 0), [3], NaN, NaN, NaN);
        Check.Values(Ops.All(Empty, 0), [3], 1, 1, 1);
        Check.Values(Ops.Any(Empty, 0), [3], 0, 0, 0);
        Check.Values(Ops.Max(Empty, 0, initial: -2), [3], -2, -2, -2);
        Check.Values(Ops.Sum(Empty, 1), [0]);
        Check.Values(Ops.CountNonzero(Empty), [], 0);
        Check.Values(Ops.CumSum(Empty, 0), [0, 3]);
        Check.Values(Ops.CumProd(Empty, 1), [0, 3]);
        Check.Values(Ops.Sort(Empty, 0), [0, 3]);
        Check.Values(Ops.MatMul(Empty, Ops.Ones([3, 2])), [0, 2]);
        Check.Values(Ops.MatMul(Ops.Zeros([2, 0]), Ops.Zeros([0, 2])), [2, 2], 0, 0, 0, 0);
        Check.Values(Ops.Concatenate([Empty, X], 0), [2, 3], 3, 1, 2, 6, 5, 4);
        Check.Values(Ops.Softmax(Empty), [0, 3]);
        Check.Values(Ops.Norm(Empty), [], 0);
    }

    [Fact]
    public void Reductions_over_no_axes_and_over_negative_ones()
    {
        Check.Values(Ops.Sum(X, (Axes)[]), [2, 3], 3, 1, 2, 6, 5, 4);
        Check.Values(Ops.Mean(X, (Axes)[]), [2, 3], 3, 1, 2, 6, 5, 4);
        Check.Values(Ops.Var(X, (Axes)[]), [2, 3], 0, 0, 0, 0, 0, 0);
        Check.Values(Ops.Max(X, (-1, 0), keepDims: true), [1, 1], 6);
        Check.Values(Ops.ArgMax(X, keepDims: true), [1, 1], 3);
        Check.Values(Ops.ArgMin(X, axis: -1, keepDims: true), [2, 1], 1, 2);
        Check.Values(Ops.Ptp(X, axis: -1, keepDims: true), [2, 1], 2, 2);
        Check.Values(Ops.Median(X, axis: (-1, -2), keepDims: true), [1, 1], 3.5);
        Check.Values(Ops.Quantile(X, Tensor.From([0.0, 1.0], [2]), axis: -1), [2, 2], 1, 4, 3, 6);
        Check.Values(Ops.LogSumExp(Ops.Full([2], double.NegativeInfinity)), [], double.NegativeInfinity);
        Check.Values(Ops.LogSumExp(Tensor.From([double.PositiveInfinity, 1], [2])), [], Infinity);
    }

    [Fact]
    public void Truth_values_and_bytes_grow()
    {
        Tensor truth = Tensor.From(new[] { true, true, false, true }), bytes = Tensor.From(new byte[] { 200, 100, 255 });
        Check.Values(Ops.Sum(truth), [], 3);
        Check.Values(Ops.Mean(truth), [], 0.75);
        Check.Values(Ops.CumSum(truth), [4], 1, 2, 2, 3);
        Check.Values(Ops.Sum(bytes), [], 555);
        Check.Values(Ops.Prod(bytes), [], 200 * 100 * 255);
        Check.Values(truth + truth, [4], 2, 2, 0, 2);
        Check.Values(Ops.Max(truth), [], 1);
        Check.Values(Ops.Where(truth, 1, 0), [4], 1, 1, 0, 1);
        Check.Values(Ops.Diff(truth), [3], 0, 1, 1);
        Check.Values(Ops.Abs(truth), [4], 1, 1, 0, 1);
        Assert.Equal(DType.Float32, Ops.Sqrt(truth).DType);
        Assert.Equal(DType.Float32, Ops.Mean(bytes).DType);
    }

    [Fact]
    public void Infinities_and_NaN()
    {
        Tensor x = Tensor.From(new[] { float.PositiveInfinity, float.NegativeInfinity, float.NaN, -0f, 1 });
        Check.Values(Ops.Sign(x), [5], 1, -1, NaN, 0, 1);
        Check.Values(Ops.NanToNum(x, nan: 7, posinf: 8, neginf: 9), [5], 8, 9, 7, 0, 1);
        Check.Values(Ops.SignBit(x)[3..], [2], 1, 0);
        Check.Values(Ops.IsClose(x, x, equalNan: true), [5], 1, 1, 1, 1, 1);
        Check.Values(Ops.IsClose(x, x), [5], 1, 1, 0, 1, 1);
        Check.Values(Ops.Heaviside(x, 0.5), [5], 1, 0, NaN, 0.5, 1);
        Check.Values(Ops.Sigmoid(x)[..2], [2], 1, 0);
        Check.Values(Ops.Softplus(x)[..2], [2], Infinity, 0);
        Check.Values(Ops.Tanh(x)[..2], [2], 1, -1);
        Check.Values(Ops.LogAddExp(x, x)[..3], [3], Infinity, double.NegativeInfinity, NaN);
        Check.Values(Ops.Arctan2(x[..2], x[..2]), [2], Math.PI / 4, -3 * Math.PI / 4);
        Check.Values(Ops.Trunc(Tensor.From(new[] { 1.7f, -1.7f, float.PositiveInfinity })), [3], 1, -1, Infinity);
        Check.Values(Ops.NanMax(x), [], Infinity);
        Check.Values(Ops.NanSum(x[2..]), [], 1);
        Check.Values(Ops.Clip(x, 2, 1), [5], 1, 1, NaN, 1, 1);
    }

    [Fact]
    public void Rounding_powers_and_divisors_of_integers()
    {
        Check.Values(Ops.Round(Tensor.From(new[] { 0.5f, 1.5f, 2.5f, -0.5f })), [4], 0, 2, 2, 0);
        Check.Values(Ops.Round(Tensor.From([15, 25, 34], [3]), -1), [3], 20, 20, 30);
        Check.Values(Ops.Power(Tensor.From([0, 2, -3], [3]), Tensor.From([0, 10, 3], [3])), [3], 1, 1024, -27);
        Check.Values(Ops.Gcd(Tensor.From([0, -12, 0], [3]), Tensor.From([0, 18, -5], [3])), [3], 0, 6, 5);
        Check.Values(Ops.Lcm(Tensor.From([0, -4], [2]), Tensor.From([5, 6], [2])), [2], 0, 12);
        Check.Values(Ops.FloorDivide(Tensor.From(new[] { -7f, 7 }), Tensor.From(new[] { 2f, -2 })), [2], -4, -4);
        Check.Values(Tensor.From(new[] { -7f, 7 }) % Tensor.From(new[] { 2f, -2 }), [2], 1, -1);
        Check.Values(Ops.Fmod(Tensor.From(new[] { -7f, 7 }), Tensor.From(new[] { 2f, -2 })), [2], -1, 1);
        Check.Values(Ops.LeftShift(Tensor.From([1, 1], [2]), Tensor.From([31, 3], [2])), [2], int.MinValue, 8);
        Check.Values(Ops.RightShift(Tensor.From([-8, 8], [2]), Tensor.From([1, 40], [2])), [2], -4, 0);
    }

    [Fact]
    public void Arrangements_with_negative_axes()
    {
        Check.Values(Ops.Roll(X, -1, -1), [2, 3], 1, 2, 3, 5, 4, 6);
        Check.Values(Ops.Rot90(X, -1), [3, 2], 6, 3, 5, 1, 4, 2);
        Check.Values(Ops.Repeat(X, [0, 2], -2), [2, 3], 6, 5, 4, 6, 5, 4);
        Check.Values(Ops.Flip(X, -2), [2, 3], 6, 5, 4, 3, 1, 2);
        Check.Values(Ops.Diagonal(X, -1, -2, -1), [1], 6);
        Check.Values(Ops.Trace(X, 1), [], 1 + 4);
        Check.Values(Ops.Tril(X, -1), [2, 3], 0, 0, 0, 6, 0, 0);
        Check.Values(Ops.Triu(X, 1), [2, 3], 0, 1, 2, 0, 0, 4);
        Check.Values(Ops.Take(X, Tensor.From(-1), -1), [2], 2, 4);
        Check.Values(Ops.Linspace(0, 1, 1), [1], 0);
        Check.Values(Ops.Linspace(0, 1, 0), [0]);
        Check.Values(Ops.Linspace(0, 1, 2, endpoint: false), [2], 0, 0.5);
        Check.Values(Ops.Arange(5, 0, -2), [3], 5, 3, 1);
        Check.Values(Ops.Arange(3, 1), [0]);
        Check.Values(Ops.Split(X, [1, 9], -1)[1], [2, 2], 1, 2, 5, 4);
        Check.Values(Ops.Split(X, [1, 9], -1)[2], [2, 0]);
        Check.Values(Ops.ArraySplit(X, 2, -1)[0], [2, 2], 3, 1, 6, 5);
        Check.Values(Ops.Tile(Tensor.From(new[] { 1f, 2 }), (2, 1)), [2, 2], 1, 2, 1, 2);
        Check.Values(Ops.Diff(X, n: 0), [2, 3], 3, 1, 2, 6, 5, 4);
        Check.Values(Ops.Diff(X, n: 5), [2, 0]);
        Check.Values(Ops.Cross(Tensor.From(new[] { 1f, 2 }), Tensor.From(new[] { 3f, 4 })), [], -2);
        Check.Values(Ops.OneHot(Tensor.From([1, -1], [2]), 2, axis: 0), [2, 2], 0, 0, 1, 0);
        Check.Values(Ops.Vander(Tensor.From([2, 3], [2]), 3, increasing: true), [2, 3], 1, 2, 4, 1, 3, 9);
        Check.Values(Ops.Einsum("ij->", X), [], 21);
        Check.Values(Ops.UnravelIndex(Tensor.From([5, -1], [2]), [2, 3])[1], [2], 2, 2);
        Check.Values(Ops.Trapezoid(X, Tensor.From(new[] { 0f, 2 }), axis: 0), [3], 9, 6, 6);
        Check.Values(Ops.SearchSorted(Tensor.From(new[] { 1f, 2, 2, 3 }), Tensor.From(new[] { 2f, 0, 9 }), "right"), [3], 3, 0, 4);
    }

    [Fact]
    public void Arguments_that_mean_nothing_are_refused()
    {
        Check.Error<ArgumentException>(() => Ops.Histogram(X, 3, (2, 1)), "Histogram", "(2, 1)");
        Check.Error<ArgumentException>(() => Ops.Diff(X, n: -1), "Diff", "-1");
        Check.Error<ShapeException>(() => Ops.Linspace(0, 1, -1), "Linspace", "-1");
        Check.Error<ShapeException>(() => Ops.Repeat(X, -1), "Repeat", "-1");
        Check.Error<ShapeException>(() => Ops.Tile(X, -1), "Tile", "-1");
        Check.Error<ShapeException>(() => Ops.Eye(-1), "Eye", "-1");
        Check.Error<ShapeException>(() => Ops.OneHot(Tensor.From(1), -1), "OneHot", "-1");
        Check.Error<ArgumentException>(() => Ops.Bincount(Tensor.From([-1, 2], [2])), "Bincount", "-1");
    }
}
