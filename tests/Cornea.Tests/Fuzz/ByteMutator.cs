using System.Buffers.Binary;

namespace Cornea.Tests.Fuzz;

/// <summary>Changes bytes: single ones, pieces, and whole numbers, which become extremes or others that stand in the file.</summary>
internal static class ByteMutator
{
    private static readonly long[] Extremes = [0, 1, 2, -1, 8, 255, 256, 65535, 65536, int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, long.MaxValue, long.MinValue, 1L << 40];

    /// <summary>Any bytes.</summary>
    /// <param name="random">Says where and how.</param>
    /// <param name="whole">The file.</param>
    /// <param name="bigEndian">How its numbers stand.</param>
    /// <param name="most">Changes fall before this place; sizes stand at a file's beginning, values behind.</param>
    public static byte[] Mutate(Random random, byte[] whole, bool bigEndian = false, int most = int.MaxValue)
    {
        byte[] bytes = [.. whole];
        for (int changes = random.Next(1, 5); changes > 0 && bytes.Length > 0; changes--)
        {
            int range = Math.Min(bytes.Length, most), at = random.Next(range), size = 1 << random.Next(1, 4), aligned = at / size * size;
            int length = Math.Min(random.Next(1, 9), bytes.Length - at);
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.AsSpan(at, length).Fill((byte)(random.Next(2) * 255));
                    break;
                case 3 when random.Next(4) == 0:
                    bytes = bytes[..at];
                    break;
                case 4 when random.Next(4) == 0:
                    bytes = [.. bytes[..at], .. bytes[(at + length)..]];
                    break;
                case 5 when aligned + size <= bytes.Length:
                    int from = random.Next(bytes.Length - size + 1) / size * size; // Addresses and counts go where others stood.
                    bytes.AsSpan(from, size).CopyTo(bytes.AsSpan(aligned));
                    break;
                default:
                    if (aligned + size <= bytes.Length) Write(bytes.AsSpan(aligned, size), Extremes[random.Next(Extremes.Length)] + random.Next(-1, 2), bigEndian);
                    break;
            }
        }

        return bytes;
    }

    private static void Write(Span<byte> place, long value, bool bigEndian)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes[..place.Length].CopyTo(place);
        if (bigEndian) place.Reverse();
    }
}
