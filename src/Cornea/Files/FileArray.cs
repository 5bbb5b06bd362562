using System.Numerics;
using System.Runtime.InteropServices;

namespace Cornea.Files;

/// <summary>
/// An array as array files (.npy, .npz, IDX, …) hold it: an element type, a shape, and the elements row by row (the last axis
/// fastest) in the machine's byte order. Tensors are made from it and written through it.
/// </summary>
internal sealed class FileArray
{
    private readonly int[] _shape;
    private readonly byte[] _bytes;

    /// <summary>Takes over <paramref name="bytes"/>, which must be exactly what the shape needs, and <paramref name="shape"/>.</summary>
    public FileArray(FileElementType elementType, int[] shape, byte[] bytes)
    {
        // With a size of 0 somewhere the other sizes may be anything, beyond what a product could hold.
        long expected = shape.Contains(0) ? 0 : elementType.Size();
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            expected = checked(expected * size);
        }

        if (bytes.Length != expected)
        {
            throw new ArgumentException(
                $"An array {elementType} {Describe(shape)} takes {expected} bytes, got {bytes.Length}.", nameof(bytes));
        }

        ElementType = elementType;
        _shape = shape;
        _bytes = bytes;
    }

    public FileElementType ElementType { get; }

    public ReadOnlySpan<int> Shape => _shape;

    public int Rank => _shape.Length;

    /// <summary>How many elements there are.</summary>
    public int Count => _bytes.Length / ElementType.Size();

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Copies values into an array of the given shape.</summary>
    public static FileArray From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged => new(FileElementTypes.Of<T>(), shape.ToArray(), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements as they lie in memory, when they are of type <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">They are of another type; <see cref="ToArray{T}"/> converts.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        if (FileElementTypes.Of<T>() != ElementType)
            throw new InvalidOperationException($"The array holds {ElementType}, not {FileElementTypes.Of<T>()}. ToArray converts.");
        return MemoryMarshal.Cast<byte, T>(_bytes);
    }

    /// <summary>A copy of the elements as numbers of type <typeparamref name="T"/>: true is 1, fractions are cut for whole numbers.</summary>
    /// <exception cref="OverflowException">An element is too large for <typeparamref name="T"/>.</exception>
    /// <exception cref="InvalidOperationException">The elements are complex; <see cref="ToComplexArray"/> has them.</exception>
    public T[] ToArray<T>()
        where T : unmanaged, INumberBase<T>
    {
        var result = new T[Count];
        ElementConversion.Convert(ElementType, _bytes, FileElementTypes.Of<T>(), MemoryMarshal.AsBytes(result.AsSpan()));
        return result;
    }

    /// <summary>A copy of the elements as complex numbers; real elements get no imaginary part.</summary>
    public Complex[] ToComplexArray()
    {
        if (ElementType == FileElementType.Complex128)
            return AsSpan<Complex>().ToArray();
        if (ElementType != FileElementType.Complex64)
            return Array.ConvertAll(ToArray<double>(), real => new Complex(real, 0));

        ReadOnlySpan<float> parts = MemoryMarshal.Cast<byte, float>(_bytes);
        var values = new Complex[Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = new Complex(parts[2 * i], parts[(2 * i) + 1]);
        return values;
    }

    /// <summary>Type and shape, such as <c>Float32 (2, 3)</c>.</summary>
    public override string ToString() => $"{ElementType} {Describe(_shape)}";

    /// <summary>A shape as Python writes it: <c>(2, 3)</c>, <c>(5,)</c>, <c>()</c>.</summary>
    public static string Describe(ReadOnlySpan<int> shape) =>
        shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.ToArray())})";
}
