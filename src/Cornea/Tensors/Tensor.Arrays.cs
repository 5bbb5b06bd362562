using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cornea;

// The way between .NET's arrays and tensors.
public sealed partial class Tensor
{
    /// <summary>A tensor of an array's values and shape; copies. The array is of any rank, of float, double, int, long, byte or bool.</summary>
    /// <remarks>An array of arrays, <c>float[][]</c>, has one axis more for each level; its rows are all of one shape.</remarks>
    /// <exception cref="ShapeException">The rows of an array of arrays aren't of one shape.</exception>
    /// <exception cref="ArgumentException">It holds something else.</exception>
    public static Tensor From(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Type element = values.GetType().GetElementType()!;
        while (element.IsArray) element = element.GetElementType()!;
        return element == typeof(float) ? From(Rows<float>(values, out Shape shape), shape)
            : element == typeof(double) ? From(Rows<double>(values, out shape), shape)
            : element == typeof(int) ? From(Rows<int>(values, out shape), shape)
            : element == typeof(long) ? From(Rows<long>(values, out shape), shape)
            : element == typeof(byte) ? From(Rows<byte>(values, out shape), shape)
            : element == typeof(bool) ? From(Rows<bool>(values, out shape), shape)
            : throw new ArgumentException($"Tensor.From: expected an array of float, double, int, long, byte or bool, got {values.GetType().Name}.");
    }

    /// <summary>A tensor of a single value, of rank 0, in the value's own dtype.</summary>
    /// <exception cref="NotSupportedException">The value is of no tensor's type.</exception>
    public static Tensor From<T>(T value)
        where T : unmanaged => From([value], Shape.Scalar);

    /// <summary>A tensor of the given values in row-major order; copies.</summary>
    /// <exception cref="ShapeException">The shape holds another number of elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape)
        where T : unmanaged
    {
        if (shape.ElementCount != values.Length)
            throw new ShapeException($"Tensor.From: shape {shape} holds {shape.ElementCount} elements, got {values.Length}.");
        return new(new TensorSpec(shape, DType.Of<T>()), Storage.Of(values));
    }

    /// <summary>A tensor of the given values in row-major order; copies.</summary>
    public static Tensor From<T>(T[] values, Shape shape)
        where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>A number: it takes the dtype of the tensor it meets.</summary>
    public static implicit operator Tensor(double value) => Number(value, DType.Float32);

    /// <summary>The values, row-major, converted to the element type asked for; computes.</summary>
    public T[] ToArray<T>()
        where T : unmanaged, INumberBase<T>
    {
        Evaluate(); // First, for its error where there are no values: it says more than that a size isn't known.
        var result = new T[checked((int)Shape.ElementCount)];
        CopyTo(result.AsSpan());
        return result;
    }

    /// <summary>The values of a tensor of two axes; computes.</summary>
    public T[,] ToArray2D<T>()
        where T : unmanaged, INumberBase<T> => (T[,])ToShapedArray<T>(2);

    /// <summary>The values of a tensor of three axes; computes.</summary>
    public T[,,] ToArray3D<T>()
        where T : unmanaged, INumberBase<T> => (T[,,])ToShapedArray<T>(3);

    /// <summary>The values of a tensor of four axes; computes.</summary>
    public T[,,,] ToArray4D<T>()
        where T : unmanaged, INumberBase<T> => (T[,,,])ToShapedArray<T>(4);

    /// <summary>The only value; computes.</summary>
    /// <exception cref="ShapeException">There isn't exactly one.</exception>
    public T ToScalar<T>()
        where T : unmanaged, INumberBase<T>
    {
        if (!Shape.IsKnown || Shape.ElementCount != 1)
            throw new ShapeException($"Tensor.ToScalar: expected one element, got shape {Shape}; use ToArray or reduce it first.");
        Span<T> value = stackalloc T[1];
        CopyTo(value);
        return value[0];
    }

    /// <summary>The truth values, row-major; computes.</summary>
    public bool[] ToBooleans() => Array.ConvertAll(ToArray<byte>(), value => value != 0);

    /// <summary>Copies the values, row-major, converted to the element type asked for; computes.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        Storage storage = Evaluate();
        if (Shape.ElementCount > destination.Length)
            throw new ArgumentException($"Tensor.CopyTo: expected room for {Shape.ElementCount} elements, got {destination.Length}.");
        if (DType.ClrType == typeof(T)) storage.Span<T>().CopyTo(destination);
        else if (DType == DType.Float32) Convert<float, T>(storage, destination);
        else if (DType == DType.Float64) Convert<double, T>(storage, destination);
        else if (DType == DType.Int32) Convert<int, T>(storage, destination);
        else if (DType == DType.Int64) Convert<long, T>(storage, destination);
        else Convert<byte, T>(storage, destination);
        GC.KeepAlive(storage);
    }

    private static void Convert<TFrom, TTo>(Storage storage, Span<TTo> destination)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        ReadOnlySpan<TFrom> source = storage.Span<TFrom>();
        for (int index = 0; index < source.Length; index++) destination[index] = TTo.CreateTruncating(source[index]);
    }

    private static ReadOnlySpan<T> Flat<T>(Array values) => MemoryMarshal.CreateReadOnlySpan(
        ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values)), values.Length);

    // An array's values in row-major order: its own memory, or where it holds arrays all of theirs, copied together.
    private static ReadOnlySpan<T> Rows<T>(Array values, out Shape shape)
    {
        if (!values.GetType().GetElementType()!.IsArray)
        {
            shape = [.. Enumerable.Range(0, values.Rank).Select(values.GetLength)];
            return Flat<T>(values);
        }

        if (values.Rank != 1) throw new ArgumentException($"Tensor.From: expected arrays of arrays to have one axis each, got {values.GetType().Name}.");
        T[] all = [];
        Shape row = [0];
        for (int index = 0; index < values.Length; index++)
        {
            if (values.GetValue(index) is not Array inner) throw new ArgumentException($"Tensor.From: expected an array at row {index}, got null.");
            ReadOnlySpan<T> part = Rows<T>(inner, out Shape own);
            if (index == 0) (row, all) = (own, new T[checked(part.Length * values.Length)]);
            if (own != row) throw new ShapeException($"Tensor.From: expected rows of one shape, got {row} at row 0 and {own} at row {index}.");
            part.CopyTo(all.AsSpan(index * part.Length));
        }

        shape = [values.Length, .. row];
        return all;
    }

    private Array ToShapedArray<T>(int rank)
        where T : unmanaged, INumberBase<T>
    {
        if (Rank != rank) throw new ShapeException($"Tensor.ToArray{rank}D: expected {rank} axes, got shape {Shape}.");
        Array result = rank switch
        {
            2 => new T[Shape[0], Shape[1]],
            3 => new T[Shape[0], Shape[1], Shape[2]],
            _ => new T[Shape[0], Shape[1], Shape[2], Shape[3]],
        };
        CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(result)), result.Length));
        return result;
    }
}
