namespace Cornea.Files;

/// <summary>The checksum CRC-32 of zip and gzip (polynomial 0xEDB88320, reflected). Source: RFC 1952, section 8.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> data) => Append(0, data);

    /// <summary>The checksum of data seen before, whose checksum is <paramref name="crc"/>, followed by <paramref name="data"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        uint register = ~crc;
        foreach (byte value in data)
            register = Table[(byte)(register ^ value)] ^ (register >> 8);
        return ~register;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint register = i;
            for (int bit = 0; bit < 8; bit++)
                register = (register & 1) != 0 ? (register >> 1) ^ 0xEDB88320u : register >> 1;
            table[i] = register;
        }

        return table;
    }
}
