using System.Runtime.InteropServices;

namespace Cornea.Reference;

/// <summary>A tensor as the reference sees it: every element a double, whatever the dtype, in row-major order.</summary>
/// <remarks>
/// Truth values are 0 and 1. Integers are exact up to 2⁵³ in size; int64 values beyond that lose their last bits here and nowhere else.
/// </remarks>
internal sealed class ReferenceArray
{
    private ReferenceArray(TensorSpec spec, double[] values)
    {
        Spec = spec;
        Values = values;
    }

    public TensorSpec Spec { get; }

    public double[] Values { get; }

    public Shape Shape => Spec.Shape;

    public DType DType => Spec.DType;

    public double this[int index] => Values[index];

    /// <summary>Zeros.</summary>
    public static ReferenceArray Zeros(TensorSpec spec) => new(spec, new double[checked((int)spec.Shape.ElementCount)]);

    /// <summary>A scalar that a tensor of that type can be.</summary>
    public static ReferenceArray Number(double value, DType dtype) => new(new TensorSpec(Shape.Scalar, dtype), [dtype == DType.Float32 ? (float)value : value]);

    /// <summary>The values that a tensor's bytes hold.</summary>
    public static ReferenceArray Read(ReadOnlySpan<byte> bytes, TensorSpec spec)
    {
        ReferenceArray array = Zeros(spec);
        double[] values = array.Values;
        for (int index = 0; index < values.Length; index++) values[index] = Read(bytes, index, spec.DType);
        return array;
    }

    /// <summary>Puts the values into a tensor's bytes. Here, and only here, float32 results are rounded to float32.</summary>
    public void Write(Span<byte> bytes)
    {
        for (int index = 0; index < Values.Length; index++) Write(bytes, index, Values[index], DType);
    }

    private static double Read(ReadOnlySpan<byte> bytes, int index, DType dtype) =>
        dtype == DType.Float32 ? MemoryMarshal.Cast<byte, float>(bytes)[index]
        : dtype == DType.Float64 ? MemoryMarshal.Cast<byte, double>(bytes)[index]
        : dtype == DType.Int32 ? MemoryMarshal.Cast<byte, int>(bytes)[index]
        : dtype == DType.Int64 ? MemoryMarshal.Cast<byte, long>(bytes)[index]
        : dtype == DType.UInt8 ? bytes[index]
        : bytes[index] != 0 ? 1 : 0;

    private static void Write(Span<byte> bytes, int index, double value, DType dtype)
    {
        if (dtype == DType.Float32) MemoryMarshal.Cast<byte, float>(bytes)[index] = (float)value;
        else if (dtype == DType.Float64) MemoryMarshal.Cast<byte, double>(bytes)[index] = value;
        else if (dtype == DType.Int32) MemoryMarshal.Cast<byte, int>(bytes)[index] = (int)value;
        else if (dtype == DType.Int64) MemoryMarshal.Cast<byte, long>(bytes)[index] = (long)value;
        else bytes[index] = (byte)value;
    }
}
