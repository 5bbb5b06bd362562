namespace Cornea.Onnx;

/// <summary>What ONNX' element types are here, and how many bytes they take in a file.</summary>
internal static class ElementTypes
{
    /// <summary>The dtype that holds the values: small and unsigned integers in wider ones, half precision in single.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static DType ToDType(this ElementType type) => type switch
    {
        ElementType.Float or ElementType.Float16 or ElementType.BFloat16 => DType.Float32,
        ElementType.Double => DType.Float64,
        ElementType.UInt8 => DType.UInt8,
        ElementType.Int8 or ElementType.Int16 or ElementType.UInt16 or ElementType.Int32 => DType.Int32,
        ElementType.UInt32 or ElementType.Int64 or ElementType.UInt64 => DType.Int64,
        ElementType.Bool => DType.Bool,
        _ => throw new InvalidDataException($"Elements of type {Name(type)} aren't supported."),
    };

    /// <summary>Bytes of an element in a file.</summary>
    /// <exception cref="InvalidDataException">They have no fixed size.</exception>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Float16 or ElementType.BFloat16 => 2,
        ElementType.Float or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Double or ElementType.Int64 or ElementType.UInt64 => 8,
        _ => throw new InvalidDataException($"Elements of type {Name(type)} aren't supported."),
    };

    /// <summary>The smallest and the largest whole number of a type; null for types that aren't integers.</summary>
    public static (double Least, double Most)? Range(this ElementType type) => type switch
    {
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        _ => null,
    };

    /// <summary>The type of a file for a dtype.</summary>
    public static ElementType Of(DType dtype) => dtype.Name switch
    {
        "float32" => ElementType.Float,
        "float64" => ElementType.Double,
        "int32" => ElementType.Int32,
        "int64" => ElementType.Int64,
        "uint8" => ElementType.UInt8,
        _ => ElementType.Bool,
    };

    private static string Name(ElementType type) => Enum.IsDefined(type) ? type.ToString().ToLowerInvariant() : $"number {(int)type}";
}
