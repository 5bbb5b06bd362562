using System.Numerics;

namespace Cornea.Callbacks;

/// <summary>The checksum CRC-32C (Castagnoli), masked as event files have it, so that a checksum of checksums means something.</summary>
internal static class Crc32C
{
    public static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data) crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }
}
