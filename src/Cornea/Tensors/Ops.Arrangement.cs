using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// The same values in another order, repeated, joined or taken apart.
public static partial class Ops
{
    private const int MostSections = 1 << 20;

    /// <summary>All values along one axis.</summary>
    public static Tensor Ravel(Tensor x) => x.Reshape([-1]);

    /// <summary>New axes of size 1 at positions of the result.</summary>
    public static Tensor ExpandDims(Tensor x, Axes axes)
    {
        int rank = x.Rank + axes.Count;
        foreach (int axis in axes.Select(axis => axis < 0 ? axis + rank : axis).Order()) x = ExpandDims(x, axis);
        return x;
    }

    /// <summary>Axes moved to other positions; the others keep their order.</summary>
    public static Tensor MoveAxis(Tensor x, Axes source, Axes destination)
    {
        int[] from = source.Of(x.Shape, "MoveAxis"), to = destination.Of(x.Shape, "MoveAxis");
        if (from.Length != to.Length) throw new ShapeException($"MoveAxis: expected as many destinations as sources, got {source} and {destination}.");
        var order = new List<int>(Enumerable.Range(0, x.Rank).Except(from));
        foreach ((int position, int axis) in to.Zip(from).OrderBy(pair => pair.First)) order.Insert(position, axis);
        return x.Transpose([.. order]);
    }

    /// <summary>Two axes exchanged.</summary>
    public static Tensor SwapAxes(Tensor x, int axis1, int axis2)
    {
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        int first = x.Shape.Axis(axis1, "SwapAxes"), second = x.Shape.Axis(axis2, "SwapAxes");
        (order[first], order[second]) = (order[second], order[first]);
        return x.Transpose(order);
    }

    /// <summary>The values moved round along axes; without an axis, over all values in order.</summary>
    public static Tensor Roll(Tensor x, Axes shift, Axes? axis = null)
    {
        if (axis is not { } given)
            return Later.IsFor(x) ? Later.Emit("Roll", [x], inputs => Roll(inputs[0], shift), ("shift", shift), ("axis", null)) : Roll(x.Reshape([-1]), shift, 0).Reshape(x.Shape);
        if (shift.Count != given.Count && shift.Count != 1 && given.Count != 1)
            throw new ShapeException($"Roll: expected a shift for each axis, got {shift} for axes {given}.");
        if (given.Any(along => Later.IsFor(x, x.Shape.Axis(along, "Roll")))) return Later.Emit("Roll", [x], inputs => Roll(inputs[0], shift, given), ("shift", shift), ("axis", given));
        for (int index = 0; index < Math.Max(given.Count, shift.Count); index++)
        {
            int along = x.Shape.Axis(given[given.Count == 1 ? 0 : index], "Roll"), size = x.Shape[along];
            if (size == 0) continue;
            int by = shift[shift.Count == 1 ? 0 : index] % size;
            if (by < 0) by += size;
            if (by != 0) x = Concatenate([Slice(x, along, size - by, by), Slice(x, along, 0, size - by)], along);
        }

        return x;
    }

    /// <summary>Turned by k quarters, from the first of two axes towards the second.</summary>
    public static Tensor Rot90(Tensor array, int k = 1, Axes? axes = null)
    {
        int[] plane = (axes ?? (0, 1)).Of(array.Shape, "Rot90");
        if (plane.Length != 2) throw new ShapeException($"Rot90: expected two different axes, got {axes}.");
        return (((k % 4) + 4) % 4) switch
        {
            0 => array,
            1 => SwapAxes(Flip(array, plane[1]), plane[0], plane[1]),
            2 => Flip(array, plane),
            _ => Flip(SwapAxes(array, plane[0], plane[1]), plane[1]),
        };
    }

