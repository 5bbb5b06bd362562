using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Tests.Programs;

// Places: shapes, parts, indices.
internal sealed partial class ProgramGenerator
{
    private void ReshapeCall()
    {
        int x = Any(_ => true);
        Shape shape = ShapeOf(x);
        int count = (int)shape.ElementCount, first = Enumerable.Range(1, Math.Max(count, 1)).Where(size => count % size == 0).OrderBy(_ => Index(1000)).First();
        Shape target = count == 0 ? [0] : Index(4) switch
        {
            0 => [count],
            1 => [first, count / first],
            2 => [count / first, 1, first],
            _ => [1, .. shape],
        };
        AddCall($"Ops.Reshape({{0}}, {ProgramPrinter.Shape(target)})", [x], given => given[0].Reshape(target));
    }

    private void TransposeCall()
    {
        int x = Any(spec => spec.Shape.Rank > 1);
        int[] order = [.. Enumerable.Range(0, ShapeOf(x).Rank).OrderBy(_ => Index(1000))];
        AddCall($"{{0}}.Transpose({string.Join(", ", order)})", [x], given => given[0].Transpose(order));
    }

    private void BroadcastCall()
    {
        int x = Any(_ => true);
        Shape shape = ShapeOf(x), target = [.. shape.Select(size => size == 1 ? Int(1, 4) : size)];
        if (Chance(0.4)) target = [Int(1, 3), .. target];
        AddCall($"Ops.BroadcastTo({{0}}, {ProgramPrinter.Shape(target)})", [x], given => Ops.BroadcastTo(given[0], target));
    }

    private void ConcatCall()
    {
        int a = Any(spec => spec.Shape.Rank > 0), axis = Index(ShapeOf(a).Rank);
        TensorSpec spec = SpecOf(a);
        int b = Of(spec with { Shape = spec.Shape.With(axis, Int(1, 3)) });
        int[] parts = Chance(0.3) ? [a, b, a] : Chance(0.5) ? [b, a] : [a, b];
        AddCall($"Ops.Concatenate([{string.Join(", ", parts.Select((_, index) => $"{{{index}}}"))}], {axis})", parts, given => Node.Emit(new Concat(axis), given)[0]);
    }

    private void SliceCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0 && spec.Shape.ElementCount > 0);
        Shape shape = ShapeOf(x);
        (int[] starts, int[] sizes, int[] steps) = (new int[shape.Rank], new int[shape.Rank], new int[shape.Rank]);
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            steps[axis] = Chance(0.75) ? 1 : Chance(0.5) ? 2 : -1;
            starts[axis] = steps[axis] < 0 ? shape[axis] - 1 - Index(shape[axis]) : Index(shape[axis]);
            int room = steps[axis] < 0 ? starts[axis] : (shape[axis] - 1 - starts[axis]) / steps[axis];
            sizes[axis] = Int(1, room + 1);
        }

        var op = new Slice(new Shape(starts), new Shape(sizes), new SliceSteps(steps));
        AddCall($"Slice({{0}}, \"{op.Attributes}\")", [x], given => Node.Emit(op, given[0])[0]);
    }

    private void PadCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0);
        int rank = ShapeOf(x).Rank;
        Shape low = [.. Enumerable.Range(0, rank).Select(_ => Int(0, 2))], high = [.. Enumerable.Range(0, rank).Select(_ => Int(0, 2))];
        double value = Chance(0.7) ? 0 : 1;
        AddCall($"Pad({{0}}, {ProgramPrinter.Shape(low)}, {ProgramPrinter.Shape(high)}, value: {value})", [x], given => Node.Emit(new Pad(low, high, value), given[0])[0]);
    }

    private void RangeCall()
    {
        int count = Int(1, 20);
        DType dtype = Chance(0.5) ? _real : DType.Int32;
        AddCall($"Ops.Arange({count}, DType.{dtype})", [], _ => Ops.Arange(count, dtype: dtype));
    }

    private void TakeCall()
    {
        int x = Any(spec => spec.Shape.Rank > 0 && spec.Shape.ElementCount > 0), axis = Index(ShapeOf(x).Rank);
        int indices = Chance(0.4) ? Of(new TensorSpec(SmallShape(0, 2), DType.Int32)) : Any(spec => spec.DType == DType.Int32);
        if (!MayFail(0.15)) indices = Within(indices, ShapeOf(x)[axis]);
        AddCall($"Ops.Take({{0}}, {{1}}, {axis})", [x, indices], given => Node.Emit(new Gather(axis), given[0], given[1])[0]);
    }

    private void OneHotCall()
    {
        int x = Any(spec => spec.DType == DType.Int32), classes = Int(1, 5);
        if (_real != DType.Float32) throw new ShapeException("OneHot gives float32.");
        AddCall($"Ops.OneHot({{0}}, {classes})", [x], given => Ops.OneHot(given[0], classes));
    }

    private void AlongCall()
    {
        bool isGather = Chance(0.6);
        int x = Any(spec => spec.Shape.Rank > 0 && spec.Shape.ElementCount > 0 && (isGather || spec.DType.IsFloating));
        Shape shape = ShapeOf(x);
        int size = Int(1, 4);
        int indices = Of(new TensorSpec(isGather ? shape.With(shape.Rank - 1, size) : shape, DType.Int32));
        if (!MayFail(0.1)) indices = Within(indices, isGather ? shape[^1] : size);
        if (isGather) AddCall("GatherAlong({0}, {1})", [x, indices], given => Node.Emit(new GatherAlong(), given[0], given[1])[0]);
        else AddCall($"ScatterAlong({{0}}, {{1}}, size: {size})", [x, indices], given => Node.Emit(new ScatterAlong(size), given[0], given[1])[0]);
    }

    private void ScatterCall()
    {
        int x = Any(spec => spec.Shape.Rank == 2 && spec.DType != DType.Bool && spec.Shape.ElementCount > 0), count = Int(1, 4);
        TensorSpec spec = SpecOf(x);
        int indices = Of(new TensorSpec([count], DType.Int32)), updates = Of(spec with { Shape = [count, spec.Shape[1]] });
        if (!MayFail(0.15)) indices = Within(indices, spec.Shape[0]);
        var function = (ScatterFunction)Index(5);
        AddCall($"Scatter{function}({{0}}, {{1}}, {{2}})", [x, indices, updates], given => Node.Emit(new Scatter(function), given)[0]);
    }

    // Indices brought into a range.
    private int Within(int indices, int size)
    {
        AddCall($"Ops.Mod({{0}}, {size})", [indices], given => Ops.Mod(given[0], size));
        return _known[^1].Id;
    }
}
