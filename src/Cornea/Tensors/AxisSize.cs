namespace Cornea;

/// <summary>Where sizes of axes are added and multiplied: the one place that knows of unknown sizes and of sizes that no axis can have.</summary>
/// <remarks>
/// A size is an <see cref="int"/> from 0 on, or <see cref="Shape.Unknown"/>. Settings come from files, so any number may meet any size: what is
/// computed here is computed in 64 or more bits, and what doesn't fit, or is negative, is an error and no other size.
/// </remarks>
internal static class AxisSize
{
    private const int LargestTable = 1 << 26;

    /// <summary>The sum of sizes and amounts; unknown where one of them is.</summary>
    /// <exception cref="ShapeException">It is no size.</exception>
    public static int Sum(string who, params ReadOnlySpan<int> sizes)
    {
        long sum = 0;
        foreach (int size in sizes)
        {
            if (size == Shape.Unknown) return Shape.Unknown;
            sum += size;
        }

        return Of(sum, who);
    }

    /// <summary>The product of sizes; unknown where one of them is.</summary>
    /// <exception cref="ShapeException">It is no size.</exception>
    public static int Product(string who, params ReadOnlySpan<int> sizes)
    {
        if (sizes.Contains(Shape.Unknown)) return Shape.Unknown;
        Int128 product = 1;
        foreach (int size in sizes)
        {
            product *= size;
            if (product == 0) return 0;
            if (product > int.MaxValue || product < 0) break;
        }

        return Of(product, who);
    }

    /// <summary>A computed number as a size.</summary>
    /// <exception cref="ShapeException">It is negative, or more than an axis can have.</exception>
    public static int Of(Int128 size, string who) => size >= 0 && size <= int.MaxValue ? (int)size
        : throw new ShapeException(size < 0
            ? $"{who}: an axis would get the size {size}; expected at least 0."
            : $"{who}: an axis would get {size:N0} elements or more; expected at most {int.MaxValue:N0}. Use smaller numbers.");

    /// <summary>A number of the caller's as a size that is known.</summary>
    /// <exception cref="ShapeException">It is negative, unknown included.</exception>
    public static int Known(int size, string who, string what) => size >= 0 ? size : throw new ShapeException($"{who}: expected {what} of at least 0, got {size}.");

    /// <summary>Numbers of the caller's, each of which must be a size that is known.</summary>
    /// <exception cref="ShapeException">One is negative, unknown included.</exception>
    public static void Known(Shape sizes, string who, string what)
    {
        if (!sizes.IsKnown) throw new ShapeException($"{who}: expected {what} of at least 0, got ({string.Join(", ", sizes)}).");
    }

    /// <summary>The size along an axis, where what is computed depends on it.</summary>
    /// <exception cref="ShapeException">It isn't known yet.</exception>
    public static int Along(Shape shape, int axis, string who) => shape[axis] != Shape.Unknown ? shape[axis] : throw new ShapeException(
        $"{who}: the size of axis {axis} of {shape} isn't known yet, but is needed. Give the model's input this size, or do it within a layer of your own, which takes its steps for each shape of data anew.");

    /// <summary>Distances, windows and strides of the caller's, which must be at least 1.</summary>
    /// <exception cref="ShapeException">One isn't.</exception>
    public static void Positive(ReadOnlySpan<int> numbers, string who, string what)
    {
        foreach (int number in numbers)
            if (number < 1) throw new ShapeException($"{who}: expected {what} of at least 1, got ({string.Join(", ", numbers.ToArray())}).");
    }

    /// <summary>The size of a table of rows and columns that is computed on the host before anything runs, so that no setting makes a huge one.</summary>
    /// <exception cref="ShapeException">It would have over 2²⁶ numbers.</exception>
    public static int Table(long rows, long columns, string who)
    {
        Int128 size = (Int128)rows * columns;
        return size <= LargestTable ? Of(size, who)
            : throw new ShapeException($"{who}: would need a table of {rows:N0} × {columns:N0} numbers; expected at most {LargestTable:N0}. Use smaller sizes.");
    }

    /// <summary>A result must have a size in bytes that can be counted, whatever its unknown axes turn out to be.</summary>
    /// <exception cref="ShapeException">It hasn't.</exception>
    public static void CheckBytes(TensorSpec spec, string who)
    {
        Int128 bytes = spec.DType.Size;
        foreach (int size in spec.Shape.Sizes)
        {
            if (size == 0) return;
            if (size == Shape.Unknown || bytes > long.MaxValue) continue;
            bytes *= size;
        }

        if (bytes > long.MaxValue && !spec.Shape.Contains(0))
            throw new ShapeException($"{who}: a result of shape {spec.Shape} has more bytes than can be counted. Use smaller sizes.");
    }
}
