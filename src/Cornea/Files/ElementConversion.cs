using System.Numerics;
using System.Runtime.InteropServices;

namespace Cornea.Files;

/// <summary>Elements of one type as those of another: true is 1, fractions are cut for whole numbers.</summary>
internal static class ElementConversion
{
    /// <summary>Whether elements of both types have the same bytes.</summary>
    public static bool IsSame(FileElementType a, FileElementType b) => a == b || (IsByte(a) && IsByte(b));

    /// <summary>Converts elements into memory that has just the room for them.</summary>
    /// <exception cref="OverflowException">One is too large for the type.</exception>
    /// <exception cref="InvalidOperationException">They are complex.</exception>
    public static void Convert(FileElementType from, ReadOnlySpan<byte> source, FileElementType to, Span<byte> target)
    {
        if (IsSame(from, to))
        {
            source.CopyTo(target);
            return;
        }

        switch (to)
        {
            case FileElementType.Bool or FileElementType.UInt8: Into<byte>(from, source, target); break;
            case FileElementType.Int8: Into<sbyte>(from, source, target); break;
            case FileElementType.Int16: Into<short>(from, source, target); break;
            case FileElementType.UInt16: Into<ushort>(from, source, target); break;
            case FileElementType.Int32: Into<int>(from, source, target); break;
            case FileElementType.UInt32: Into<uint>(from, source, target); break;
            case FileElementType.Int64: Into<long>(from, source, target); break;
            case FileElementType.UInt64: Into<ulong>(from, source, target); break;
            case FileElementType.Float16: Into<Half>(from, source, target); break;
            case FileElementType.Float32: Into<float>(from, source, target); break;
            case FileElementType.Float64: Into<double>(from, source, target); break;
            default: throw NotNumbers(to);
        }
    }

    private static bool IsByte(FileElementType type) => type is FileElementType.Bool or FileElementType.UInt8;

    private static void Into<T>(FileElementType from, ReadOnlySpan<byte> source, Span<byte> target)
        where T : unmanaged, INumberBase<T>
    {
        switch (from)
        {
            case FileElementType.Bool or FileElementType.UInt8: Each<byte, T>(source, target); break;
            case FileElementType.Int8: Each<sbyte, T>(source, target); break;
            case FileElementType.Int16: Each<short, T>(source, target); break;
            case FileElementType.UInt16: Each<ushort, T>(source, target); break;
            case FileElementType.Int32: Each<int, T>(source, target); break;
            case FileElementType.UInt32: Each<uint, T>(source, target); break;
            case FileElementType.Int64: Each<long, T>(source, target); break;
            case FileElementType.UInt64: Each<ulong, T>(source, target); break;
            case FileElementType.Float16: Each<Half, T>(source, target); break;
            case FileElementType.Float32: Each<float, T>(source, target); break;
            case FileElementType.Float64: Each<double, T>(source, target); break;
            default: throw NotNumbers(from);
        }
    }

    private static void Each<TFrom, TTo>(ReadOnlySpan<byte> source, Span<byte> target)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(source);
        Span<TTo> to = MemoryMarshal.Cast<byte, TTo>(target);
        for (int index = 0; index < from.Length; index++) to[index] = TTo.CreateChecked(from[index]);
    }

    private static InvalidOperationException NotNumbers(FileElementType type) => new($"The array holds {type}; its elements aren't single numbers.");
}
