using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Cornea;

// The way between .NET's arrays and tensors.
public sealed partial class Tensor
{
    private const int PrintedPerAxis = 6;

    /// <summary>A tensor of an array's values and shape; copies. The array is of any rank, of float, double, int, long, byte or bool.</summary>
    public static Tensor From(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sizes = new int[values.Rank];
        for (int axis = 0; axis < sizes.Length; axis++) sizes[axis] = values.GetLength(axis);
        return values switch
        {
            _ when values.GetType().GetElementType() == typeof(float) => From(Flat<float>(values), sizes),
            _ when values.GetType().GetElementType() == typeof(double) => From(Flat<double>(values), sizes),
            _ when values.GetType().GetElementType() == typeof(int) => From(Flat<int>(values), sizes),
            _ when values.GetType().GetElementType() == typeof(long) => From(Flat<long>(values), sizes),
            _ when values.GetType().GetElementType() == typeof(byte) => From(Flat<byte>(values), sizes),
            _ when values.GetType().GetElementType() == typeof(bool) => From(Flat<bool>(values), sizes),
            _ => throw new ArgumentException(
                $"Tensor.From: expected an array of float, double, int, long, byte or bool, got {values.GetType().Name}."),
        };
    }

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

    /// <summary>Dtype, shape and the first values. A tensor not computed yet is computed, a placeholder is only named.</summary>
    public override string ToString()
    {
        string head = $"Tensor {DType} {Shape}";
        if (!Graphs.Evaluator.CanEvaluate(this)) return head + " symbolic";
        double[] values = ToArray<double>();
        var text = new StringBuilder(head).Append(' ');
        Append(text, values, 0, 0);
        return text.ToString();
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

    private int Append(StringBuilder text, double[] values, int axis, int start)
    {
        if (axis == Rank)
        {
            text.Append(DType == DType.Bool ? (values[start] != 0 ? "true" : "false")
                : values[start].ToString("G6", CultureInfo.InvariantCulture));
            return start + 1;
        }

        int step = checked((int)Shape.Product(axis + 1, Rank));
        text.Append('[');
        for (int index = 0; index < Shape[axis]; index++)
        {
            if (index > 0) text.Append(", ");
            if (index == PrintedPerAxis / 2 && Shape[axis] > PrintedPerAxis)
            {
                text.Append("…, ");
                index = Shape[axis] - (PrintedPerAxis / 2);
            }

            Append(text, values, axis + 1, start + (index * step));
        }

        text.Append(']');
        return start + (Shape[axis] * step);
    }
}
