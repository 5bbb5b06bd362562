namespace Cornea.Layers;

/// <summary>What a layer asks of its input's shape; checked at each call, so that the error is said where the mistake is made.</summary>
/// <param name="Rank">The number of axes, the batch's included; null for any.</param>
/// <param name="MinRank">The least number of axes; null for any.</param>
/// <param name="Axes">Sizes that some axes must have; −1 is the last axis.</param>
/// <param name="MaxRank">The greatest number of axes; null for any.</param>
/// <param name="Shape">The whole shape, with −1 where a size may vary; null for any.</param>
/// <param name="Layout">What the axes are, for messages, such as <c>[batch, height, width, channels]</c>.</param>
/// <param name="Remedy">A sentence on what helps, for messages.</param>
public sealed record InputSpec(
    int? Rank = null, int? MinRank = null, IReadOnlyDictionary<int, int>? Axes = null, int? MaxRank = null, Shape? Shape = null,
    string? Layout = null, string? Remedy = null)
{
    /// <summary>What is wrong with a shape; null if it fits.</summary>
    internal string? Refusal(Shape shape)
    {
        string tail = Remedy is null ? "" : " " + Remedy;
        if (Rank is { } rank && shape.Rank != rank)
            return $"expected input {Layout ?? $"of rank {rank}"}, got {shape}.{tail}";
        if (MinRank is { } least && shape.Rank < least) return $"expected input of rank ≥ {least}, got {shape}.{tail}";
        if (MaxRank is { } most && shape.Rank > most) return $"expected input of rank ≤ {most}, got {shape}.{tail}";
        if (Shape is { } whole && (whole.Rank != shape.Rank || Enumerable.Range(0, whole.Rank).Any(axis => whole[axis] != shape[axis] && whole[axis] != Cornea.Shape.Unknown && shape[axis] != Cornea.Shape.Unknown)))
            return $"expected input of shape {whole}, got {shape}.{tail}";
        foreach ((int axis, int size) in Axes ?? new Dictionary<int, int>())
        {
            int position = axis < 0 ? shape.Rank + axis : axis;
            if (position < 0 || position >= shape.Rank) return $"expected input with an axis {axis}, got {shape}.{tail}";
            if (shape[position] != Cornea.Shape.Unknown && shape[position] != size)
                return $"expected size {size} on axis {axis} of the input (the layer was built for it), got {shape}.";
        }

        return null;
    }
}
