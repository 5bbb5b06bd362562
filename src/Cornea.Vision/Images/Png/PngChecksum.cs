namespace Cornea.Vision.Png;

/// <summary>The checksum of a PNG's parts: CRC-32 (polynomial 0xEDB88320, reflected). Source: W3C PNG, annex D.</summary>
internal static class PngChecksum
{
    private static readonly uint[] Table = MakeTable();

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint register = uint.MaxValue;
        foreach (byte value in data) register = Table[(byte)(register ^ value)] ^ (register >> 8);
        return ~register;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint register = i;
            for (int bit = 0; bit < 8; bit++) register = (register & 1) != 0 ? (register >> 1) ^ 0xEDB88320 : register >> 1;
            table[i] = register;
        }

        return table;
    }
}
