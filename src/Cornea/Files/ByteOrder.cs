using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Cornea.Files;

/// <summary>Turns numbers stored in the other byte order round, in place.</summary>
internal static class ByteOrder
{
    public static void Reverse(Span<byte> data, int wordSize)
    {
        switch (wordSize)
        {
            case 1:
                break;
            case 2:
                Span<ushort> twos = MemoryMarshal.Cast<byte, ushort>(data);
                BinaryPrimitives.ReverseEndianness(twos, twos);
                break;
            case 4:
                Span<uint> fours = MemoryMarshal.Cast<byte, uint>(data);
                BinaryPrimitives.ReverseEndianness(fours, fours);
                break;
            case 8:
                Span<ulong> eights = MemoryMarshal.Cast<byte, ulong>(data);
                BinaryPrimitives.ReverseEndianness(eights, eights);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(wordSize), wordSize, "Words have 1, 2, 4 or 8 bytes.");
        }
    }
}