    /// <summary>Each value, or slice along an axis, so many times after itself; without an axis x is made flat.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="repeats">One number, or one for each place of the axis.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor Repeat(Tensor x, Axes repeats, int? axis = null)
    {
        if (axis is null) (x, axis) = (x.Reshape([-1]), 0);
        int along = x.Shape.Axis(axis.Value, "Repeat");
        if (repeats.Count != 1)
        {
            if (repeats.Count != x.Shape[along]) throw new ShapeException($"Repeat: expected {x.Shape[along]} repeats for axis {axis} of {x.Shape}, got {repeats}.");
            foreach (int count in repeats) AxisSize.Known(count, "Repeat", "repeats");
            AxisSize.Table(repeats.Sum(count => (long)count), 1, "Repeat");
            int[] places = [.. repeats.SelectMany((count, place) => Enumerable.Repeat(place, count))];
            return Take(x, Tensor.From(places, [places.Length]), along);
        }

        int times = AxisSize.Known(repeats[0], "Repeat", "repeats");
        if (Later.IsFor(x, along)) return Later.Emit("Repeat", [x], given => Repeat(given[0], times, along), ("repeats", times), ("axis", along));
        Tensor wide = x.ExpandDims(along + 1);
        return wide.BroadcastTo(wide.Shape.With(along + 1, times)).Reshape(x.Shape.With(along, AxisSize.Product("Repeat", x.Shape[along], times)));
    }

    /// <summary>The whole, so many times along each of the last axes; new axes come first.</summary>
    public static Tensor Tile(Tensor x, Axes repeats)
    {
        if (Later.IsFor(x)) return Later.Emit("Tile", [x], given => Tile(given[0], repeats), ("repeats", repeats));
        int rank = Math.Max(x.Rank, repeats.Count);
        int[] times = [.. Enumerable.Repeat(1, rank - repeats.Count), .. repeats];
        x = x.Reshape([.. Enumerable.Repeat(1, rank - x.Rank), .. x.Shape]);
        for (int axis = 0; axis < rank; axis++)
        {
            if (AxisSize.Known(times[axis], "Tile", "repeats") == 1) continue;
            Tensor wide = x.ExpandDims(axis);
            x = wide.BroadcastTo(wide.Shape.With(axis, times[axis])).Reshape(x.Shape.With(axis, AxisSize.Product("Tile", times[axis], x.Shape[axis])));
        }

        return x;
    }

    /// <summary>An axis cut into parts of one size.</summary>
    /// <exception cref="ShapeException">It doesn't divide evenly.</exception>
    public static IReadOnlyList<Tensor> Split(Tensor x, int indicesOrSections, int axis = 0)
    {
        int along = x.Shape.Axis(axis, "Split"), size = x.Shape[along];
        if (indicesOrSections < 1 || size % indicesOrSections != 0) throw new ShapeException($"Split: expected indicesOrSections that divide axis {axis} of {x.Shape}, got {indicesOrSections}.");
        return [.. Enumerable.Range(0, indicesOrSections).Select(part => Slice(x, along, part * (size / indicesOrSections), size / indicesOrSections))];
    }

    /// <summary>An axis cut at indices; negative ones count from the end.</summary>
    public static IReadOnlyList<Tensor> Split(Tensor x, Axes indicesOrSections, int axis = 0)
    {
        int along = x.Shape.Axis(axis, "Split"), size = x.Shape[along];
        int[] cuts = [0, .. indicesOrSections.Select(index => Math.Clamp(index < 0 ? index + size : index, 0, size)), size];
        return [.. Enumerable.Range(0, cuts.Length - 1).Select(part => Slice(x, along, cuts[part], Math.Max(0, cuts[part + 1] - cuts[part])))];
    }

