namespace Cornea.Onnx;

/// <summary>The order of an axis' elements that were several axes once: of the given sizes in the file, lying in another order in memory.</summary>
/// <param name="Axis">The file's axis.</param>
/// <param name="Sizes">The sizes that it was made of, as the file flattened them.</param>
/// <param name="Order">In which order they lie: the first of memory is <c>Sizes[Order[0]]</c>.</param>
internal sealed record AxisMix(int Axis, int[] Sizes, int[] Order)
{
    /// <summary>Puts the elements of a tensor's axis from the file's order into this one.</summary>
    public Tensor Apply(Tensor x, int place) => Permute(x, place, Sizes, Order);

    /// <summary>Puts the elements of a tensor's axis from this order into the file's.</summary>
    public Tensor Undo(Tensor x, int place)
    {
        var inverse = new int[Order.Length];
        for (int index = 0; index < inverse.Length; index++) inverse[Order[index]] = index;
        return Permute(x, place, [.. Order.Select(index => Sizes[index])], inverse);
    }

    public bool Equals(AxisMix? other) =>
        other is not null && Axis == other.Axis && Sizes.SequenceEqual(other.Sizes) && Order.SequenceEqual(other.Order);

    public override int GetHashCode() => HashCode.Combine(Axis, Sizes.Length, Order.Length);

    private static Tensor Permute(Tensor x, int place, int[] sizes, int[] order)
    {
        Shape whole = x.Shape;
        Tensor parts = x.Reshape([.. whole[..place], .. sizes, .. whole[(place + 1)..]]);
        return parts.Transpose([.. Enumerable.Range(0, place), .. order.Select(axis => place + axis), .. Enumerable.Range(place + order.Length, whole.Rank - place - 1)])
            .Reshape(whole);
    }
}
