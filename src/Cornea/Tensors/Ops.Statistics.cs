using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Running sums, means, quantiles and counts.
public static partial class Ops
{
    /// <summary>Running sums along an axis; without one, over all values in order.</summary>
    public static Tensor CumSum(Tensor x, int? axis = null, DType? dtype = null) => Running(ReduceFunction.Sum, x, axis, dtype);

    /// <summary>Running products along an axis; without one, over all values in order.</summary>
    public static Tensor CumProd(Tensor x, int? axis = null, DType? dtype = null) => Running(ReduceFunction.Product, x, axis, dtype);

    /// <summary>Each value less the one before it along an axis, n times over.</summary>
    public static Tensor Diff(Tensor a, int n = 1, int axis = -1)
    {
        if (n < 0) throw new ArgumentException($"Diff: expected n of at least 0, got {n}.");
        int along = a.Shape.Axis(axis, "Diff");
        if (Later.IsFor(a, along)) return Later.Emit("Diff", [a], given => Diff(given[0], n, axis), ("n", n), ("axis", axis));
        for (; n > 0 && a.Shape[along] != 0; n--)
        {
            int size = Math.Max(0, a.Shape[along] - 1);
            Tensor later = Slice(a, along, a.Shape[along] - size, size), earlier = Slice(a, along, 0, size);
            a = a.DType == DType.Bool ? LogicalXor(later, earlier) : later - earlier;
        }

        return a;
    }

    /// <summary>The middle value over axes, or the mean of the two in the middle.</summary>
    public static Tensor Median(Tensor x, Axes? axis = null, bool keepDims = false) => Quantile(x, 0.5, axis, keepDims: keepDims);

