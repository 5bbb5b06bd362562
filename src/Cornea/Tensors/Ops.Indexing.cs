using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Reading and writing at indices; what depends on the values computes at once.
public static partial class Ops
{
    /// <summary>Elements along an axis at indices of x's own rank (broadcast on the other axes); without an axis, of x made flat.</summary>
    public static Tensor TakeAlongAxis(Tensor x, Tensor indices, int? axis = null)
    {
        if (axis is null) return TakeAlongAxis(x.Reshape([-1]), indices.Reshape([-1]), 0);
        int along = x.Shape.Axis(axis.Value, "TakeAlongAxis");
        if (indices.Rank != x.Rank) throw new ShapeException($"TakeAlongAxis: expected indices of rank {x.Rank} as x, got {indices.Shape} for {x.Shape}.");
        Shape lead = Shape.Broadcast(x.Shape.With(along, 1), indices.Shape.With(along, 1), "TakeAlongAxis");
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[along], order[^1]) = (order[^1], order[along]);
        Tensor rows = x.BroadcastTo(lead.With(along, x.Shape[along])).Transpose(order);
        Tensor places = ToIndices(indices).BroadcastTo(lead.With(along, indices.Shape[along])).Transpose(order);
        return Node.Emit(new GatherAlong(), rows, places)[0].Transpose(order);
    }

    /// <summary>Zeros of a shape with values added at indices: indices […, depth] name the first depth axes.</summary>
    public static Tensor Scatter(Tensor indices, Tensor values, Shape shape) =>
        ScatterUpdate(Zeros(shape, values.DType), indices, values, "add");

    /// <summary>x with updates put at indices […, depth], which name its first depth axes.</summary>
    /// <param name="inputs">Any shape.</param>
    /// <param name="indices">The last axis is the depth; negative ones count from the end of their axis. One outside it is an error.</param>
    /// <param name="updates">The indices' other axes, then x's remaining ones.</param>
    /// <param name="reduction">Null replaces; add, max, min, mul join with what is there.</param>
    public static Tensor ScatterUpdate(Tensor inputs, Tensor indices, Tensor updates, string? reduction = null)
    {
        ScatterFunction function = reduction switch
        {
            null => ScatterFunction.Set,
            "add" => ScatterFunction.Add,
            "max" => ScatterFunction.Maximum,
            "min" => ScatterFunction.Minimum,
            "mul" => ScatterFunction.Multiply,
            _ => throw new ArgumentException($"ScatterUpdate: expected a reduction of null, add, max, min, mul, got '{reduction}'."),
        };
        int depth = indices.Shape[^1];
        if (depth > inputs.Rank) throw new ShapeException($"ScatterUpdate: expected indices of at most {inputs.Rank} axes for {inputs.Shape}, got {indices.Shape}.");
        Tensor flat = FlatIndices(indices, inputs.Shape[..depth]);
        int rows = checked((int)inputs.Shape.Product(0, depth)), inner = checked((int)inputs.Shape.Product(depth, inputs.Rank));
        Tensor result = Node.Emit(new Scatter(function), inputs.Reshape([rows, inner]), flat, updates.Cast(inputs.DType).Reshape([flat.Shape[0], inner]))[0];
        return result.Reshape(inputs.Shape);
    }

    /// <summary>The slices of x at indices […, depth], which name its first depth axes.</summary>
    public static Tensor GatherNd(Tensor x, Tensor indices)
    {
        int depth = indices.Shape[^1];
        Tensor flat = FlatIndices(indices, x.Shape[..depth]);
        Tensor rows = x.Reshape([checked((int)x.Shape.Product(0, depth)), .. x.Shape[depth..]]);
        return Take(rows, flat, 0).Reshape([.. indices.Shape[..^1], .. x.Shape[depth..]]);
    }

    /// <summary>A part of x: from the start indices, so much along each axis.</summary>
    public static Tensor Slice(Tensor inputs, Axes startIndices, Shape shape)
    {
        if (startIndices.Count != inputs.Rank || shape.Rank != inputs.Rank)
            throw new ShapeException($"Slice: expected {inputs.Rank} start indices and sizes for {inputs.Shape}, got {startIndices} and {shape}.");
        Shape whole = inputs.Shape;
        int[] starts = [.. startIndices.Select((start, axis) => start < 0 ? start + whole[axis] : start)];
        int[] sizes = [.. shape.Select((size, axis) => size == Shape.Unknown ? whole[axis] - starts[axis] : size)];
        return Node.Emit(new Slice(starts, sizes, SliceSteps.Ones(inputs.Rank)), inputs)[0];
    }

    /// <summary>x with a part replaced by updates, from the start indices on. Starts too late are moved so that the updates fit.</summary>
    public static Tensor SliceUpdate(Tensor inputs, Axes startIndices, Tensor updates)
    {
        if (startIndices.Count != inputs.Rank || updates.Rank != inputs.Rank)
            throw new ShapeException($"SliceUpdate: expected {inputs.Rank} start indices and updates of that rank for {inputs.Shape}, got {startIndices} and {updates.Shape}.");
        (Shape whole, Shape part) = (inputs.Shape, updates.Shape);
        (int, int)[] margins = [.. startIndices.Select((start, axis) => Margin(Math.Clamp(start < 0 ? start + whole[axis] : start, 0, whole[axis] - part[axis]), axis))];
        Tensor isNew = Pad(Ones(part, DType.Int32), margins).Cast(DType.Bool);
        return Where(isNew, Pad(updates.Cast(inputs.DType), margins), inputs);

        (int, int) Margin(int start, int axis) => (start, whole[axis] - start - part[axis]);
    }

    /// <summary>The sum of the slices (along the first axis) of each segment.</summary>
    /// <param name="data">[n, …].</param>
    /// <param name="segmentIds">int32 [n]: the segment of each; a slice whose id lies outside is left out.</param>
    /// <param name="numSegments">How many; without it the largest id + 1, for which the ids are computed.</param>
    public static Tensor SegmentSum(Tensor data, Tensor segmentIds, int? numSegments = null) =>
        Segments(ScatterFunction.Add, 0, data, segmentIds, numSegments);

    /// <summary>The largest of the slices of each segment; the lowest number for an empty one.</summary>
    /// <inheritdoc cref="SegmentSum" path="/param"/>
    public static Tensor SegmentMax(Tensor data, Tensor segmentIds, int? numSegments = null) =>
        Segments(ScatterFunction.Maximum, Lowest(data.DType), data, segmentIds, numSegments);

    /// <summary>The smallest of the slices of each segment; the largest number for an empty one.</summary>
    /// <inheritdoc cref="SegmentSum" path="/param"/>
    public static Tensor SegmentMin(Tensor data, Tensor segmentIds, int? numSegments = null) =>
        Segments(ScatterFunction.Minimum, Highest(data.DType), data, segmentIds, numSegments);

    /// <summary>The product of the slices of each segment.</summary>
    /// <inheritdoc cref="SegmentSum" path="/param"/>
    public static Tensor SegmentProd(Tensor data, Tensor segmentIds, int? numSegments = null) =>
        Segments(ScatterFunction.Multiply, 1, data, segmentIds, numSegments);

    /// <summary>For each index a row of zeros with a 1 at the index, along a new axis; zeros only where the index lies outside.</summary>
    public static Tensor OneHot(Tensor x, int numClasses, int axis = -1, DType? dtype = null)
    {
        Tensor y = Node.Emit(new OneHot(AxisSize.Known(numClasses, "OneHot", "numClasses")), ToIndices(x))[0].Cast(dtype ?? DType.Float32);
        return axis == -1 ? y : MoveAxis(y, -1, axis);
    }

    /// <summary>For each row of the last axis one row with a 1 at each of its indices.</summary>
    public static Tensor MultiHot(Tensor inputs, int numClasses, int axis = -1, DType? dtype = null)
    {
        int reduction = inputs.Rank > 1 ? 1 : 0;
        Tensor y = OneHot(inputs, numClasses, axis, dtype);
        return Max(y, axis: axis < 0 ? (inputs.Rank > 1 ? inputs.Rank - 1 : 0) : reduction);
    }

    /// <summary>The int32 positions of the values that aren't 0, axis by axis; computes.</summary>
    public static IReadOnlyList<Tensor> Nonzero(Tensor x)
    {
        bool[] isThere = NotEqual(x, 0).ToBooleans();
        int[] places = [.. Enumerable.Range(0, isThere.Length).Where(place => isThere[place])];
        return [.. Enumerable.Range(0, x.Rank).Select(axis =>
        {
            long inner = x.Shape.Product(axis + 1, x.Rank);
            return Tensor.From(Array.ConvertAll(places, place => (int)(place / inner % x.Shape[axis])), [places.Length]);
        })];
    }

    /// <summary>The position in a shape of indices into its elements in row order, axis by axis.</summary>
    public static IReadOnlyList<Tensor> UnravelIndex(Tensor indices, Shape shape)
    {
        indices = Where(indices < 0, indices + checked((int)shape.ElementCount), indices);
        return [.. Enumerable.Range(0, shape.Rank).Select(axis => Mod(FloorDivide(indices, checked((int)shape.Product(axis + 1, shape.Rank))), shape[axis]))];
    }

    /// <summary>Indices as int32. Those of int64 beyond it become its ends, which lie outside of every axis: cut to 32 bits, 2³² would be 0.</summary>
    internal static Tensor ToIndices(Tensor x) =>
        (x.DType == DType.Int64 && x.Literal is null ? Clip(x, int.MinValue, int.MaxValue) : x).Cast(DType.Int32);

    // Where one is outside its own axis, the place is outside of all: added up with the others it might be one that there is.
    private static Tensor FlatIndices(Tensor indices, Shape axes)
    {
        indices = ToIndices(indices);
        Tensor sizes = Tensor.From(axes.ToArray(), [axes.Rank]);
        int[] strides = [.. Enumerable.Range(0, axes.Rank).Select(axis => checked((int)axes.Product(axis + 1, axes.Rank)))];
        Tensor places = Sum(Where(indices < 0, indices + sizes, indices) * Tensor.From(strides, [axes.Rank]), axis: -1);
        Tensor isInside = All(LogicalAnd(indices >= -sizes, indices < sizes), axis: -1);
        return Where(isInside, places, RangeError.Outside).Reshape([-1]);
    }

    private static Tensor Segments(ScatterFunction function, double start, Tensor data, Tensor segmentIds, int? numSegments)
    {
        Tensor ids = ToIndices(segmentIds);
        int count = numSegments is { } given ? AxisSize.Known(given, "Segments", "numSegments") : CountUpTo(ids, "Segments");
        int inner = checked((int)data.Shape.Product(1, data.Rank));
        Tensor rows = data.Reshape([data.Shape[0], inner]);
        Tensor place = Where(LogicalOr(ids < 0, ids >= count), count, ids); // One more row takes what belongs nowhere.
        Tensor result = function == ScatterFunction.Add
            ? Node.Emit(new ScatterAdd(0, AxisSize.Sum("Segments", count, 1)), rows, place)[0]
            : Node.Emit(new Scatter(function), Full([AxisSize.Sum("Segments", count, 1), inner], start, data.DType), place, rows)[0];
        return Slice(result, 0, 0, count).Reshape([count, .. data.Shape[1..]]);
    }

    // How many integers there are from 0 to the largest of some.
    private static int CountUpTo(Tensor indices, string who) =>
        indices.Shape.ElementCount == 0 ? 0 : Math.Max(0, AxisSize.Of(Math.Max(-1L, Max(indices).ToScalar<int>()) + 1, who));

    private static double Lowest(DType dtype) =>
        dtype.IsFloating ? float.MinValue : dtype == DType.Int32 ? int.MinValue : dtype == DType.Int64 ? long.MinValue : 0.0;

    private static double Highest(DType dtype) =>
        dtype.IsFloating ? float.MaxValue : dtype == DType.Int32 ? int.MaxValue : dtype == DType.Int64 ? long.MaxValue : (double)byte.MaxValue;
}
