namespace Cornea.Onnx;

/// <summary>How the axes that a file speaks of lie in a tensor: axis k of the tensor is axis <c>Order[k]</c> of the file.</summary>
/// <remarks>
/// So a transpose costs nothing, and what a file computes with channels first is computed with channels last. Where pixels and channels
/// were flattened into one axis, <see cref="Mix"/> says in which order its elements lie; the rows of the next matrix are permuted instead.
/// </remarks>
internal sealed class Layout
{
    private Layout(int[] order, AxisMix? mix = null) => (Order, Mix) = (order, mix);

    /// <summary>For each axis of the tensor, which axis of the file's it is.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>The axis whose elements lie in another order, if there is one.</summary>
    public AxisMix? Mix { get; }

    public int Rank => Order.Count;

    /// <summary>Whether the tensor is just as the file has it.</summary>
    public bool IsPlain => Mix is null && IsOrdered;

    /// <summary>Whether the axes lie as the file has them.</summary>
    public bool IsOrdered => Order.Select((axis, place) => axis == place).All(isSame => isSame);

    /// <summary>As the file has it.</summary>
    public static Layout Plain(int rank) => new([.. Enumerable.Range(0, rank)]);

    /// <summary>The file's second axis last: how images are computed with.</summary>
    public static Layout ChannelsLast(int rank) => rank < 3 ? Plain(rank) : new([0, .. Enumerable.Range(2, rank - 2), 1]);

    /// <summary>Of an order of axes.</summary>
    public static Layout Of(IEnumerable<int> order, AxisMix? mix = null) => new([.. order], mix);

    /// <summary>Where in the tensor an axis of the file's lies.</summary>
    public int PlaceOf(int axis)
    {
        for (int place = 0; place < Order.Count; place++)
            if (Order[place] == axis) return place;
        throw new ShapeException($"there is no axis {axis} among {Rank}");
    }

    /// <summary>The file's transpose: its axis j is what was axis <paramref name="permutation"/>[j].</summary>
    public Layout Transposed(IReadOnlyList<int> permutation)
    {
        var places = new int[Rank];
        for (int axis = 0; axis < Rank; axis++) places[permutation[axis]] = axis;
        return new([.. Order.Select(axis => places[axis])], Mix is { } mix ? mix with { Axis = places[mix.Axis] } : null);
    }

    /// <summary>Without some of the file's axes, which aren't the mixed one.</summary>
    public Layout Without(IReadOnlyCollection<int> axes)
    {
        int Moved(int axis) => axis - axes.Count(gone => gone < axis);
        return new([.. Order.Where(axis => !axes.Contains(axis)).Select(Moved)], Mix is { } mix ? mix with { Axis = Moved(mix.Axis) } : null);
    }

    /// <summary>With the elements of every axis in the file's order.</summary>
    public Layout Unmixed => Mix is null ? this : new([.. Order]);

    /// <summary>With another mixed axis.</summary>
    public Layout With(AxisMix? mix) => new([.. Order], mix);

    public bool IsSameAs(Layout other) => Order.SequenceEqual(other.Order) && Equals(Mix, other.Mix);
}
