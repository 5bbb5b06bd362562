using System.Numerics;

namespace Cornea;

// What is there once; computes, as the result's size depends on the values.
public static partial class Ops
{
    /// <summary>The different values as <see cref="Unique(Tensor)"/>, or the different slices along an axis, and where they stand. Computes.</summary>
    /// <param name="x">Any shape; without an axis made flat.</param>
    /// <param name="axis">The axis whose slices are compared.</param>
    /// <param name="size">How many to give: cut, or filled up.</param>
    /// <param name="fillValue">What fills up; 0 without it.</param>
    /// <param name="sorted">Whether the values ascend (slices by their first different element); else they stand as they came first.</param>
    /// <returns>
    /// The values; the int32 place where each stood first (1 where filled up, as in Keras); for each of x's slices the place of its value (in x's shape without an axis); how
    /// often each occurs.
    /// </returns>
    /// <remarks>Each NaN is a value of its own, and the last: it equals nothing. Source: Keras 3.15, ops.unique.</remarks>
    public static (Tensor Values, Tensor Indices, Tensor Inverse, Tensor Counts) UniqueAll(Tensor x, int? axis = null, int? size = null, double? fillValue = null, bool sorted = true)
    {
        if (size is { } asked) AxisSize.Table(AxisSize.Known(asked, "UniqueAll", "a size"), 1, "UniqueAll");
        Tensor moved = axis is { } along ? MoveAxis(x, along, 0) : x.Reshape([-1]);
        int count = moved.Shape[0], inner = count == 0 ? 0 : (int)(moved.Shape.ElementCount / count);
        Comparison<int> compare = x.DType.IsFloating ? Ascending(moved.ToArray<double>(), inner) : Ascending(moved.ToArray<long>(), inner);
        int[] order = [.. Enumerable.Range(0, count)];
        Array.Sort(order, (a, b) => compare(a, b) is not 0 and int difference ? difference : a - b);
        var groups = new List<List<int>>(); // The places of each value, the first one first.
        foreach (int place in order)
        {
            if (groups.Count == 0 || compare(groups[^1][0], place) != 0) groups.Add([]);
            groups[^1].Add(place);
        }

        if (!sorted) groups = [.. groups.OrderBy(places => places[0])];
        var inverse = new int[count];
        for (int value = 0; value < groups.Count; value++)
            foreach (int place in groups[value]) inverse[place] = value;

        int found = Math.Min(size ?? groups.Count, groups.Count), missing = (size ?? found) - found;
        Tensor kept = Take(moved, [.. groups.Take(found).Select(places => places[0])], 0);
        if (missing > 0) kept = Concatenate([kept, Full([missing, .. moved.Shape[1..]], fillValue ?? 0, x.DType)], 0);
        Tensor back = Indexed(inverse);
        return (
            axis is { } position ? MoveAxis(kept, 0, position) : kept,
            Indexed(groups.Take(found).Select(places => places[0]).Concat(Enumerable.Repeat(1, missing))),
            axis is null ? back.Reshape(x.Shape) : back,
            Indexed(groups.Take(found).Select(places => places.Count).Concat(Enumerable.Repeat(0, missing))));

        static Tensor Indexed(IEnumerable<int> numbers) => numbers.ToArray() is var array ? Tensor.From(array, [array.Length]) : null!;
    }

    // Which of two slices comes first. A NaN is behind all numbers, and another one than every other NaN.
    private static Comparison<int> Ascending<T>(T[] values, int inner)
        where T : INumberBase<T>, IComparable<T> => (a, b) =>
    {
        for (int index = 0; a != b && index < inner; index++)
        {
            (T left, T right) = (values[(a * inner) + index], values[(b * inner) + index]);
            if (T.IsNaN(left) && T.IsNaN(right)) return a - b;
            if (T.IsNaN(left) || T.IsNaN(right)) return T.IsNaN(left) ? 1 : -1;
            if (left.CompareTo(right) is not 0 and int difference) return difference;
        }

        return 0;
    };
}