    /// <summary>An axis cut into parts, the first of which are longer by one where it doesn't divide evenly.</summary>
    public static IReadOnlyList<Tensor> ArraySplit(Tensor x, int indicesOrSections, int axis = 0)
    {
        if (indicesOrSections < 1) throw new ArgumentException($"ArraySplit: expected at least one section, got {indicesOrSections}.");
        if (indicesOrSections > MostSections) throw new ArgumentException($"ArraySplit: expected at most {MostSections:N0} sections, got {indicesOrSections:N0}.");
        int size = x.Shape[x.Shape.Axis(axis, "ArraySplit")], longer = size % indicesOrSections;
        int[] cuts = [.. Enumerable.Range(1, indicesOrSections - 1).Select(part => (part * (size / indicesOrSections)) + Math.Min(part, longer))];
        return Split(x, cuts, axis);
    }

    /// <summary>An axis cut at indices, as <see cref="Split(Tensor, Axes, int)"/> does.</summary>
    public static IReadOnlyList<Tensor> ArraySplit(Tensor x, Axes indicesOrSections, int axis = 0) => Split(x, indicesOrSections, axis);

    /// <summary>The second axis (of a vector the only one) cut into parts of one size.</summary>
    public static IReadOnlyList<Tensor> Hsplit(Tensor x, int indicesOrSections) => Split(x, indicesOrSections, x.Rank == 1 ? 0 : 1);

    /// <summary>The second axis (of a vector the only one) cut at indices.</summary>
    public static IReadOnlyList<Tensor> Hsplit(Tensor x, Axes indicesOrSections) => Split(x, indicesOrSections, x.Rank == 1 ? 0 : 1);

    /// <summary>The first axis cut into parts of one size.</summary>
    public static IReadOnlyList<Tensor> Vsplit(Tensor x, int indicesOrSections) => Split(x, indicesOrSections);

    /// <summary>The first axis cut at indices.</summary>
    public static IReadOnlyList<Tensor> Vsplit(Tensor x, Axes indicesOrSections) => Split(x, indicesOrSections);

    /// <summary>The third axis cut into parts of one size.</summary>
    public static IReadOnlyList<Tensor> Dsplit(Tensor x, int indicesOrSections) => Split(x, indicesOrSections, 2);

    /// <summary>The third axis cut at indices.</summary>
    public static IReadOnlyList<Tensor> Dsplit(Tensor x, Axes indicesOrSections) => Split(x, indicesOrSections, 2);

    /// <summary>The slices along an axis, which goes away.</summary>
    /// <param name="x">Rank at least 1.</param>
    /// <param name="num">How many there must be; follows from x without it.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The axis isn't of size num.</exception>
    public static IReadOnlyList<Tensor> Unstack(Tensor x, int? num = null, int axis = 0)
    {
        int along = x.Shape.Axis(axis, "Unstack");
        if (num is { } expected && expected != x.Shape[along]) throw new ShapeException($"Unstack: expected {expected} slices along axis {axis}, got shape {x.Shape}.");
        return [.. Enumerable.Range(0, x.Shape[along]).Select(index => Slice(x, along, index, 1).Squeeze(along))];
    }

    /// <summary>Side by side: along the second axis, or the only one.</summary>
    public static Tensor Hstack(IReadOnlyList<Tensor> xs)
    {
        Tensor[] atLeast = [.. xs.Select(tensor => AtLeast1D(tensor))];
        return Concatenate(atLeast, atLeast[0].Rank == 1 ? 0 : 1);
    }

    /// <summary>Below each other: along the first axis; vectors are rows.</summary>
    public static Tensor Vstack(IReadOnlyList<Tensor> xs) =>
        Concatenate([.. xs.Select(tensor => tensor.Rank < 2 ? tensor.Reshape([1, -1]) : tensor)], 0);

    /// <summary>Behind each other: along the third axis.</summary>
    public static Tensor Dstack(IReadOnlyList<Tensor> xs) => Concatenate(
        [.. xs.Select(tensor => tensor.Rank < 2 ? tensor.Reshape([1, -1, 1]) : tensor.Rank == 2 ? tensor.ExpandDims(2) : tensor)], 2);

