using System.Runtime.InteropServices;
using System.Text;

namespace Cornea.Files;

/// <summary>What MATLAB's versions have in common: complex numbers as two arrays, characters as numbers.</summary>
internal static class MatNumbers
{
    /// <summary>Refuses numbers that would take more than an array of bytes holds, before any is read.</summary>
    /// <exception cref="InvalidDataException">They are too many.</exception>
    public static void CheckSize(string who, FileElementType type, int[] shape, bool isComplex) =>
        _ = FileLimits.ArrayBytes(isComplex ? PartOf(type) : type, shape, isComplex ? Array.MaxLength / 2 : Array.MaxLength, who);

    /// <summary>Complex numbers of their parts, whose size is checked: of Float32 where the parts are, else of Float64.</summary>
    public static byte[] Pairs(string who, ref FileElementType type, byte[] real, byte[] imaginary, LoadBudget budget)
    {
        if (real.Length != imaginary.Length) throw new InvalidDataException($"{who}: its real part has {real.Length:N0} bytes, its imaginary part {imaginary.Length:N0}.");
        FileElementType part = PartOf(type);
        int count = real.Length / type.Size();
        budget.Take(4.0 * count * part.Size(), who);
        byte[] pairs = new byte[2L * count * part.Size()];
        if (part == FileElementType.Float32) Interleave<float>(type, real, imaginary, pairs);
        else Interleave<double>(type, real, imaginary, pairs);
        type = part == FileElementType.Float32 ? FileElementType.Complex64 : FileElementType.Complex128;
        return pairs;
    }

    /// <summary>Characters of their numbers.</summary>
    public static char[] Characters(string who, FileElementType type, byte[] numbers, LoadBudget budget)
    {
        int count = numbers.Length / type.Size();
        budget.Take(6.0 * count, who);
        var characters = new char[count];
        try
        {
            ElementConversion.Convert(type, numbers, FileElementType.UInt16, MemoryMarshal.AsBytes(characters.AsSpan()));
        }
        catch (OverflowException error)
        {
            throw new InvalidDataException($"{who}: has numbers among its characters that are none.", error);
        }

        return characters;
    }

    /// <summary>Characters of a text in an encoding.</summary>
    public static char[] Decoded(string who, Encoding encoding, byte[] bytes, LoadBudget budget)
    {
        budget.Take(6.0 * bytes.Length, who);
        return encoding.GetChars(bytes);
    }

    private static FileElementType PartOf(FileElementType type) => type == FileElementType.Float32 ? FileElementType.Float32 : FileElementType.Float64;

    private static void Interleave<T>(FileElementType type, byte[] real, byte[] imaginary, byte[] pairs)
        where T : unmanaged
    {
        int count = real.Length / type.Size();
        var parts = new T[2 * count];
        Span<byte> bytes = MemoryMarshal.AsBytes(parts.AsSpan());
        ElementConversion.Convert(type, real, FileElementTypes.Of<T>(), bytes[..(bytes.Length / 2)]);
        ElementConversion.Convert(type, imaginary, FileElementTypes.Of<T>(), bytes[(bytes.Length / 2)..]);
        Span<T> result = MemoryMarshal.Cast<byte, T>(pairs.AsSpan());
        for (int index = 0; index < count; index++) (result[2 * index], result[(2 * index) + 1]) = (parts[index], parts[count + index]);
    }
}
