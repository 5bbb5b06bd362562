using System.Collections;
using System.Runtime.CompilerServices;

namespace Cornea;

/// <summary>The sizes of a tensor's axes, outermost first. An axis may be unknown (<see cref="Unknown"/>) while a model is built.</summary>
/// <remarks>Written as a collection expression, <c>[28, 28, 1]</c>, or as a tuple, <c>(28, 28, 1)</c>. Shapes compare by value.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    /// <summary>Stands for the size of an axis that isn't known yet, such as the batch's.</summary>
    public const int Unknown = -1;

    private readonly int[]? _sizes;

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="ShapeException">A size is negative and not <see cref="Unknown"/>.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
        : this(sizes.ToArray())
    {
    }

    private Shape(int[] sizes)
    {
        foreach (int size in sizes)
            if (size < Unknown)
                throw new ShapeException($"Shape: expected sizes of at least 0 (or -1 for unknown), got {size}.");
        _sizes = sizes;
    }

    /// <summary>The shape of a scalar: no axes.</summary>
    public static Shape Scalar => default;

    /// <summary>How many axes there are.</summary>
    public int Rank => Sizes.Length;

    /// <summary>As <see cref="Rank"/>; lets <c>shape[^1]</c> work.</summary>
    public int Count => Sizes.Length;

    /// <summary>True when no axis is unknown.</summary>
    public bool IsKnown => Sizes.IndexOf(Unknown) < 0;

    /// <summary>The number of elements; 1 for a scalar.</summary>
    /// <exception cref="ShapeException">An axis is unknown, or the product passes 2⁶³.</exception>
    public long ElementCount => Product(0, Rank);

    internal ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The size of an axis.</summary>
    public int this[int axis] => Sizes[axis];

    /// <summary>A part of the axes, <c>shape[1..]</c>.</summary>
    public Shape Slice(int start, int length) => new(Sizes.Slice(start, length).ToArray());

    /// <summary>Makes collection expressions work.</summary>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes.ToArray());

    /// <summary>One axis.</summary>
    public static implicit operator Shape(int size) => new([size]);

    /// <summary>The sizes of an array.</summary>
    public static implicit operator Shape(int[] sizes) => new((int[])sizes.Clone());

    /// <summary>Two axes.</summary>
    public static implicit operator Shape((int, int) sizes) => new([sizes.Item1, sizes.Item2]);

    /// <summary>Three axes, such as height, width and channels.</summary>
    public static implicit operator Shape((int, int, int) sizes) => new([sizes.Item1, sizes.Item2, sizes.Item3]);

    /// <summary>Four axes, such as batch, height, width and channels.</summary>
    public static implicit operator Shape((int, int, int, int) sizes) => new([sizes.Item1, sizes.Item2, sizes.Item3, sizes.Item4]);

    /// <summary>Same rank and sizes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Another rank or another size.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int size in Sizes) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>As Python prints it: <c>(None, 28, 28, 1)</c>, <c>(8,)</c>, <c>()</c>.</summary>
    public override string ToString()
    {
        string inner = string.Join(", ", this.Select(size => size == Unknown ? "None" : size.ToString()));
        return Rank == 1 ? $"({inner},)" : $"({inner})";
    }

    /// <summary>The sizes as an array of one's own.</summary>
    public int[] ToArray() => Sizes.ToArray();

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>This shape with another axis before its first.</summary>
    internal Shape Prepend(int size) => new([size, .. Sizes]);

    /// <summary>This shape with one size changed.</summary>
    internal Shape With(int axis, int size)
    {
        int[] sizes = ToArray();
        sizes[axis] = size;
        return new(sizes);
    }

    /// <summary>This shape without one axis.</summary>
    internal Shape Without(int axis) => new([.. Sizes[..axis], .. Sizes[(axis + 1)..]]);

    /// <summary>This shape with a new axis put in.</summary>
    internal Shape Insert(int axis, int size) => new([.. Sizes[..axis], size, .. Sizes[axis..]]);

    /// <summary>The product of a range of axes.</summary>
    /// <exception cref="ShapeException">One of them is unknown, or the product passes 2⁶³.</exception>
    internal long Product(int start, int end)
    {
        long product = 1;
        foreach (int size in Sizes[start..end])
        {
            if (size == Unknown) throw new ShapeException($"Shape {this}: its number of elements isn't known yet.");
            product = Math.BigMul(product, size, out long low) == low >> 63 ? low : throw new ShapeException($"Shape {this}: too many elements.");
        }

        return product;
    }

    /// <summary>The axis counted from the front, of one that may be counted from the end (−1 is the last).</summary>
    internal int Axis(int axis, string who) => axis >= -Rank && axis < Rank
        ? axis < 0 ? axis + Rank : axis
        : throw new ShapeException($"{who}: expected an axis between {-Rank} and {Rank - 1} for shape {this}, got {axis}.");

    /// <summary>True where ranks and all sizes are the same; an unknown size agrees with any.</summary>
    internal static bool Agree(Shape a, Shape b) =>
        a.Rank == b.Rank && a.Zip(b).All(pair => pair.First == pair.Second || pair.First == Unknown || pair.Second == Unknown);

    /// <summary>The shape to which two shapes are broadcast together, by NumPy's rule.</summary>
    internal static Shape Broadcast(Shape a, Shape b, string who)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        var sizes = new int[rank];
        for (int axis = 1; axis <= rank; axis++)
        {
            int x = axis <= a.Rank ? a[^axis] : 1, y = axis <= b.Rank ? b[^axis] : 1;
            sizes[^axis] = x == y || y == 1 ? x
                : x == 1 ? y
                : x == Unknown ? y
                : y == Unknown ? x
                : throw new ShapeException($"{who}: shapes {a} and {b} can't be broadcast together: axis -{axis} is {x} and {y}.");
        }

        return new(sizes);
    }
}
