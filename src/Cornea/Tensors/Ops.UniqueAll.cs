namespace Cornea;

// What is there once; computes, as the result's size depends on the values.
public static partial class Ops
{
    /// <summary>The different values as <see cref="Unique(Tensor)"/>, or the different slices along an axis, and where they stand. Computes.</summary>
    /// <param name="x">Any shape; without an axis made flat.</param>
    /// <param name="axis">The axis whose slices are compared.</param>
    /// <param name="size">How many to give: cut, or filled up.</param>
    /// <param name="fillValue">What fills up; the first value without it.</param>
    /// <returns>
    /// The values; the int32 place where each stood first; for each of x's slices the place of its value (in x's shape without an axis); how
    /// often each occurs.
    /// </returns>
    public static (Tensor Values, Tensor Indices, Tensor Inverse, Tensor Counts) UniqueAll(Tensor x, int? axis = null, int? size = null, double? fillValue = null)
    {
        if (size is { } asked) AxisSize.Table(AxisSize.Known(asked, "UniqueAll", "a size"), 1, "UniqueAll");
        Tensor moved = axis is { } along ? MoveAxis(x, along, 0) : x.Reshape([-1]);
        int count = moved.Shape[0], inner = count == 0 ? 0 : (int)(moved.Shape.ElementCount / count);
        double[] values = moved.ToArray<double>();
        int[] order = [.. Enumerable.Range(0, count)];
        Array.Sort(order, (a, b) => Compare(a, b) is not 0 and int difference ? difference : a - b);
        var firsts = new List<int>();
        var counts = new List<int>();
        var inverse = new int[count];
        foreach (int place in order)
        {
            if (firsts.Count == 0 || Compare(firsts[^1], place) != 0)
            {
                firsts.Add(place);
                counts.Add(0);
            }

            counts[^1]++;
            inverse[place] = firsts.Count - 1;
        }

        Tensor Indexed(IEnumerable<int> numbers) => numbers.ToArray() is var array ? Tensor.From(array, [array.Length]) : null!;
        int found = size is { } wanted ? Math.Min(wanted, firsts.Count) : firsts.Count, missing = (size ?? found) - found;
        Tensor kept = Take(moved, Indexed(firsts.Take(found)), 0);
        if (missing > 0)
        {
            Tensor filler = fillValue is { } number ? Full([missing, .. moved.Shape[1..]], number, x.DType) : Take(kept, Indexed(Enumerable.Repeat(0, missing)), 0);
            kept = Concatenate([kept, filler], 0);
        }

        Tensor back = Indexed(inverse);
        return (
            axis is { } position ? MoveAxis(kept, 0, position) : kept,
            Indexed(firsts.Take(found).Concat(Enumerable.Repeat(firsts.FirstOrDefault(), missing))),
            axis is null ? back.Reshape(x.Shape) : back,
            Indexed(counts.Take(found).Concat(Enumerable.Repeat(0, missing))));

        int Compare(int a, int b) => values.AsSpan(a * inner, inner).SequenceCompareTo(values.AsSpan(b * inner, inner));
    }
}
