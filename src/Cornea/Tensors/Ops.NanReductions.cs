namespace Cornea;

// Reductions that leave NaN out.
public static partial class Ops
{
    /// <summary>The sum over axes, NaN counted as 0.</summary>
    public static Tensor NanSum(Tensor x, Axes? axis = null, bool keepDims = false) => Sum(WithoutNan(x, 0), axis, keepDims);

    /// <summary>The product over axes, NaN counted as 1.</summary>
    public static Tensor NanProd(Tensor x, Axes? axis = null, bool keepDims = false) => Prod(WithoutNan(x, 1), axis, keepDims);

    /// <summary>Running sums, NaN counted as 0.</summary>
    public static Tensor NanCumSum(Tensor x, int? axis = null, DType? dtype = null) => CumSum(WithoutNan(x, 0), axis, dtype);

    /// <summary>Running products, NaN counted as 1.</summary>
    public static Tensor NanCumProd(Tensor x, int? axis = null, DType? dtype = null) => CumProd(WithoutNan(x, 1), axis, dtype);

    /// <summary>The largest number over axes; NaN where there is none.</summary>
    public static Tensor NanMax(Tensor x, Axes? axis = null, bool keepDims = false) => !x.DType.IsFloating ? Max(x, axis, keepDims)
        : Where(All(IsNaN(x), axis, keepDims), double.NaN, Max(WithoutNan(x, double.NegativeInfinity), axis, keepDims));

    /// <summary>The smallest number over axes; NaN where there is none.</summary>
    public static Tensor NanMin(Tensor x, Axes? axis = null, bool keepDims = false) => !x.DType.IsFloating ? Min(x, axis, keepDims)
        : Where(All(IsNaN(x), axis, keepDims), double.NaN, Min(WithoutNan(x, double.PositiveInfinity), axis, keepDims));

    /// <summary>The int32 index of the largest number along an axis; −1 where there is none.</summary>
    public static Tensor NanArgMax(Tensor x, int? axis = null, bool keepDims = false) =>
        Where(All(IsNaN(x), Along(axis), keepDims), -1, ArgMax(WithoutNan(x, double.NegativeInfinity), axis, keepDims));

    /// <summary>The int32 index of the smallest number along an axis; −1 where there is none.</summary>
    public static Tensor NanArgMin(Tensor x, int? axis = null, bool keepDims = false) =>
        Where(All(IsNaN(x), Along(axis), keepDims), -1, ArgMin(WithoutNan(x, double.PositiveInfinity), axis, keepDims));

    /// <summary>The mean of the numbers over axes; NaN where there is none.</summary>
    public static Tensor NanMean(Tensor x, Axes? axis = null, bool keepDims = false) =>
        NanSum(Floating(x), axis, keepDims) / Numbers(x, axis, keepDims);

    /// <summary>The variance of the numbers over axes; NaN where there is none.</summary>
    public static Tensor NanVar(Tensor x, Axes? axis = null, bool keepDims = false)
    {
        x = Floating(x);
        Tensor centered = Where(IsNaN(x), 0, x - NanMean(x, axis, keepDims: true));
        return Sum(Square(centered), axis, keepDims) / Numbers(x, axis, keepDims);
    }

    /// <summary>The standard deviation of the numbers over axes; NaN where there is none. Where it is 0, so is the gradient.</summary>
    public static Tensor NanStd(Tensor x, Axes? axis = null, bool keepDims = false) => Root(NanVar(x, axis, keepDims));

    /// <summary>The middle number over axes, or the mean of the two in the middle, NaN left out; NaN where there is none.</summary>
    public static Tensor NanMedian(Tensor x, Axes? axis = null, bool keepDims = false) => NanQuantile(x, 0.5, axis, keepDims: keepDims);

    /// <summary>The number below which a share q of all numbers lies, NaN left out; NaN where there is none.</summary>
    /// <inheritdoc cref="Quantile" path="/param"/>
    public static Tensor NanQuantile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepDims = false)
    {
        x = Floating(x);
        Tensor rows = Rows(x, axis, "NanQuantile", out int[] axes);
        Tensor sorted = Sort(rows), count = Sum(LogicalNot(IsNaN(rows)).Cast(x.DType), axis: -1, keepDims: true);
        Tensor place = Maximum(Clip(q.Cast(x.DType), 0, 1).Reshape([-1]) * (count - 1), 0);
        return Placed(x, q, axes, Between(place, method, position => TakeAlongAxis(sorted, position.Cast(DType.Int32), -1)), keepDims);
    }

    /// <summary>The number below which q percent of all numbers lie, NaN left out.</summary>
    /// <inheritdoc cref="Quantile" path="/param"/>
    public static Tensor NanPercentile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepDims = false) =>
        NanQuantile(x, Floating(q) * 0.01, axis, method, keepDims);

    private static Tensor WithoutNan(Tensor x, double instead) => x.DType.IsFloating ? Where(IsNaN(x), instead, x) : x;

    private static Axes? Along(int? axis) => axis is { } given ? given : default(Axes?);

    private static Tensor Numbers(Tensor x, Axes? axis, bool keepDims) => Sum(LogicalNot(IsNaN(x)).Cast(FloatingOf(x)), axis, keepDims);
}
