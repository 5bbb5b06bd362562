using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Parts of tensors by Python's brackets.
public static partial class Ops
{
    /// <summary>x[key], an index for each axis; axes that none is given for stay whole.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="key">Places, ranges, new axes, and at most one ellipsis.</param>
    /// <exception cref="ShapeException">There are more indices than axes, or a place lies outside.</exception>
    public static Tensor GetItem(Tensor x, params IReadOnlyList<TensorIndex> key)
    {
        if (Later.IsFor(x) && key.Any(index => index.Kind != TensorIndex.Kinds.Ellipsis) && key.All(index => index.Kind != TensorIndex.Kinds.Tensor)) return Later.Emit("GetItem", [x], inputs => GetItem(inputs[0], key), ("key", key));
        int given = key.Count(index => index.Kind is not (TensorIndex.Kinds.NewAxis or TensorIndex.Kinds.Ellipsis));
        if (given > x.Rank) throw new ShapeException($"GetItem: expected at most {x.Rank} indices for shape {x.Shape}, got {given}.");
        if (key.Count(index => index.Kind == TensorIndex.Kinds.Ellipsis) > 1) throw new ArgumentException("GetItem: expected at most one ellipsis.");
        int axis = 0;
        foreach (TensorIndex index in key)
        {
            switch (index.Kind)
            {
                case TensorIndex.Kinds.NewAxis:
                    x = x.ExpandDims(axis++);
                    given++;
                    break;
                case TensorIndex.Kinds.Ellipsis:
                    axis = x.Rank - key.SkipWhile(other => other.Kind != TensorIndex.Kinds.Ellipsis).Count(IsOfAnAxis);
                    break;
                case TensorIndex.Kinds.Place:
                    x = x.Shape[axis] == Shape.Unknown ? Take(x, Tensor.From(index.Place), axis) : Slice(x, axis, PlaceOf(x.Shape, axis, index.Place), 1).Squeeze(axis);
                    break;
                case TensorIndex.Kinds.Tensor:
                    x = Take(x, index.Places!, axis);
                    axis += index.Places!.Rank;
                    break;
                default:
                    x = Part(x, axis++, index.Bounds);
                    break;
            }
        }

        return x;

        static bool IsOfAnAxis(TensorIndex index) => index.Kind is not (TensorIndex.Kinds.NewAxis or TensorIndex.Kinds.Ellipsis);
    }

    private static int PlaceOf(Shape shape, int axis, int place) => place >= -shape[axis] && place < shape[axis]
        ? (place < 0 ? place + shape[axis] : place)
        : throw new ShapeException($"GetItem: expected a place between {-shape[axis]} and {shape[axis] - 1} for axis {axis} of {shape}, got {place}.");

    // Python's rule: bounds beyond the ends are the ends, and a negative step goes backwards.
    private static Tensor Part(Tensor x, int axis, (int? Start, int? Stop, int Step) bounds)
    {
        int size = x.Shape[axis], step = bounds.Step;
        if (bounds is (null or 0, null, 1)) return x;
        if (size == Shape.Unknown && x.IsSymbolic) return Later.Emit("GetItem", [x], inputs => Part(inputs[0], axis, bounds), ("key", Enumerable.Range(0, axis).Select(_ => TensorIndex.Slice()).Append(TensorIndex.Slice(bounds.Start, bounds.Stop, bounds.Step)).ToArray()));
        if (size == Shape.Unknown) throw new ShapeException($"GetItem: expected a known size at axis {axis}, got {x.Shape}; take all of it with '..'.");
        (int low, int high) = step > 0 ? (0, size) : (-1, size - 1);
        int At(int? bound, int otherwise) => bound is { } place ? Math.Clamp(place < 0 ? place + size : place, low, high) : otherwise;
        int start = At(bounds.Start, step > 0 ? low : high), stop = At(bounds.Stop, step > 0 ? high : low);
        int count = (int)Math.Max(0, ((long)stop - start + step - Math.Sign(step)) / step);
        var starts = new int[x.Rank];
        int[] steps = [.. Enumerable.Repeat(1, x.Rank)];
        (starts[axis], steps[axis]) = (count == 0 ? 0 : start, step);
        return Node.Emit(new Slice(starts, x.Shape.With(axis, count), new SliceSteps(steps)), x)[0];
    }
}
