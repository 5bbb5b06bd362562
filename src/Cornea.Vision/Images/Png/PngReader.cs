using System.IO.Compression;
using System.Numerics;

namespace Cornea.Vision.Png;

/// <summary>Reads PNG files: grey, colours, palettes, opacity, 1 to 16 bits, all filters, interlaced or not. Source: W3C PNG, second edition.</summary>
/// <remarks>Gamma and colour profiles are left aside, as by TensorFlow and Pillow.</remarks>
internal static class PngReader
{
    // Deflate makes at most 258 bytes of two bits.
    private const long LargestExpansion = 1032;

    /// <inheritdoc cref="ImageDecoder.Decode"/>
    public static Raster<T> Read<T>(ReadOnlySpan<byte> file, string place, long maximumPixels, out int orientation)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        PngChunks chunks = PngChunks.Parse(file, place);
        PngHeader header = chunks.Header;
        ImageDecoder.CheckSize(header.Width, header.Height, place, maximumPixels);
        if (header.ColorType == PngHeader.Palette && chunks.Palette.Length == 0) throw new InvalidDataException($"{place}: the PNG has no palette.");
        if ((long)header.RowBytes(header.Width) * header.Height / LargestExpansion > chunks.Data.Length + 1) throw PngChunks.CutOff(place);
        orientation = chunks.Orientation;
        var pixels = new PngPixels<T>(chunks);
        try
        {
            ReadRows(chunks, pixels, place);
            return pixels.Image;
        }
        catch
        {
            pixels.Image.Dispose();
            throw;
        }
    }

    private static void ReadRows<T>(PngChunks chunks, PngPixels<T> pixels, string place)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        PngHeader header = chunks.Header;
        chunks.Data.Position = 0;
        using var unpacked = new ZLibStream(chunks.Data, CompressionMode.Decompress);
        byte[] row = new byte[header.RowBytes(header.Width) + 1], above = new byte[row.Length]; // The first byte names the filter.
        foreach ((int x, int y, int stepX, int stepY) in header.Passes)
        {
            int width = (header.Width - x + stepX - 1) / stepX, bytes = header.RowBytes(width) + 1;
            if (width == 0) continue;
            Array.Clear(above);
            for (int line = y; line < header.Height; line += stepY)
            {
                if (Fill(unpacked, row.AsSpan(0, bytes), place) < bytes) throw PngChunks.CutOff(place);
                PngFilter.Undo(row[0], row.AsSpan(1, bytes - 1), above.AsSpan(1, bytes - 1), header.FilterDistance, place);
                pixels.SetRow(row.AsSpan(1, bytes - 1), line, x, stepX, width);
                (row, above) = (above, row);
            }
        }
    }

    private static int Fill(ZLibStream unpacked, Span<byte> row, string place)
    {
        try
        {
            return unpacked.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{place}: the PNG's compressed pixels are broken.", error);
        }
    }
}
