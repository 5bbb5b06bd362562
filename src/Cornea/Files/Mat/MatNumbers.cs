using System.Runtime.InteropServices;
using System.Text;

namespace Cornea.Files;

/// <summary>What MATLAB's versions have in common: complex numbers as two arrays, characters as numbers.</summary>
internal static class MatNumbers
{
    /// <summary>Complex numbers of their parts: of Float32 where the parts are, else of Float64.</summary>
    public static byte[] Pairs(string who, ref FileElementType type, byte[] real, byte[] imaginary, LoadBudget budget)
    {
        if (real.Length != imaginary.Length) throw new InvalidDataException($"{who}: its real part has {real.Length:N0} bytes, its imaginary part {imaginary.Length:N0}.");
        FileElementType part = type == FileElementType.Float32 ? FileElementType.Float32 : FileElementType.Float64;
        int count = real.Length / type.Size();
        int bytes = FileLimits.InOneArray(2.0 * count * part.Size(), who);
        budget.Take(2.0 * bytes, who);
        byte[] pairs = new byte[bytes];
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
