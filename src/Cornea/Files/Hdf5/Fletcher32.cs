namespace Cornea.Files;

/// <summary>Fletcher's checksum of 32 bits, as HDF5's filter computes it: over 16-bit words, the first byte the higher.</summary>
/// <remarks>Source: HDF5 File Format Specification 3.0, and RFC 1146 for the sums modulo 65535.</remarks>
internal static class Fletcher32
{
    private const int Block = 360; // So many words can be summed before 32 bits overflow.

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint first = 0, second = 0;
        int words = data.Length / 2;
        for (int at = 0; at < words;)
        {
            for (int end = Math.Min(words, at + Block); at < end; at++)
            {
                first += ((uint)data[2 * at] << 8) | data[(2 * at) + 1];
                second += first;
            }

            (first, second) = (Folded(first), Folded(second));
        }

        if (data.Length % 2 == 1)
        {
            first += (uint)data[^1] << 8;
            second += first;
            (first, second) = (Folded(first), Folded(second));
        }

        return (Folded(second) << 16) | Folded(first);

        static uint Folded(uint sum) => (sum & 0xFFFF) + (sum >> 16);
    }

    /// <summary>The same with the bytes of each half exchanged: what versions of HDF5 before 1.6.3 wrote.</summary>
    public static uint Exchanged(uint checksum) => ((checksum & 0x00FF00FF) << 8) | ((checksum & 0xFF00FF00) >> 8);
}
