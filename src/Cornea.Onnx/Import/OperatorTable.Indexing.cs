namespace Cornea.Onnx;

// Values picked by numbers.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Indexing() =>
    [
        One("Gather", Gather),
        One("GatherElements", call =>
        {
            Value x = call[0];
            int axis = call.Axis(0, x.Rank);
            Layout layout = x.Layout.Unmixed;
            int place = layout.PlaceOf(axis);
            return call.Give(Ops.TakeAlongAxis(Narrowed(x.To(layout), call[1].To(layout), place), Wrapped(call[1].To(layout), x.To(layout).Shape[place]), place), layout);
        }),
        One("GatherND", GatherNd),
        One("Scatter", ScatterElements),
        One("ScatterElements", ScatterElements),
        One("ScatterND", call =>
        {
            Tensor x = call[0].Plain, indices = call[1].Plain;
            return call.Give(Ops.ScatterUpdate(x, WrappedPlaces(indices, x.Shape), call[2].Plain, Reduction(call)));
        }),
        Many("TopK", TopK),
        One("OneHot", OneHot),
        One("Compress", call =>
        {
            Value x = call[0];
            long[] condition = call[1].Numbers("condition");
            int[] places = [.. Enumerable.Range(0, condition.Length).Where(index => condition[index] != 0)];
            Tensor y = call.Has("axis") ? x.Plain : x.Plain.Reshape([-1]);
            return call.Give(Ops.Take(y, places, call.Has("axis") ? call.Axis(0, x.Rank) : 0));
        }),
        One("NonZero", call =>
        {
            if (!call[0].IsConstant) throw new InvalidDataException("where its input isn't zero must be known when the model is imported, but that depends on the inputs");
            int rank = Math.Max(1, call[0].Rank);
            IReadOnlyList<Tensor> places = Ops.Nonzero(call[0].Plain);
            return Value.Constant(Ops.Stack([.. places.Select(place => place.Cast(DType.Int64))], 0));
        }),
        One("NonMaxSuppression", call => NonMaxSuppression.Run(call)),
        Many("Unique", call => UniqueValues.Run(call)),
        One("CumSum", CumulativeSum),
    ];

    /// <summary>Negative places counted from the front.</summary>
    private static Tensor Wrapped(Tensor indices, int size) => size == Shape.Unknown ? indices : Ops.Where(indices < 0, indices + size, indices);

    private static Tensor WrappedPlaces(Tensor indices, Shape shape)
    {
        int count = indices.Shape[^1];
        if (shape[..count].Contains(Shape.Unknown)) return indices;
        Tensor sizes = Tensor.From([.. shape[..count].Select(size => (long)size)], [count]).Cast(indices.DType);
        return Ops.Where(indices < 0, indices + sizes, indices);
    }

    private static Value Gather(OperatorCall call)
    {
        Value x = call[0], indices = call[1];
        if (x.IsShape)
        {
            long[] places = indices.Numbers("indices");
            if (indices.Rank > 1) throw OperatorCall.Unsupported("picking a table of unknown sizes");
            return Value.OfShape([.. places.Select(place => x.Symbols![OperatorCall.Front(place, x.Symbols!.Length, "index")])], isScalar: indices.Rank == 0);
        }

        int axis = call.Axis(0, x.Rank);
        if (indices.IsConstant && indices.Rank <= 1)
        {
            // The axis stays where it lies.
            Layout layout = x.Layout.Unmixed;
            int place = layout.PlaceOf(axis);
            Tensor source = x.To(layout);
            int[] places = [.. indices.Numbers("indices").Select(index => source.Shape[place] == Shape.Unknown ? checked((int)index) : OperatorCall.Front(index, source.Shape[place], "index"))];
            if (indices.Rank == 0) return call.Give(source.Shape[place] == Shape.Unknown ? Ops.Take(source, places[0], place) : Ops.Slice(source, place, places[0], 1).Squeeze(place), layout.Without([axis]));
            return call.Give(IsRun(places) ? Ops.Slice(source, place, places.FirstOrDefault(), places.Length) : Ops.Take(source, places, place), layout);
        }

        return call.Give(Ops.Take(x.Plain, Wrapped(indices.Plain, x.Sizes[axis]), axis));
    }

    private static bool IsRun(int[] places) => places.Length > 0 && places.Zip(places.Skip(1)).All(pair => pair.Second == pair.First + 1);

    // Indices may be fewer than there are elements along other axes.
    private static Tensor Narrowed(Tensor x, Tensor indices, int axis)
    {
        for (int place = 0; place < x.Rank; place++)
            if (place != axis && indices.Shape[place] != Shape.Unknown && indices.Shape[place] < x.Shape[place]) x = Ops.Slice(x, place, 0, indices.Shape[place]);
        return x;
    }

    private static Value GatherNd(OperatorCall call)
    {
        Tensor x = call[0].Plain, indices = call[1].Plain;
        int batch = checked((int)call.Int("batch_dims", 0));
        if (batch == 0) return call.Give(Ops.GatherNd(x, WrappedPlaces(indices, x.Shape)));
        if (batch < 0 || batch >= Math.Min(x.Rank, indices.Rank)) throw new ShapeException($"its batch_dims are {batch}; expected less than the ranks {x.Rank} and {indices.Rank}");

        // The places along the axes that both share are put before the given ones.
        Shape outer = indices.Shape[..^1];
        var places = new List<Tensor>();
        Tensor wrapped = WrappedPlaces(indices, x.Shape[batch..]);
        for (int axis = 0; axis < batch; axis++)
        {
            Tensor range = Ops.Arange(x.Shape[axis], dtype: indices.DType).Reshape([.. Enumerable.Range(0, outer.Rank + 1).Select(other => other == axis ? x.Shape[axis] : 1)]);
            places.Add(range.BroadcastTo([.. outer, 1]));
        }

        return call.Give(Ops.GatherNd(x, Ops.Concatenate([.. places, wrapped], -1)));
    }

    private static string? Reduction(OperatorCall call) => call.Text("reduction", "none") switch
    {
        "none" => null,
        "add" => "add",
        "mul" => "mul",
        "max" => "max",
        "min" => "min",
        var other => throw OperatorCall.Unsupported($"the reduction '{other}'"),
    };

    private static Value ScatterElements(OperatorCall call)
    {
        Tensor x = call[0].Plain, indices = call[1].Plain, updates = call[2].Plain;
        int axis = call.Axis(0, x.Rank);
        Shape shape = indices.Shape;
        Tensor along = Wrapped(indices, x.Shape[axis]);
        Tensor[] places = [.. Enumerable.Range(0, x.Rank).Select(other => (other == axis ? along
            : Ops.Arange(shape[other], dtype: indices.DType).Reshape([.. Enumerable.Range(0, x.Rank).Select(own => own == other ? shape[own] : 1)]).BroadcastTo(shape)).Reshape([-1, 1]))];
        return call.Give(Ops.ScatterUpdate(x, Ops.Concatenate(places, 1), updates.Reshape([-1]), Reduction(call)));
    }

    private static Value[] TopK(OperatorCall call)
    {
        Value x = call[0];
        int axis = call.Axis(-1, x.Rank), size = x.Sizes[axis];
        int k = call.Has("k") ? checked((int)call.Int("k", 0)) : checked((int)call[1].Numbers("k")[0]);
        if (k < 0 || (size >= 0 && k > size)) throw new ShapeException($"the largest {k} of {size} aren't there");
        Layout layout = x.Layout.Unmixed;
        int place = layout.PlaceOf(axis);
        Tensor y = x.To(layout);
        if (place != x.Rank - 1) y = Ops.MoveAxis(y, place, -1);
        bool isLargest = call.Flag("largest", true);
        Tensor values, indices;
        if (isLargest)
        {
            (values, indices) = Ops.TopK(y, k);
        }
        else
        {
            indices = Ops.Slice(Ops.ArgSort(y), y.Rank - 1, 0, k);
            values = Ops.TakeAlongAxis(y, indices, -1);
        }

        if (place != x.Rank - 1) (values, indices) = (Ops.MoveAxis(values, -1, place), Ops.MoveAxis(indices, -1, place));
        return [call.Give(values, layout), call.Give(indices.Cast(DType.Int64), layout)];
    }

    private static Value OneHot(OperatorCall call)
    {
        Tensor indices = call[0].Plain, values = call[2].Plain;
        int depth = checked((int)Scalar(call, 1, "depth")), axis = call.Axis(-1, indices.Rank + 1);
        Tensor hot = Ops.OneHot(Wrapped(indices.Cast(DType.Int32), depth), depth, axis, DType.Bool);
        return call.Give(Ops.Where(hot, values[1], values[0]));
    }

    private static Value CumulativeSum(OperatorCall call)
    {
        Value x = call[0];
        int axis = OperatorCall.Front(call[1].Numbers("axis")[0], x.Rank, "axis");
        Layout layout = x.Layout.Unmixed;
        int place = layout.PlaceOf(axis);
        Tensor y = x.To(layout);
        bool isReverse = call.Flag("reverse");
        if (isReverse) y = Ops.Flip(y, place);
        Tensor sum = Ops.CumSum(y, place);
        if (call.Flag("exclusive")) sum -= y;
        return call.Give(isReverse ? Ops.Flip(sum, place) : sum, layout);
    }
}
