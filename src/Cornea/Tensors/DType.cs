namespace Cornea;

/// <summary>The type of a tensor's elements.</summary>
/// <remarks>
/// Networks compute in <see cref="Float32"/>; <see cref="Float64"/> serves files and the reference executor. A string converts to a
/// dtype by Keras' name, so <c>"float32"</c> may stand wherever a dtype is asked for.
/// </remarks>
public sealed class DType
{
    private DType(string name, int size, int rank, Type clrType)
    {
        Name = name;
        Size = size;
        PromotionRank = rank;
        ClrType = clrType;
    }

    /// <summary>IEEE single precision, 4 bytes: what networks compute in.</summary>
    public static DType Float32 { get; } = new("float32", 4, 4, typeof(float));

    /// <summary>IEEE double precision, 8 bytes: files, and computation on the reference executor.</summary>
    public static DType Float64 { get; } = new("float64", 8, 5, typeof(double));

    /// <summary>Signed integers, 4 bytes: labels and indices.</summary>
    public static DType Int32 { get; } = new("int32", 4, 2, typeof(int));

    /// <summary>Signed integers, 8 bytes: counters.</summary>
    public static DType Int64 { get; } = new("int64", 8, 3, typeof(long));

    /// <summary>Unsigned integers, 1 byte: pixels.</summary>
    public static DType UInt8 { get; } = new("uint8", 1, 1, typeof(byte));

    /// <summary>Truth values, 1 byte holding 0 or 1.</summary>
    public static DType Bool { get; } = new("bool", 1, 0, typeof(bool));

    /// <summary>All dtypes, from the narrowest to the widest.</summary>
    public static IReadOnlyList<DType> All { get; } = [Bool, UInt8, Int32, Int64, Float32, Float64];

    /// <summary>Keras' name, for example <c>float32</c>.</summary>
    public string Name { get; }

    /// <summary>Bytes of one element.</summary>
    public int Size { get; }

    /// <summary>True for <see cref="Float32"/> and <see cref="Float64"/>.</summary>
    public bool IsFloating => PromotionRank >= 4;

    /// <summary>True for the integer types; not for <see cref="Bool"/>.</summary>
    public bool IsInteger => PromotionRank is 1 or 2 or 3;

    internal Type ClrType { get; }

    private int PromotionRank { get; }

    /// <summary>The dtype of Keras' name.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="All"/>.</exception>
    public static implicit operator DType(string name) => All.FirstOrDefault(type => type.Name == name)
        ?? throw new ArgumentException($"DType: expected one of {string.Join(", ", All.Select(type => type.Name))}, got '{name}'.");

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The dtype in which values of <paramref name="a"/> and <paramref name="b"/> meet, as in Keras: the wider of the two.</summary>
    internal static DType Promote(DType a, DType b) => a.PromotionRank >= b.PromotionRank ? a : b;

    internal static DType Of<T>() => All.FirstOrDefault(type => type.ClrType == typeof(T))
        ?? throw new ArgumentException(
            $"Tensor: expected elements of type float, double, int, long, byte or bool, got {typeof(T).Name}. Convert the array first.");
}
