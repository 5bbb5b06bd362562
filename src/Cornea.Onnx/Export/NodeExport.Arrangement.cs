namespace Cornea.Onnx;

internal sealed partial class NodeExport
{
    private static IEnumerable<(string Name, Action<NodeExport> Run)> Arrangement() =>
    [
        ("Transpose", export => export.Give(export.InItsLayout, export.LayoutOfX.Transposed(export.Sizes("permutation")))),
        ("Reshape", export => export.Reshape()),
        ("BroadcastTo", export => export.Give(export.Expanded(export.X, export.Sizes("shape")))),
        ("Concat", export => export.Concat()),
        ("Slice", export => export.Slice()),
        ("SliceGradient", export => export.PadBy(export.Sizes("starts"), [.. export.Sizes("starts").Select((start, axis) => export.X.Shape[axis] == Shape.Unknown ? 0 : export.Sizes("shape")[axis] - start - export.X.Shape[axis])], 0)),
        ("Pad", export => export.PadBy(export.Sizes("before"), export.Sizes("after"), export.Setting<double>("value"))),
        ("Gather", export => export.Give(export.Emit("Gather", [export.Plain(0), export.Plain(1)], ("axis", (long)export.Setting<int>("axis"))))),
        ("GatherAlong", export => export.Give(export.Emit("GatherElements", [export.Plain(0), export.Plain(1)], ("axis", -1L)))),
        ("Scatter", export => export.Scatter()),
        ("ScatterAdd", export => export.ScatterAdd()),
        ("OneHot", export => export.OneHot()),
        ("Sort", export => export.Sort()),
    ];

    private string Plain(int input) => _scope.NameOf(_node.Inputs[input]);

    private string InItsLayout => _scope.NameOf(X, LayoutOfX);

    // Repeated to a shape. A size that isn't known is the value's own, or where that is 1 the number of samples.
    private string Expanded(TracedValue value, Shape shape)
    {
        string name = _scope.NameOf(value);
        int added = shape.Rank - value.Shape.Rank;
        if (value.Shape == shape) return name;
        bool isBatch = shape.Rank > 0 && shape[0] == Shape.Unknown && (added > 0 || value.Shape[0] == 1);
        if (!isBatch) return Emit("Expand", [name, _scope.Integers([.. shape.Select(size => size == Shape.Unknown ? 1L : size)])]);
        string others = _scope.Integers([.. shape.Skip(1).Select(size => size == Shape.Unknown ? 1L : size)]);
        return Emit("Expand", [name, shape.Rank == 1 ? _scope.BatchSize() : Emit("Concat", [_scope.BatchSize(), others], ("axis", 0L))]);
    }

    // One unknown size is left open; another one that stays where it was is copied (0).
    private void Reshape()
    {
        long[] sizes = Longs("shape");
        if (X.Shape.Rank == sizes.Length && X.Shape.Select(size => (long)size).SequenceEqual(sizes))
        {
            Give(_scope.NameOf(X, LayoutOfX), LayoutOfX);
            return;
        }

        bool isOpen = false, hasZero = sizes.Contains(0);
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] != Shape.Unknown) continue;
            bool isCopied = !hasZero && axis < X.Shape.Rank && X.Shape[axis] == Shape.Unknown && sizes.Count(size => size == Shape.Unknown) > 1;
            if (isCopied) sizes[axis] = 0;
            else if (!isOpen) isOpen = true;
            else throw new NotSupportedException($"{Stem}: a reshape of {X.Shape} to {new Shape(Sizes("shape"))} leaves two sizes open, which ONNX can't.");
        }

        (string, object)[] attributes = hasZero ? [("allowzero", 1L)] : [];
        Give(Emit("Reshape", [Plain(0), _scope.Integers(sizes)], attributes));
    }

    private void Concat()
    {
        (string[] names, Layout layout) = Meet(_node.Inputs);
        Give(Emit("Concat", names, ("axis", (long)layout.PlaceOf(Setting<int>("axis")))), layout);
    }

    private void Slice()
    {
        Layout layout = LayoutOfX;
        int[] starts = Sizes("starts"), sizes = Sizes("sizes"), steps = Sizes("steps");
        var bounds = new List<(long Start, long End, long Axis, long Step)>();
        for (int axis = 0; axis < starts.Length; axis++)
        {
            if (steps[axis] == 1 && starts[axis] == 0 && (sizes[axis] == Shape.Unknown || sizes[axis] == X.Shape[axis])) continue;
            long stop = sizes[axis] == Shape.Unknown ? long.MaxValue : starts[axis] + ((long)sizes[axis] * steps[axis]);
            bounds.Add(sizes[axis] == 0 ? (0, 0, layout.PlaceOf(axis), 1) : (starts[axis], stop < 0 ? -long.MaxValue : stop, layout.PlaceOf(axis), steps[axis]));
        }

        string x = _scope.NameOf(X, layout);
        Give(bounds.Count == 0 ? x : Emit("Slice", [x, All(bound => bound.Start), All(bound => bound.End), All(bound => bound.Axis), All(bound => bound.Step)]), layout);

        string All(Func<(long Start, long End, long Axis, long Step), long> part) => _scope.Integers([.. bounds.Select(part)]);
    }

    private void PadBy(int[] before, int[] after, double value)
    {
        Layout layout = LayoutOfX;
        long[] pads = [.. layout.Order.Select(axis => (long)before[axis]), .. layout.Order.Select(axis => (long)after[axis])];
        Give(Emit("Pad", [_scope.NameOf(X, layout), _scope.Integers(pads), _scope.Number(value, X.DType)]), layout);
    }

    private void Scatter()
    {
        string reduction = Setting<string>("function") switch
        {
            "Add" => "add",
            "Multiply" => "mul",
            "Maximum" => "max",
            "Minimum" => "min",
            _ => "none",
        };
        Give(Emit("ScatterND", [Plain(0), Rows(1), Plain(2)], ("reduction", reduction)));
    }

    private void ScatterAdd()
    {
        long[] shape = [.. Y.Shape.Select(size => (long)size)];
        string zeros = Emit("Expand", [_scope.Number(0, Y.DType), _scope.Integers(shape)]);
        Give(Emit("ScatterND", [zeros, Rows(1), Plain(0)], ("reduction", "add")));
    }

    private string Rows(int input) => Emit("Unsqueeze", [Cast(Plain(input), DType.Int64), _scope.Integers(-1)]);

    // Not ONNX' OneHot: there negative indices count from the end.
    private void OneHot()
    {
        int depth = Setting<int>("depth");
        string classes = _scope.Integers([.. Enumerable.Range(0, depth).Select(index => (long)index)]);
        Give(Cast(Emit("Equal", [Emit("Unsqueeze", [Cast(Plain(0), DType.Int64), _scope.Integers(-1)]), classes]), DType.Float32));
    }

    private void Sort()
    {
        string[] results = _scope.Emit("TopK", Stem, 2, [Plain(0), _scope.Integers(X.Shape[^1])], ("axis", -1L), ("largest", Setting<bool>("descending") ? 1L : 0L), ("sorted", 1L));
        Give(results[0]);
        _scope.Set(_node.Outputs[1], Cast(results[1], DType.Int32));
    }
}
