namespace Cornea;

/// <summary>What stands between the brackets of <c>x[1, .., ^1]</c> for one axis: a place, a range, a new axis, or all axes in between.</summary>
/// <remarks>A number or a tensor of one integer takes that place and the axis goes away; negative ones count from the end, as in Python.</remarks>
public readonly record struct TensorIndex
{
    private TensorIndex(Kinds kind) => Kind = kind;

    internal enum Kinds { Place, Tensor, Range, NewAxis, Ellipsis }

    /// <summary>An axis of size 1 that wasn't there; Python's None.</summary>
    public static TensorIndex NewAxis { get; } = new(Kinds.NewAxis);

    /// <summary>All axes that the other indices leave; Python's "...".</summary>
    public static TensorIndex Ellipsis { get; } = new(Kinds.Ellipsis);

    internal Kinds Kind { get; }

    internal int Place { get; private init; }

    internal Tensor? Places { get; private init; }

    internal (int? Start, int? Stop, int Step) Bounds { get; private init; }

    /// <summary>A place of the axis.</summary>
    public static implicit operator TensorIndex(int place) => new(Kinds.Place) { Place = place };

    /// <summary>A place of the axis, <c>^1</c> the last.</summary>
    public static implicit operator TensorIndex(Index place) => place is not { IsFromEnd: true, Value: 0 } ? (place.IsFromEnd ? -place.Value : place.Value)
        : throw new ArgumentException("TensorIndex: ^0 is behind the last place; expected ^1 or more.");

    /// <summary>A place of the axis that is computed: a scalar of integers.</summary>
    public static implicit operator TensorIndex(Tensor place) => new(Kinds.Tensor) { Places = place };

    /// <summary>A part of the axis.</summary>
    public static implicit operator TensorIndex(System.Range range) => Slice(Bound(range.Start, int.MaxValue), Bound(range.End, null));

    /// <summary>A part of the axis as Python writes it: start:stop:step, negative places counted from the end.</summary>
    /// <exception cref="ArgumentException">The step is 0.</exception>
    public static TensorIndex Slice(int? start = null, int? stop = null, int step = 1) => step != 0
        ? new(Kinds.Range) { Bounds = (start, stop, step) }
        : throw new ArgumentException("TensorIndex: expected a step other than 0, got 0.");

    // ^0 is the end, for which Python has no number.
    private static int? Bound(Index index, int? otherwise) => !index.IsFromEnd ? index.Value : index.Value == 0 ? otherwise : -index.Value;
}
