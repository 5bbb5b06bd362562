using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Values by their order.
public static partial class Ops
{
    /// <summary>The values in ascending order along an axis; without one, of all.</summary>
    public static Tensor Sort(Tensor x, int? axis = -1) => Ordered(x, axis, descending: false).Values;

    /// <summary>The int32 places of the values in ascending order along an axis; equal values keep their order.</summary>
    public static Tensor ArgSort(Tensor x, int? axis = -1) => Ordered(x, x.Rank == 0 ? null : axis, descending: false).Places; // Of a scalar [0], as in Keras.

    /// <summary>The k largest values of the last axis, and their int32 places; the smallest of them first where they needn't be sorted.</summary>
    /// <param name="x">[…, n].</param>
    /// <param name="k">How many.</param>
    /// <param name="sorted">Whether the largest comes first.</param>
    /// <exception cref="ArgumentException">The axis has fewer than k values.</exception>
    public static (Tensor Values, Tensor Indices) TopK(Tensor x, int k, bool sorted = true)
    {
        if (x.Rank == 0 || k < 0 || k > AxisSize.Along(x.Shape, x.Rank - 1, "TopK")) throw new ArgumentException($"TopK: expected k between 0 and the last axis of {x.Shape}, got {k}.");
        (Tensor values, Tensor places) = Ordered(x, -1, descending: true);
        (values, places) = (Slice(values, -1, 0, k), Slice(places, -1, 0, k));
        return sorted ? (values, places) : (Flip(values, -1), Flip(places, -1));
    }

    /// <summary>True where a row's target is among its k largest predictions; not where the target's prediction isn't finite.</summary>
    public static Tensor InTopK(Tensor targets, Tensor predictions, int k)
    {
        Tensor index = ToIndices(targets).ExpandDims(-1), own = TakeAlongAxis(predictions, index, -1);
        Tensor rank = Sum((predictions > own).Cast(DType.Int32), axis: -1);
        return LogicalAnd(rank < k, LogicalAnd(IsFinite(own.Squeeze(-1)), All(IsFinite(predictions), axis: -1)));
    }

    /// <summary>The places of the values along an axis such that the k-th stands where it does in order, smaller ones before it and larger ones behind.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="kth">The place that is sure; negative counts from the end.</param>
    /// <param name="axis">The axis; x made flat without one.</param>
    /// <remarks>As in TensorFlow, those up to the k-th ascend and those behind it descend.</remarks>
    /// <exception cref="ArgumentException">The axis has no k-th place.</exception>
    public static Tensor ArgPartition(Tensor x, int kth, int? axis = -1)
    {
        if (axis is null) (x, axis) = (x.Reshape([-1]), 0);
        int along = x.Shape.Axis(axis.Value, "ArgPartition"), size = AxisSize.Along(x.Shape, along, "ArgPartition");
        if (kth < -size || kth >= size) throw new ArgumentException($"ArgPartition: expected kth between {-size} and {size - 1}, got {kth}.");
        int first = (kth < 0 ? kth + size : kth) + 1;
        Tensor up = Slice(Ordered(x, along, descending: false).Places, along, 0, first), down = Slice(Ordered(x, along, descending: true).Places, along, 0, size - first);
        return Concatenate([up, down], along);
    }

    /// <summary>Where each value would be put into ascending numbers: the int32 index of the first that isn't below it (left) or is above it (right).</summary>
    public static Tensor SearchSorted(Tensor sortedSequence, Tensor values, string side = "left")
    {
        if (sortedSequence.Rank != 1) throw new ShapeException($"SearchSorted: expected ascending numbers [n], got {sortedSequence.Shape}.");
        if (side is not ("left" or "right")) throw new ArgumentException($"SearchSorted: expected side left or right, got '{side}'.");
        Tensor each = values.ExpandDims(-1);
        return Sum((side == "left" ? sortedSequence < each : sortedSequence <= each).Cast(DType.Int32), axis: -1);
    }

    /// <summary>The int32 index of the bin that each value falls into: bin i goes from bins[i − 1] to below bins[i].</summary>
    public static Tensor Digitize(Tensor x, Tensor bins) => SearchSorted(bins, x, "right");

    private static (Tensor Values, Tensor Places) Ordered(Tensor x, int? axis, bool descending)
    {
        if (axis is null) (x, axis) = (x.Reshape([-1]), 0);
        int along = x.Shape.Axis(axis.Value, "Sort");
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[along], order[^1]) = (order[^1], order[along]); // An exchange of two axes undoes itself.
        Tensor[] sorted = Node.Emit(new Sort(descending), x.Transpose(order));
        return (sorted[0].Transpose(order), sorted[1].Transpose(order));
    }
}
