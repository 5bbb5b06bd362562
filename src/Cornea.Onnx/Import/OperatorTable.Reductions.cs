using Cornea.Layers;

namespace Cornea.Onnx;

internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Reductions() =>
    [
        Reduction("ReduceMean", (x, axes, keep) => Ops.Mean(x, axes, keep)),
        Reduction("ReduceSum", (x, axes, keep) => Ops.Sum(x, axes, keep)),
        Reduction("ReduceMax", (x, axes, keep) => Ops.Max(x, axes, keep)),
        Reduction("ReduceMin", (x, axes, keep) => Ops.Min(x, axes, keep)),
        Reduction("ReduceProd", (x, axes, keep) => Ops.Prod(x, axes, keep)),
        Reduction("ReduceL1", (x, axes, keep) => Ops.Sum(Ops.Abs(x), axes, keep)),
        Reduction("ReduceL2", (x, axes, keep) => Ops.Sqrt(Ops.Sum(Ops.Square(x), axes, keep))),
        Reduction("ReduceSumSquare", (x, axes, keep) => Ops.Sum(Ops.Square(x), axes, keep)),
        Reduction("ReduceLogSum", (x, axes, keep) => Ops.Log(Ops.Sum(x, axes, keep))),
        Reduction("ReduceLogSumExp", (x, axes, keep) => Ops.LogSumExp(x, axes, keep)),
        One("ArgMax", call => ArgReduce(call, (x, axis) => Ops.ArgMax(x, axis))),
        One("ArgMin", call => ArgReduce(call, (x, axis) => Ops.ArgMin(x, axis))),
    ];

    private static (string Name, Func<OperatorCall, Value[]> Run) Reduction(string name, Func<Tensor, Axes?, bool, Tensor> function) => One(name, call =>
    {
        Value x = call[0];
        int[]? given = call.Ints("axes", 1);
        bool isNone = given is null or [] && call.Flag("noop_with_empty_axes"); // Then each number is reduced by itself: squared, say, where squares are summed.
        if (isNone && name is "ReduceSum" or "ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceProd") return x;
        if (x.IsShape) return ReduceShape(call, name);
        int[] axes = given is null or [] ? isNone ? [] : [.. Enumerable.Range(0, x.Rank)] : OperatorCall.Front(given, x.Rank);
        bool keeps = call.Flag("keepdims", true);
        Layout layout = x.Layout.Mix is { } mix && !axes.Contains(mix.Axis) ? x.Layout : x.Layout.Unmixed;
        Tensor source = layout.Mix is null && x.Layout.Mix is { } whole && axes.Contains(whole.Axis) ? x.Tensor : x.To(layout); // In which order they are joined doesn't matter.
        int[] places = [.. axes.Select(layout.PlaceOf).Order()];
        if (IsGlobalAverage()) return call.Give(new GlobalAveragePooling2D(keepDims: keeps, name: call.Name).Call(source), keeps ? layout : layout.Without(axes));
        Tensor y = isNone ? function(source.ExpandDims(0), (Axes)0, false) : function(source, (Axes)places, keeps);
        return call.Give(source.DType.IsInteger ? y.Cast(source.DType) : y, keeps ? layout : layout.Without(axes));

        bool IsGlobalAverage() => name == "ReduceMean" && IsOfLayer(x) && x.Rank == 4 && places.SequenceEqual([1, 2]);
    });

    private static Value ReduceShape(OperatorCall call, string name)
    {
        Dim result = name == "ReduceProd" ? 1 : name == "ReduceSum" ? 0 : throw OperatorCall.Unsupported("this reduction of unknown sizes");
        foreach (Dim size in call[0].Symbols!) result = (name == "ReduceProd" ? Dim.Multiply(result, size) : Dim.Add(result, size)) ?? call.Import.Symbol();
        return Value.OfShape([result], isScalar: !call.Flag("keepdims", true));
    }

    private static Value ArgReduce(OperatorCall call, Func<Tensor, int, Tensor> function)
    {
        Value x = call[0];
        int axis = call.Axis(0, x.Rank);
        Layout layout = x.Layout.Mix?.Axis == axis ? x.Layout.Unmixed : x.Layout;
        int place = layout.PlaceOf(axis);
        Tensor source = x.To(layout);
        Tensor y = call.Flag("select_last_index") ? source.Shape[place] - 1 - function(Ops.Flip(source, place), place) : function(source, place);
        y = y.Cast(DType.Int64);
        return call.Flag("keepdims", true) ? call.Give(y.ExpandDims(place), layout) : call.Give(y, layout.Without([axis]));
    }
}
