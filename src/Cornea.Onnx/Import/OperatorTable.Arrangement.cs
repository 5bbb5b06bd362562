using Cornea.Layers;

namespace Cornea.Onnx;

// Values stay what they are, and come to other places.
internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Arrangement() =>
    [
        One("Reshape", Reshape),
        One("Flatten", Flatten),
        One("Transpose", call =>
        {
            Value x = call[0];
            int[] permutation = call.Ints("perm") is { } given ? OperatorCall.Front(given, x.Rank, "perm") : [.. Enumerable.Range(0, x.Rank).Reverse()];
            if (permutation.Length != x.Rank) throw new ShapeException($"its perm has {permutation.Length} axes, its input {x.Rank}");
            return call.Give(x.Tensor, x.Layout.Transposed(permutation));
        }),
        One("Squeeze", Squeeze),
        One("Unsqueeze", Unsqueeze),
        One("Concat", Concat),
        Many("Split", Split),
        One("Slice", Slice),
        One("Pad", Pad),
        One("CenterCropPad", CenterCropPad),
        One("Tile", call => call.Give(Ops.Tile(call[0].Plain, (Axes)call.Ints("repeats", 1)!))),
        One("Expand", Expand),
        One("ReverseSequence", ReverseSequence),
        One("Trilu", call =>
        {
            int k = call.At(1) is { } given ? checked((int)given.Numbers("k")[0]) : 0;
            return call.Give(call.Flag("upper", true) ? Ops.Triu(call[0].Plain, k) : Ops.Tril(call[0].Plain, k));
        }),
        One("DepthToSpace", call => DepthToSpace(call)),
        One("SpaceToDepth", call =>
        {
            Layout layout = Layout.ChannelsLast(4);
            return call.Give(Ops.SpaceToDepth(Image(call[0], layout), checked((int)call.Int("blocksize", 1))), layout);
        }),
    ];

    /// <summary>An image with the channels last.</summary>
    private static Tensor Image(Value x, Layout layout) => x.Rank == layout.Rank ? x.To(layout)
        : throw new ShapeException($"expected {layout.Rank} axes, got {x.Rank}");

    private static Value Reshape(OperatorCall call)
    {
        Value x = call[0];
        bool zeroIsZero = call.Flag("allowzero");
        Dim[] wanted = call.Ints("shape") is { } given ? [.. given.Select(size => new Dim(size))] : DimsOf(call[1], "shape");
        if (x.IsShape)
        {
            if (wanted.Length > 1 || (wanted.Length == 0 && x.Symbols!.Length != 1)) throw OperatorCall.Unsupported("a shape of unknown sizes with more than one axis");
            return Value.OfShape(x.Symbols!, isScalar: wanted.Length == 0);
        }

        int[] sizes = x.Sizes;
        Dim? batch = sizes.Length > 0 && sizes[0] == Shape.Unknown ? x.Batch : null;
        var target = new int[wanted.Length];
        for (int axis = 0; axis < target.Length; axis++)
        {
            target[axis] = wanted[axis] == 0 && !zeroIsZero ? axis < sizes.Length ? sizes[axis] : throw new ShapeException($"size 0 at axis {axis} copies an axis that its input hasn't")
                : wanted[axis].Size;
        }

        // A number of samples that was let go stands in shapes as the 1 that it was.
        if (batch is not null && target.Length > 0 && target[0] == 1 && !target.Contains(Shape.Unknown) && Product(target[1..]) == Product(sizes[1..])) target[0] = Shape.Unknown;
        int open = target.Count(size => size == Shape.Unknown);
        if (open > 1) target = Resolve(sizes, batch, wanted, target);
        if (batch is null && open == 1 && !sizes.Contains(Shape.Unknown)) target[Array.IndexOf(target, Shape.Unknown)] = Known(sizes, target);
        (Tensor y, Layout layout) = Reshaping.Apply(x, target);
        Dim? after = target.Length == 0 || target[0] != Shape.Unknown || batch is null ? null
            : wanted[0] is { IsKnown: false } symbol ? symbol
            : Product(target[1..]) is var rest and > 0 && Product(sizes[1..]) is var all and > 0 && all % rest == 0 ? new Dim(batch.Value.Factor * (all / rest), batch.Value.Symbol)
            : null;
        return call.Give(y, layout) is { IsConstant: false } result ? result.With(after) : call.Give(y, layout);
    }

    private static long Product(int[] sizes)
    {
        long product = 1;
        foreach (int size in sizes) product = size < 0 || product < 0 ? -1 : checked(product * size);
        return product;
    }

    private static int Known(int[] sizes, int[] target)
    {
        long count = Product(sizes), rest = -Product([.. target.Select(size => size == Shape.Unknown ? 1 : size)]);
        if (rest == 0) return 0;
        return count % rest == 0 ? checked((int)(count / -rest)) : throw new ShapeException($"({string.Join(", ", sizes)}) doesn't fit into ({string.Join(", ", target)})");
    }

    // Several sizes are open: those that are so many times the unknown batch leave the rest to be told.
    private static int[] Resolve(int[] sizes, Dim? batch, Dim[] wanted, int[] target)
    {
        int free = Array.FindIndex(wanted, size => size == -1);
        if (free < 0 || batch is not { } own || Product(sizes[1..]) < 0) return target;
        Dim total = new(own.Factor * Product(sizes[1..]), own.Symbol);
        foreach ((Dim size, int axis) in wanted.Select((size, axis) => (size, axis)))
        {
            if (axis == free) continue;
            Dim divisor = size == 0 ? (axis == 0 ? own : sizes[axis]) : size;
            if (Dim.Divide(total, divisor) is not { } quotient) return target;
            total = quotient;
        }

        int[] result = [.. target];
        result[free] = total.Size;
        return result;
    }

    private static Value Flatten(OperatorCall call)
    {
        Value x = call[0];
        int axis = call.Int("axis", 1) == x.Rank ? x.Rank : call.Axis(1, x.Rank);
        int[] sizes = x.Sizes;
        long rows = Product(sizes[..axis]), columns = Product(sizes[axis..]);
        if (axis == 1 && x.Layout.IsPlain && IsOfLayer(x) && x.Rank > 2 && columns >= 0) return call.Call(new Flatten(name: call.Name), x, Layout.Plain(2)).With(x.Batch);
        (Tensor y, Layout layout) = Reshaping.Apply(x, [checked((int)rows), rows < 0 && columns < 0 ? throw new ShapeException("both of its sizes are unknown") : checked((int)columns)]);
        return call.Give(y, layout) is { IsConstant: false } result ? result.With(axis == 1 ? x.Batch : null) : call.Give(y, layout);
    }

    private static Value Squeeze(OperatorCall call)
    {
        Value x = call[0];
        if (x.IsShape) return Value.OfShape(x.Symbols!, isScalar: x.Symbols!.Length == 1 ? true : throw new ShapeException("more than one element can't become a scalar"));
        int[] sizes = x.Sizes;
        int[]? given = call.Ints("axes", 1);
        if (given is null && sizes.Skip(1).Contains(Shape.Unknown)) throw OperatorCall.Unsupported("taking out whichever axes have a size of 1 where one isn't known"); // That samples are one by chance takes nothing out.
        int[] axes = given is null ? [.. Enumerable.Range(0, x.Rank).Where(axis => sizes[axis] == 1)] : OperatorCall.Front(given, x.Rank);
        if (axes.Length == 0) return x;
        foreach (int axis in axes)
            if (sizes[axis] != 1) throw new ShapeException($"axis {axis} of size {sizes[axis]} can't be taken out; only a size of 1 can");
        return call.Give(Ops.Squeeze(x.Tensor, (Axes)(int[])[.. axes.Select(x.Layout.PlaceOf)]), x.Layout.Without(axes));
    }

    private static Value Unsqueeze(OperatorCall call)
    {
        Value x = call[0];
        int[] given = call.Ints("axes", 1) ?? throw new InvalidDataException("its axes are missing");
        int rank = x.Rank + given.Length;
        int[] axes = OperatorCall.Front(given, rank);
        if (x.IsShape) return x.Rank == 0 && rank == 1 ? Value.OfShape(x.Symbols!, isScalar: false) : throw OperatorCall.Unsupported("a shape of unknown sizes with more than one axis");
        int[] old = [.. Enumerable.Range(0, rank).Where(axis => !axes.Contains(axis))]; // Where the axes that were there come to lie.
        List<int> order = [.. x.Layout.Order.Select(axis => old[axis])];
        foreach (int axis in axes.Order()) order.Insert(axis == 0 ? 0 : order.IndexOf(axis - 1) + 1, axis);
        int[] places = [.. axes.Select(axis => order.IndexOf(axis)).Order()];
        Layout layout = Layout.Of(order, x.Layout.Mix is { } mix ? mix with { Axis = old[mix.Axis] } : null);
        return call.Give(Ops.ExpandDims(x.Tensor, (Axes)places), layout);
    }

    private static Value Concat(OperatorCall call)
    {
        Value[] values = [.. call.All];
        if (values.Length == 0) throw new InvalidDataException("it has no inputs");
        if (values.Any(value => value.IsShape)) return Value.OfShape([.. values.SelectMany(value => DimsOf(value))], isScalar: false);
        if (!call.Has("axis")) throw new InvalidDataException("its axis is missing");
        int rank = values[0].Rank, axis = call.Axis(0, rank);
        if (values.Length == 1) return values[0];
        Layout layout = (values.FirstOrDefault(value => !value.IsConstant && !value.Layout.IsOrdered) ?? values.FirstOrDefault(value => !value.IsConstant) ?? values[0]).Layout;
        if (layout.Mix is { } mix && (mix.Axis == axis || values.Any(value => !value.IsConstant && !Equals(value.Layout.Mix, mix)))) layout = layout.Unmixed;
        if (values.Any(value => value.Rank != rank)) throw new ShapeException($"expected {rank} axes of each input, got {string.Join(", ", values.Select(value => value.Rank))}");
        Tensor[] operands = [.. values.Select(value => value.To(layout))];
        int place = layout.PlaceOf(axis);
        bool isLayer = place > 0 && values.All(value => IsOfLayer(value));
        return call.Give(isLayer ? ((Layer)new Concatenate(place == rank - 1 ? -1 : place, call.Name)).Call(TensorList.Create(operands))[0] : Ops.Concatenate(operands, place), layout);
    }

    private static Value[] Split(OperatorCall call)
    {
        Value x = call[0];
        int axis = call.Axis(0, x.Rank), total = x.Sizes.Length > axis ? x.IsShape ? x.Symbols!.Length : x.Sizes[axis] : 0;
        int[]? sizes = call.Ints("split", 1);
        if (sizes is null)
        {
            int count = checked((int)call.Int("num_outputs", call.OutputCount));
            if (total < 0 || count < 1) throw new ShapeException($"an axis of size {total} can't be split into {count} parts");
            int part = (total + count - 1) / count;
            sizes = [.. Enumerable.Range(0, count).Select(index => Math.Max(0, Math.Min(part, total - (index * part))))];
        }

        if (sizes.Any(size => size < 0) || sizes.Sum(size => (long)size) != total) throw new ShapeException($"parts of {string.Join(", ", sizes)} aren't an axis of size {total}");
        var parts = new List<Value>();
        int start = 0;
        Layout layout = x.Layout.Mix?.Axis == axis ? x.Layout.Unmixed : x.Layout;
        foreach (int size in sizes)
        {
            parts.Add(x.IsShape ? Value.OfShape(x.Symbols![start..(start + size)], isScalar: false) : call.Give(Ops.Slice(x.To(layout), layout.PlaceOf(axis), start, size), layout));
            start += size;
        }

        return [.. parts];
    }

    private static Value Slice(OperatorCall call)
    {
        Value x = call[0];
        bool isOld = call.Opset < 10;
        long[] starts = Bounds("starts", 1), ends = Bounds("ends", 2);
        int[]? given = isOld ? call.Ints("axes") : call.Ints("axes", 3), steps = isOld ? null : call.Ints("steps", 4);
        int rank = x.IsShape ? 1 : x.Rank;
        int[] axes = OperatorCall.Front(given ?? [.. Enumerable.Range(0, starts.Length)], rank);
        if (ends.Length != starts.Length || axes.Length != starts.Length || (steps is not null && steps.Length != starts.Length))
            throw new ShapeException($"{starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps?.Length ?? starts.Length} steps don't fit each other");
        if (x.IsShape)
        {
            (int start, int count, int step) = Range(x.Symbols!.Length, starts[0], ends[0], steps?[0] ?? 1);
            return Value.OfShape([.. Enumerable.Range(0, count).Select(index => x.Symbols[start + (index * step)])], isScalar: false);
        }

        Layout layout = x.Layout.Mix is { } mix && axes.Contains(mix.Axis) ? x.Layout.Unmixed : x.Layout;
        Tensor source = x.To(layout);
        var key = new TensorIndex[rank];
        for (int place = 0; place < rank; place++) key[place] = TensorIndex.Slice();
        for (int index = 0; index < axes.Length; index++)
        {
            int place = layout.PlaceOf(axes[index]), size = source.Shape[place], step = steps?[index] ?? 1;
            if (step == 0) throw new InvalidDataException("a step is 0");
            if (size == Shape.Unknown)
            {
                if (starts[index] == 0 && ends[index] >= int.MaxValue && step == 1) continue;
                throw OperatorCall.Unsupported($"a slice of axis {axes[index]}, whose size isn't known,");
            }

            (int start, int count, _) = Range(size, starts[index], ends[index], step);
            int stop = start + (count * step);
            key[place] = count == 0 ? TensorIndex.Slice(0, 0) : TensorIndex.Slice(start, stop < 0 ? null : stop, step);
        }

        return call.Give(Ops.GetItem(source, key), layout);

        long[] Bounds(string name, int input)
        {
            if (isOld) return [.. (call.Ints(name) ?? throw new InvalidDataException($"its {name} are missing")).Select(bound => (long)bound)];
            Value value = call[input];
            return value.Symbols is { } dims ? [.. dims.Select(dim => dim.IsKnown ? dim.Factor : name == "ends" && x.Batch == dim ? int.MaxValue : throw OperatorCall.Unsupported($"a slice up to a size that isn't known ({dim})"))] : value.Numbers(name);
        }
    }

    // Bounds count from the end where they are negative, and end where the axis does; the largest number is the end also of a way back.
    private static (int Start, int Count, int Step) Range(int size, long start, long end, long step)
    {
        if (size == 0) return (0, 0, 1);
        long from = start < 0 ? start + size : start, to = step < 0 && end is int.MaxValue or long.MaxValue ? -1 : end < 0 ? end + size : end;
        (from, to) = step > 0 ? (Math.Clamp(from, 0, size), Math.Clamp(to, 0, size)) : (Math.Clamp(from, 0, size - 1), Math.Clamp(to, -1, size - 1));
        long count = step > 0 ? (to - from + step - 1) / step : (to - from + step + 1) / step;
        return ((int)from, (int)Math.Max(0, count), (int)Math.Clamp(step, -int.MaxValue, int.MaxValue));
    }

    private static Value Pad(OperatorCall call)
    {
        Value x = call[0];
        int[] pads = call.Ints("pads", 1) ?? throw new InvalidDataException("its pads are missing");
        int[] axes = call.At(3) is { } given ? OperatorCall.Front(given.Numbers("axes").Select(axis => (int)axis), x.Rank) : [.. Enumerable.Range(0, x.Rank)];
        if (pads.Length != 2 * axes.Length) throw new ShapeException($"{pads.Length} pads are given for {axes.Length} axes; expected two for each");
        double value = call.Opset < 11 ? call.Float("value", 0) : call.At(2) is { } constant ? constant.IsConstant ? constant.Tensor.ToArray<double>().FirstOrDefault() : throw OperatorCall.Unsupported("padding with a value that depends on the inputs") : 0;
        string mode = call.Text("mode", "constant");
        Layout layout = x.Layout.Unmixed;
        Tensor y = x.To(layout);
        var before = new int[x.Rank];
        var after = new int[x.Rank];
        for (int index = 0; index < axes.Length; index++)
        {
            int place = layout.PlaceOf(axes[index]);
            (before[place], after[place]) = (pads[index], pads[index + axes.Length]);
        }

        y = Cropped(y, before, after);
        (int, int)[] widths = [.. before.Zip(after, (low, high) => (Math.Max(0, low), Math.Max(0, high)))];
        if (widths.All(width => width == (0, 0))) return call.Give(y, layout);
        return call.Give(mode switch
        {
            "constant" => Ops.Pad(y, widths, constantValues: value),
            "reflect" => Ops.Pad(y, widths, "reflect"),
            "edge" => Ops.Pad(y, widths, "edge"),
            "wrap" => Ops.Pad(y, widths, "wrap"),
            _ => throw OperatorCall.Unsupported($"the mode '{mode}'"),
        }, layout);
    }

    // Of another size around the same middle: the half pixel of an odd difference is left at the end, or taken off the beginning.
    private static Value CenterCropPad(OperatorCall call)
    {
        Value x = call[0];
        int[] axes = call.Ints("axes") is { } given ? OperatorCall.Front(given, x.Rank) : [.. Enumerable.Range(0, x.Rank)], sizes = x.Sizes;
        long[] wanted = call[1].Numbers("shape");
        if (wanted.Length != axes.Length || wanted.Any(size => size is < 0 or > int.MaxValue)) throw new ShapeException($"sizes {string.Join(", ", wanted)} are given for {axes.Length} axes");
        Layout layout = x.Layout.Unmixed;
        var before = new int[x.Rank];
        var after = new int[x.Rank];
        for (int index = 0; index < axes.Length; index++)
        {
            int size = sizes[axes[index]] is >= 0 and var known ? known : throw OperatorCall.Unsupported($"an axis {axes[index]} whose size isn't known"), more = (int)wanted[index] - size, place = layout.PlaceOf(axes[index]);
            before[place] = more / 2;
            after[place] = more - before[place];
        }

        Tensor y = Cropped(x.To(layout), before, after);
        (int, int)[] widths = [.. before.Zip(after, (low, high) => (Math.Max(0, low), Math.Max(0, high)))];
        return call.Give(widths.All(width => width == (0, 0)) ? y : Ops.Pad(y, widths), layout);
    }

    // Negative padding takes off.
    private static Tensor Cropped(Tensor x, int[] before, int[] after)
    {
        for (int place = 0; place < before.Length; place++)
        {
            int low = Math.Max(0, -before[place]), high = Math.Max(0, -after[place]);
            if (low + high == 0) continue;
            if (x.Shape[place] == Shape.Unknown) throw OperatorCall.Unsupported("taking off from an axis whose size isn't known");
            x = Ops.Slice(x, place, low, x.Shape[place] - low - high);
        }

        return x;
    }

    private static Value Expand(OperatorCall call)
    {
        Value x = call[0];
        Dim[] wanted = DimsOf(call[1], "shape");
        int rank = Math.Max(wanted.Length, x.Rank);
        int[] sizes = [.. Enumerable.Repeat(1, rank - x.Rank), .. x.Sizes];
        for (int axis = rank - wanted.Length; axis < rank; axis++)
        {
            Dim size = wanted[axis - rank + wanted.Length];
            if (size.IsKnown && size.Factor is 1 or -1) continue;
            if (!size.IsKnown && axis == 0 && sizes[0] == 1) return Batched(call, x, size, wanted);
            if (size.IsKnown) sizes[axis] = sizes[axis] is 1 or Shape.Unknown ? size.Size : sizes[axis] == size.Size ? sizes[axis] : throw new ShapeException($"({string.Join(", ", sizes)}) doesn't expand to ({string.Join<Dim>(", ", wanted)})");
        }

        return call.Give(x.Plain.BroadcastTo(sizes));
    }

    // As many times as there are samples: added to zeros that have as many.
    private static Value Batched(OperatorCall call, Value x, Dim batch, Dim[] wanted)
    {
        Value like = call.Import.OfBatch(batch) ?? throw OperatorCall.Unsupported($"repeating as many times as a size that isn't known ({batch})");
        Tensor column = like.Plain;
        while (column.Rank > 1) column = Ops.Slice(column, column.Rank - 1, 0, 1).Squeeze(-1);
        Tensor zeros = Ops.ZerosLike(column, x.DType);
        for (int axis = 1; axis < wanted.Length; axis++) zeros = zeros.ExpandDims(1);
        Tensor target = wanted.Skip(1).All(size => size.IsKnown) ? x.Plain.BroadcastTo([1, .. wanted.Skip(1).Select((size, axis) => size.Factor is 1 or -1 ? x.Sizes[axis + 1 - wanted.Length + x.Rank] : size.Size)]) : x.Plain;
        return Value.Of(Ops.Add(zeros, target), null, batch);
    }

    private static Value ReverseSequence(OperatorCall call)
    {
        Value x = call[0];
        int time = call.Axis(0, x.Rank, "time_axis"), samples = call.Axis(1, x.Rank, "batch_axis");
        long[] lengths = call[1].Numbers("sequence_lens");
        Tensor y = x.Plain;
        Shape shape = y.Shape;
        var places = new int[(int)shape.ElementCount];
        long inner = 1;
        var strides = new long[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--) (strides[axis], inner) = (inner, inner * shape[axis]);
        for (int index = 0; index < places.Length; index++)
        {
            long step = index / strides[time] % shape[time], sample = index / strides[samples] % shape[samples], length = lengths[sample];
            places[index] = (int)(index + (step < length ? (length - 1 - (2 * step)) * strides[time] : 0));
        }

        return call.Give(Ops.Take(y.Reshape([-1]), places, 0).Reshape(shape));
    }

    private static Value DepthToSpace(OperatorCall call)
    {
        Layout layout = Layout.ChannelsLast(4);
        Tensor x = Image(call[0], layout);
        int block = checked((int)call.Int("blocksize", 1));
        if (call.Text("mode", "DCR") == "DCR") return call.Give(Ops.DepthToSpace(x, block), layout);
        Shape shape = x.Shape;
        if (block < 1 || shape[3] % ((long)block * block) != 0) throw new ShapeException($"{shape[3]} channels can't become blocks of {block}×{block}");
        int channels = shape[3] / (block * block);
        Tensor parts = x.Reshape([shape[0], shape[1], shape[2], channels, block, block]).Transpose(0, 1, 4, 2, 5, 3);
        return call.Give(parts.Reshape([shape[0], checked(shape[1] * block), checked(shape[2] * block), channels]), layout);
    }
}
