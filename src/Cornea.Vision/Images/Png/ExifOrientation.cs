using System.Buffers.Binary;

namespace Cornea.Vision.Png;

/// <summary>Which way up a camera was held, from EXIF (CIPA DC-008, tag 274 of the first directory).</summary>
internal static class ExifOrientation
{
    private const int Tag = 274, EntryBytes = 12, ShortType = 3;

    /// <summary>1 to 8; 1 where the data don't say or make no sense: pixels are shown as they are then.</summary>
    public static int Of(ReadOnlySpan<byte> exif)
    {
        bool isLittle = exif is [(byte)'I', (byte)'I', ..];
        if (exif.Length < 8 || (!isLittle && exif is not [(byte)'M', (byte)'M', ..])) return 1;
        uint start = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (start > exif.Length - 2) return 1;
        int count = Short(exif[(int)start..], isLittle);
        ReadOnlySpan<byte> entries = exif[((int)start + 2)..];
        for (int i = 0; i < count && entries.Length >= EntryBytes; i++, entries = entries[EntryBytes..])
        {
            if (Short(entries, isLittle) != Tag || Short(entries[2..], isLittle) != ShortType) continue;
            int orientation = Short(entries[8..], isLittle);
            return orientation is >= 1 and <= 8 ? orientation : 1;
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
