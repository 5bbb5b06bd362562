using System.Numerics;

namespace Cornea.Files;

/// <summary>What belongs to each <see cref="FileElementType"/>: sizes, NumPy's code, the .NET type.</summary>
internal static class FileElementTypes
{
    private static readonly (FileElementType Type, string Code, int Size)[] Table =
    [
        (FileElementType.Bool, "b1", 1),
        (FileElementType.Int8, "i1", 1),
        (FileElementType.UInt8, "u1", 1),
        (FileElementType.Int16, "i2", 2),
        (FileElementType.UInt16, "u2", 2),
        (FileElementType.Int32, "i4", 4),
        (FileElementType.UInt32, "u4", 4),
        (FileElementType.Int64, "i8", 8),
        (FileElementType.UInt64, "u8", 8),
        (FileElementType.Float16, "f2", 2),
        (FileElementType.Float32, "f4", 4),
        (FileElementType.Float64, "f8", 8),
        (FileElementType.Complex64, "c8", 8),
        (FileElementType.Complex128, "c16", 16),
    ];

    /// <summary>Bytes of one element.</summary>
    public static int Size(this FileElementType type) => Table[(int)type].Size;

    /// <summary>Bytes of the number whose byte order counts: half a complex element, else the element.</summary>
    public static int WordSize(this FileElementType type) =>
        type is FileElementType.Complex64 or FileElementType.Complex128 ? type.Size() / 2 : type.Size();

    /// <summary>NumPy's code without the byte order, such as <c>f4</c>.</summary>
    public static string Code(this FileElementType type) => Table[(int)type].Code;

    /// <summary>The type with NumPy's code <paramref name="code"/>, or null if there is none.</summary>
    public static FileElementType? FromCode(ReadOnlySpan<char> code)
    {
        foreach (var (type, known, _) in Table)
        {
            if (code.SequenceEqual(known))
                return type;
        }

        return null;
    }

    /// <summary>The type that holds .NET's <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No array file holds such elements.</exception>
    public static FileElementType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(bool) ? FileElementType.Bool
        : typeof(T) == typeof(sbyte) ? FileElementType.Int8
        : typeof(T) == typeof(byte) ? FileElementType.UInt8
        : typeof(T) == typeof(short) ? FileElementType.Int16
        : typeof(T) == typeof(ushort) ? FileElementType.UInt16
        : typeof(T) == typeof(int) ? FileElementType.Int32
        : typeof(T) == typeof(uint) ? FileElementType.UInt32
        : typeof(T) == typeof(long) ? FileElementType.Int64
        : typeof(T) == typeof(ulong) ? FileElementType.UInt64
        : typeof(T) == typeof(Half) ? FileElementType.Float16
        : typeof(T) == typeof(float) ? FileElementType.Float32
        : typeof(T) == typeof(double) ? FileElementType.Float64
        : typeof(T) == typeof(Complex) ? FileElementType.Complex128
        : throw new NotSupportedException($"Array files hold no elements of type {typeof(T).Name}.");
}