    /// <summary>One tensor after the other along an axis; made flat without one.</summary>
    public static Tensor Append(Tensor x1, Tensor x2, int? axis = null) =>
        axis is { } along ? Concatenate([x1, x2], along) : Concatenate([x1.Reshape([-1]), x2.Reshape([-1])], 0);

    /// <summary>The order of columns turned round.</summary>
    public static Tensor Fliplr(Tensor x) => Flip(x, 1);

    /// <summary>The order of rows turned round.</summary>
    public static Tensor Flipud(Tensor x) => Flip(x, 0);

    /// <summary>The same number of values put before and after every axis.</summary>
    /// <inheritdoc cref="Pad(Tensor, IReadOnlyList{ValueTuple{int, int}}, string, double?)" path="/param"/>
    public static Tensor Pad(Tensor x, int padWidth, string mode = "constant", double? constantValues = null) =>
        Pad(x, [.. Enumerable.Repeat((padWidth, padWidth), x.Rank)], mode, constantValues);

    /// <summary>Values put before and after each axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="padWidth">How many before and after, for each axis.</param>
    /// <param name="mode">constant; reflect mirrors about the outermost value, symmetric repeats it, edge repeats only it, wrap goes on at the other end.</param>
    /// <param name="constantValues">For constant, and for nothing else; 0 without it.</param>
    /// <exception cref="ShapeException">There isn't a pair for each axis.</exception>
    public static Tensor Pad(Tensor x, IReadOnlyList<(int Before, int After)> padWidth, string mode = "constant", double? constantValues = null)
    {
        if (padWidth.Count != x.Rank) throw new ShapeException($"Pad: expected an amount before and after each axis of {x.Shape}, got {padWidth.Count}.");
        if (mode == "constant")
            return Node.Emit(new Graphs.Operations.Pad([.. padWidth.Select(amount => amount.Before)], [.. padWidth.Select(amount => amount.After)], constantValues ?? 0), x)[0];
        if (constantValues is not null) throw new ArgumentException($"Pad: expected constantValues with the mode constant only, got them with '{mode}'.");
        if (x.IsSymbolic && Enumerable.Range(0, x.Rank).Any(axis => padWidth[axis] != (0, 0) && x.Shape[axis] == Shape.Unknown))
            return Later.Emit("Pad", [x], given => Pad(given[0], padWidth, mode), ("pad_width", padWidth.Select(amount => (Axes)(amount.Before, amount.After)).ToArray()), ("mode", mode));
        for (int axis = 0; axis < x.Rank; axis++)
        {
            (int before, int after) = (AxisSize.Known(padWidth[axis].Before, "Pad", "amounts"), AxisSize.Known(padWidth[axis].After, "Pad", "amounts"));
            if (before == 0 && after == 0) continue;
            int size = x.Shape[axis];
            if (size < 1) throw new ShapeException($"Pad: expected a size that is known and at least 1 at axis {axis} for the mode {mode}, got {x.Shape}.");
            int[] places = [.. Enumerable.Range(-before, AxisSize.Table((long)before + size + after, 1, "Pad")).Select(place => Source(place, size))];
            x = Take(x, Tensor.From(places, [places.Length]), axis);
        }

        return x;

        int Source(int place, int size) => mode switch
        {
            "reflect" => size == 1 ? 0 : Mirrored(place, size, (2L * size) - 2, 2),
            "symmetric" => Mirrored(place, size, 2L * size, 1),
            "edge" => Math.Clamp(place, 0, size - 1),
            "wrap" => (int)Fold(place, size),
            _ => throw new ArgumentException($"Pad: expected a mode of constant, reflect, symmetric, edge, wrap, got '{mode}'."),
        };

        static int Mirrored(int place, int size, long period, int turn)
        {
            long at = Fold(place, period);
            return (int)(at < size ? at : (2L * size) - turn - at);
        }

        static long Fold(long place, long period) => ((place % period) + period) % period;
    }

    private static Tensor AtLeast1D(Tensor x) => x.Rank == 0 ? x.Reshape([1]) : x;
}
