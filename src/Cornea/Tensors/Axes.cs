using System.Collections;
using System.Runtime.CompilerServices;

namespace Cornea;

/// <summary>Positions of axes, such as those that a reduction joins. Negative ones count from the end: −1 is the last.</summary>
/// <remarks>Written as a number, <c>axis: -1</c>, a collection expression, <c>[0, -2]</c>, or a tuple, <c>(1, 2)</c>.</remarks>
[CollectionBuilder(typeof(Axes), nameof(Create))]
public readonly struct Axes : IReadOnlyList<int>
{
    private readonly int[]? _values;

    private Axes(int[] values) => _values = values;

    /// <inheritdoc/>
    public int Count => (_values ?? []).Length;

    /// <inheritdoc/>
    public int this[int index] => (_values ?? [])[index];

    /// <summary>Makes collection expressions work.</summary>
    public static Axes Create(ReadOnlySpan<int> values) => new(values.ToArray());

    /// <summary>One axis.</summary>
    public static implicit operator Axes(int axis) => new([axis]);

    /// <summary>The axes of an array.</summary>
    public static implicit operator Axes(int[] axes) => new((int[])axes.Clone());

    /// <summary>The numbers of a shape, taken as axes.</summary>
    public static implicit operator Axes(Shape axes) => new(axes.ToArray());

    /// <summary>Two axes.</summary>
    public static implicit operator Axes((int, int) axes) => new([axes.Item1, axes.Item2]);

    /// <summary>Three axes.</summary>
    public static implicit operator Axes((int, int, int) axes) => new([axes.Item1, axes.Item2, axes.Item3]);

    /// <summary>As Python prints it.</summary>
    public override string ToString() => $"({string.Join(", ", _values ?? [])}{(Count == 1 ? "," : "")})";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_values ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The axes of a shape counted from the front, in the order given.</summary>
    /// <exception cref="ShapeException">The shape has no such axis, or one is named twice.</exception>
    internal int[] Of(Shape shape, string who)
    {
        int[] axes = [.. this.Select(axis => shape.Axis(axis, who))];
        return axes.Distinct().Count() == axes.Length ? axes : throw new ShapeException($"{who}: expected each axis once, got {this} for shape {shape}.");
    }
}
