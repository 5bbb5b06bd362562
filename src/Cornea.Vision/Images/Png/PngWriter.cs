using System.Buffers.Binary;
using System.IO.Compression;

namespace Cornea.Vision.Png;

/// <summary>Writes PNG files: 8 or 16 bits, grey or colours, with or without opacity; each row with the filter that leaves the least.</summary>
internal static class PngWriter
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="samples">Row by row; samples of 16 bits with the higher byte first.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="channels">1 to 4: grey, grey and opacity, colours, colours and opacity.</param>
    /// <param name="bitDepth">8 or 16.</param>
    public static byte[] Write(ReadOnlySpan<byte> samples, int height, int width, int channels, int bitDepth)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = (byte)bitDepth;
        header[9] = channels switch { 1 => PngHeader.Grey, 2 => PngHeader.GreyWithOpacity, 3 => PngHeader.Colour, _ => PngHeader.ColourWithOpacity };
        header[10..].Clear();
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(samples, height, channels * bitDepth / 8));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> samples, int height, int distance)
    {
        int length = samples.Length / height;
        byte[] best = new byte[length + 1], candidate = new byte[length + 1];
        ReadOnlySpan<byte> above = new byte[length];
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> row = samples.Slice(y * length, length);
                long least = long.MaxValue;
                for (int filter = 0; filter < PngFilter.Count; filter++)
                {
                    candidate[0] = (byte)filter;
                    PngFilter.Apply(filter, row, above, distance, candidate.AsSpan(1));
                    long left = 0;
                    foreach (byte difference in candidate.AsSpan(1)) left += Math.Abs((int)(sbyte)difference);
                    if (left >= least) continue;
                    least = left;
                    (best, candidate) = (candidate, best);
                }

                stream.Write(best);
                above = row;
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        int start = (int)file.Position;
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChecksum.Of(file.GetBuffer().AsSpan(start, (int)file.Position - start)));
        file.Write(number);
    }
}