    /// <summary>The value below which a share q of all lies; NaN where there is one.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="q">From 0 to 1: a number, or [n], for which the result has a leading axis.</param>
    /// <param name="axis">Over these; over all without any.</param>
    /// <param name="method">Where q falls between two values: linear, lower, higher, midpoint, nearest.</param>
    /// <param name="keepDims">Whether the axes stay, with size 1.</param>
    public static Tensor Quantile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepDims = false)
    {
        x = Floating(x);
        Tensor rows = Sort(Rows(x, axis, "Quantile", out int[] axes));
        double last = AxisSize.Along(rows.Shape, rows.Rank - 1, "Quantile") - 1;
        Tensor place = Clip(q.Cast(rows.DType) * last, 0, last).Reshape([-1]);
        Tensor y = Between(place, method, position => Take(rows, position.Cast(DType.Int32), -1));
        return Placed(x, q, axes, Where(Any(IsNaN(rows), axis: -1, keepDims: true), double.NaN, y), keepDims);
    }

    /// <summary>As <see cref="Quantile"/>, the share given in percent.</summary>
    public static Tensor Percentile(Tensor x, Tensor q, Axes? axis = null, string method = "linear", bool keepDims = false) =>
        Quantile(x, Floating(q) * 0.01, axis, method, keepDims);

    /// <summary>The mean over axes, each value counted by its weight.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">Over these; over all without any.</param>
    /// <param name="weights">In the shape of x, or, with a single axis, one for each place of it.</param>
    public static Tensor Average(Tensor x, Axes? axis = null, Tensor? weights = null)
    {
        x = Floating(x);
        if (weights is null) return Mean(x, axis);
        weights = weights.Cast(x.DType);
        if (weights.Rank != x.Rank && axis is { Count: 1 } along)
        {
            int position = x.Shape.Axis(along[0], "Average");
            weights = weights.Reshape([.. Enumerable.Repeat(1, position), -1, .. Enumerable.Repeat(1, x.Rank - position - 1)]);
        }

        weights = weights.BroadcastTo(x.Shape);
        return Sum(x * weights, axis) / Sum(weights, axis);
    }

    /// <summary>The largest value less the smallest, over axes.</summary>
    public static Tensor Ptp(Tensor x, Axes? axis = null, bool keepDims = false) => Max(x, axis, keepDims) - Min(x, axis, keepDims);

    /// <summary>How many values over axes aren't 0, as int32.</summary>
    public static Tensor CountNonzero(Tensor x, Axes? axis = null) => Sum(NotEqual(x, 0).Cast(DType.Int32), axis);

    /// <summary>Mean and variance over axes.</summary>
    public static (Tensor Mean, Tensor Variance) Moments(Tensor x, Axes axes, bool keepDims = false)
    {
        x = Floating(x);
        return (Mean(x, axes, keepDims), Var(x, axes, keepDims));
    }

    /// <summary>How many values fall into each of equal bins, and the bins' edges. The last bin has its upper edge too.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="range">The lowest and the highest edge; the values' own without it.</param>
    public static (Tensor Counts, Tensor Edges) Histogram(Tensor x, int bins = 10, (double Low, double High)? range = null)
    {
        if (bins < 1) throw new ArgumentException($"Histogram: expected at least one bin, got {bins}.");
        if (range is { } ends && !(ends.Low <= ends.High)) throw new ArgumentException($"Histogram: expected a range from low to high, got {ends}.");
        x = Floating(x).Reshape([-1]);
        Tensor low = range is { } given ? Tensor.Number(given.Low, x.DType) : Min(x);
        Tensor high = range is { } also ? Tensor.Number(also.High, x.DType) : Max(x);
        Tensor isPoint = Equal(low, high);
        (low, high) = (Where(isPoint, low - 0.5, low), Where(isPoint, high + 0.5, high));
        Tensor edges = Linspace(low, high, bins + 1);
        Tensor bin = Minimum(Digitize(x, Slice(edges, 0, 1, bins)), bins - 1);
        Tensor isInside = LogicalAnd(x >= low, x <= high);
        Tensor counts = SegmentSum(isInside.Cast(x.DType), bin, bins);
        return (counts, edges);
    }

    /// <summary>How often each integer from 0 on occurs, along the last axis; computes, as the result's size depends on the values.</summary>
    /// <param name="x">Integers of at least 0, [n] or [batch, n].</param>
    /// <param name="weights">What each counts; 1 without them.</param>
    /// <param name="minLength">The result is at least so long.</param>
    public static Tensor Bincount(Tensor x, Tensor? weights = null, int minLength = 0)
    {
        Tensor indices = ToIndices(x);
        if (x.Shape.ElementCount > 0 && Min(indices).ToScalar<int>() is < 0 and int lowest) throw new ArgumentException($"Bincount: expected integers of at least 0, got {lowest}.");
        int depth = Math.Max(minLength, CountUpTo(indices, "Bincount"));
        Tensor hits = Equal(indices.ExpandDims(-1), Arange(depth));
        return Sum(weights is null ? hits.Cast(DType.Int32) : Where(hits, weights.ExpandDims(-1), 0), axis: -2);
    }

    /// <summary>The correlation of each pair of rows of [variables, observations].</summary>
    public static Tensor CorrCoef(Tensor x)
    {
        x = Floating(x);
        Tensor rows = x.Rank == 1 ? x.ExpandDims(0) : x, centered = rows - Mean(rows, axis: -1, keepDims: true);
        Tensor covariance = MatMul(centered, centered.Transpose()) / Math.Max(1, rows.Shape[^1] - 1);
        Tensor deviation = Sqrt(Diagonal(covariance)), result = Clip(covariance / Outer(deviation, deviation), -1, 1);
        return x.Rank == 1 ? result.Reshape([]) : result;
    }

    /// <summary>Σₖ x1[k + i] · x2[k] for each shift i at which the two meet wholly (valid), centred (same) or at all (full).</summary>
    public static Tensor Correlate(Tensor x1, Tensor x2, string mode = "valid")
    {
        (x1, x2) = Meet(Floating(x1), Floating(x2));
        if (x1.Rank != 1 || x2.Rank != 1) throw new ShapeException($"Correlate: expected [n] and [m], got {x1.Shape} and {x2.Shape}.");
        int n = x1.Shape[0], m = x2.Shape[0], longer = Math.Max(n, m), shorter = Math.Min(n, m);
        (int start, int count) = mode switch
        {
            "full" => (0, n + m - 1),
            "same" => ((shorter - 1) / 2, longer),
            "valid" => (shorter - 1, longer - shorter + 1),
            _ => throw new ArgumentException($"Correlate: expected a mode of valid, same, full, got '{mode}'."),
        };
        if (mode == "same" && n < m) start = (n + m - 1 - longer + 1) / 2;
        Tensor rows = Take(Pad(x1, [(m - 1, m - 1)]), Arange(n + m - 1).ExpandDims(1) + Arange(m).ExpandDims(0), 0);
        return Slice(MatMul(rows, x2), 0, start, count);
    }

    /// <summary>The area under samples along an axis, by trapezoids.</summary>
    /// <param name="y">The samples.</param>
    /// <param name="x">Where they were taken; evenly without it.</param>
    /// <param name="dx">Their distance, without x.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor Trapezoid(Tensor y, Tensor? x = null, double dx = 1, int axis = -1)
    {
        y = Floating(y);
        int along = y.Shape.Axis(axis, "Trapezoid"), size = y.Shape[along] - 1;
        Tensor width = x is null ? dx : x.Rank == 1
            ? Diff(Floating(x)).Reshape([size, .. Enumerable.Repeat(1, y.Rank - along - 1)])
            : Diff(Floating(x), axis: axis);
        return Sum((Slice(y, along, 1, size) + Slice(y, along, 0, size)) * width * 0.5, axis: along);
    }

    /// <summary>The axes of an argument, from the front and in order; all of them where it is null.</summary>
    internal static int[] AxesOf(Tensor x, Axes? axis, string who) =>
        axis is { } given ? [.. given.Of(x.Shape, who).Order()] : [.. Enumerable.Range(0, x.Rank)];

    // The axes that go, made the last one.
    private static Tensor Rows(Tensor x, Axes? axis, string who, out int[] axes)
    {
        int[] gone = AxesOf(x, axis, who), others = [.. Enumerable.Range(0, x.Rank).Except(gone)];
        axes = gone;
        Shape outer = [.. others.Select(position => x.Shape[position])], inner = [.. gone.Select(position => x.Shape[position])];
        return x.Transpose([.. others, .. gone]).Reshape([.. outer, inner.IsKnown ? checked((int)inner.ElementCount) : -1]); // Known, though the batch isn't.
    }

    // The values at places that may lie between two.
    private static Tensor Between(Tensor place, string method, Func<Tensor, Tensor> at)
    {
        Tensor low = at(Floor(place)), high = at(Ceil(place));
        return method switch
        {
            "linear" => Where(Equal(place, Floor(place)), low, low + ((high - low) * (place - Floor(place)))),
            "lower" => low,
            "higher" => high,
            "nearest" => at(Round(place)),
            "midpoint" => Where(Equal(place, Floor(place)), low, (low + high) * 0.5),
            _ => throw new ArgumentException($"Quantile: expected a method of linear, lower, higher, midpoint, nearest, got '{method}'."),
        };
    }

    // The places along the last axis brought to where the result has them: first, or nowhere where there is a single one.
    private static Tensor Placed(Tensor x, Tensor q, int[] axes, Tensor y, bool keepDims)
    {
        y = q.Rank == 0 ? y.Squeeze(-1) : y.Transpose([y.Rank - 1, .. Enumerable.Range(0, y.Rank - 1)]);
        if (!keepDims) return y;
        Shape kept = [.. x.Shape.Select((size, position) => axes.Contains(position) ? 1 : size)];
        return y.Reshape([.. q.Rank == 0 ? [] : y.Shape[..1], .. kept]);
    }

    private static Tensor Running(ReduceFunction function, Tensor x, int? axis, DType? dtype)
    {
        if (axis is null) (x, axis) = (x.Reshape([-1]), 0);
        x = dtype is not null ? x.Cast(dtype) : x.DType == DType.Bool ? x.Cast(DType.Int32) : x;
        return Node.Emit(new Cumulative(function, x.Shape.Axis(axis.Value, "Cumulative"), false), x)[0];
    }
}
