namespace Cornea;

// Further functions of keras.ops that are compositions.
public static partial class Ops
{
    /// <summary>The places of the values along an axis such that the k-th stands where it does in order, smaller ones before it and larger ones behind.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="kth">The place that is sure; negative counts from the end.</param>
    /// <param name="axis">The axis; x made flat without one.</param>
    /// <remarks>As in TensorFlow, those up to the k-th ascend and those behind it descend.</remarks>
    /// <exception cref="ArgumentException">The axis has no k-th place.</exception>
    public static Tensor ArgPartition(Tensor x, int kth, int? axis = -1)
    {
        if (axis is null) (x, axis) = (x.Reshape([-1]), 0);
        int along = x.Shape.Axis(axis.Value, "ArgPartition"), size = x.Shape[along];
        if (kth < -size || kth >= size) throw new ArgumentException($"ArgPartition: expected kth between {-size} and {size - 1}, got {kth}.");
        int first = (kth < 0 ? kth + size : kth) + 1;
        Tensor up = Slice(Ordered(x, along, descending: false).Places, along, 0, first), down = Slice(Ordered(x, along, descending: true).Places, along, 0, size - first);
        return Concatenate([up, down], along);
    }

    /// <summary>The distances of each row of the first from each of the second: […, n, d], […, m, d] → […, n, m].</summary>
    /// <exception cref="ShapeException">The rows aren't of one size.</exception>
    public static Tensor Cdist(Tensor x, Tensor y) => x.Rank >= 2 && y.Rank >= 2 && x.Shape[^1] == y.Shape[^1]
        ? Norm(x.ExpandDims(-2) - y.ExpandDims(-3), axis: -1)
        : throw new ShapeException($"Cdist: expected rows of one size, […, n, d] and […, m, d], got {x.Shape} and {y.Shape}.");

    /// <summary>Pieces of a sequence: [..., n] → [..., pieces, length], a piece every so many elements.</summary>
    public static Tensor ExtractSequences(Tensor x, int sequenceLength, int sequenceStride)
    {
        AxisSize.Positive([sequenceLength, sequenceStride], "ExtractSequences", "a sequenceLength and sequenceStride");
        int count = (int)Math.Max(0, (((long)x.Shape[^1] - sequenceLength) / sequenceStride) + 1);
        var places = new int[AxisSize.Table(count, sequenceLength, "ExtractSequences")];
        for (int index = 0; index < places.Length; index++) places[index] = (index / sequenceLength * sequenceStride) + (index % sequenceLength);
        return Take(x, Tensor.From(places, [count, sequenceLength]), -1);
    }
}
