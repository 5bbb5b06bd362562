using System.Buffers;

namespace Cornea.Vision.Jpeg;

/// <summary>Decodes JPEG files of the common kind: baseline, grey or YCbCr at 4:4:4, 4:2:2 or 4:2:0. All others, and all that is wrong, are left to SkiaSharp.</summary>
/// <remarks>Its pixels are libjpeg-turbo's to the last bit, with the vectors that SkiaSharp's build of that lacks (docs/decisions/0024).</remarks>
internal static class JpegReader
{
    private const int BlockSize = 8, CoefficientCount = 64;
    private const long MostPixels = 1 << 26; // Of larger ones SkiaSharp needs less memory.

    /// <returns>Null where the file isn't of the common kind, or is broken or cut off.</returns>
    /// <inheritdoc cref="ImageDecoder.Decode"/>
    public static Raster<byte>? TryRead(ReadOnlySpan<byte> file, string place, long maximumPixels, out int orientation)
    {
        orientation = 1;
        if (JpegHeader.Read(file) is not { } header) return null;
        orientation = header.Orientation;
        ImageDecoder.CheckSize(header.Width, header.Height, place, maximumPixels);
        if ((long)header.Width * header.Height > MostPixels) return null;

        // Each block has two codes at least, of one bit at least: a file of so few bytes can't hold so many.
        if ((long)header.Across * header.Down * header.Components.Sum(one => one.Horizontal * one.Vertical) > 4L * (file.Length - header.Scan)) return null;
        byte[][] planes = [.. header.Components.Select(one => ArrayPool<byte>.Shared.Rent(checked((one.Pitch * one.Rows) + BlockSize)))];
        try
        {
            return Scan(file, header, planes) ? Pixels(header, planes) : null;
        }
        finally
        {
            foreach (byte[] plane in planes) ArrayPool<byte>.Shared.Return(plane);
        }
    }

    private static bool Scan(ReadOnlySpan<byte> file, JpegHeader header, byte[][] planes)
    {
        var bits = new JpegBits(file, header.Scan);
        Span<int> block = stackalloc int[CoefficientCount], before = stackalloc int[3];
        int untilRestart = header.RestartInterval;
        for (int down = 0; down < header.Down; down++)
        {
            for (int across = 0; across < header.Across; across++)
            {
                if (header.RestartInterval > 0 && untilRestart-- == 0)
                {
                    if (!bits.Restart()) return false;
                    before.Clear();
                    untilRestart = header.RestartInterval - 1;
                }

                for (int index = 0; index < planes.Length; index++)
                {
                    JpegComponent component = header.Components[index];
                    for (int part = 0; part < component.Horizontal * component.Vertical; part++)
                    {
                        int row = (down * component.Vertical) + (part / component.Horizontal), column = (across * component.Horizontal) + (part % component.Horizontal);
                        Span<byte> samples = planes[index].AsSpan(((row * component.Pitch) + column) * BlockSize);
                        switch (Block(ref bits, component, ref before[index], block))
                        {
                            case 0: return false;
                            case 1: BlockTransform.Flat(block[0], samples, component.Pitch); break;
                            default: BlockTransform.Invert(block, samples, component.Pitch); break;
                        }
                    }
                }
            }
        }

        return !bits.IsOver;
    }

    /// <returns>0: broken. 1: there is a first coefficient only. Else how many coefficients there may be.</returns>
    private static int Block(ref JpegBits bits, JpegComponent component, scoped ref int before, scoped Span<int> block)
    {
        block.Clear();
        int[] quantization = component.Quantization;
        bits.Fill();
        int code = component.Dc.Look(bits.Peek(HuffmanTable.LookupBits));
        if (code == 0 && (code = component.Dc.LookLong(bits.Peek(16))) == 0) return 0;
        bits.Skip(code & 0xFF);
        int size = code >> 8;
        if (size > 11) return 0;
        if (size > 0) before += bits.Receive(size);
        if (Math.Abs(before) > short.MaxValue) return 0;
        block[0] = before * quantization[0];
        int place = 1;
        while (place < CoefficientCount)
        {
            bits.Fill();
            code = component.Ac.Look(bits.Peek(HuffmanTable.LookupBits));
            if (code == 0 && (code = component.Ac.LookLong(bits.Peek(16))) == 0) return 0;
            bits.Skip(code & 0xFF);
            size = (code >> 8) & 15;
            int zeros = code >> 12;
            if (size == 0)
            {
                if (zeros != 15) break; // The rest is 0.
                place += 16;
                continue;
            }

            place += zeros;
            if (place >= CoefficientCount || size > 10) return 0;
            int at = JpegHeader.ZigZag[place++];
            block[at] = bits.Receive(size) * quantization[at];
        }

        return bits.IsOver || place > CoefficientCount ? 0 : place;
    }

    private static Raster<byte> Pixels(JpegHeader header, byte[][] planes)
    {
        (int width, int height) = (header.Width, header.Height);
        JpegComponent bright = header.Components[0];
        if (planes.Length == 1)
        {
            var grey = new Raster<byte>(width, height, channels: 1);
            for (int y = 0; y < height; y++) planes[0].AsSpan(y * bright.Pitch, width).CopyTo(grey.Row(y));
            return grey;
        }

        var image = new Raster<byte>(width, height, channels: 4);
        JpegComponent chroma = header.Components[1];
        byte[] wide = ArrayPool<byte>.Shared.Rent((2 * chroma.Pitch * 2) + (2 * BlockSize));
        int[] sums = ArrayPool<int>.Shared.Rent(chroma.Pitch);
        int second = (2 * chroma.Pitch) + BlockSize;
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = planes[0].AsSpan(y * bright.Pitch);
            if (bright.Horizontal == 1)
            {
                YCbCr.ToRgba(row, planes[1].AsSpan(y * chroma.Pitch), planes[2].AsSpan(y * chroma.Pitch), image.Row(y));
                continue;
            }

            for (int index = 1; index < 3; index++)
            {
                Span<byte> full = wide.AsSpan(index == 1 ? 0 : second);
                ReadOnlySpan<byte> near = planes[index].AsSpan(y / bright.Vertical * chroma.Pitch, chroma.Width);
                if (bright.Vertical == 1)
                {
                    ChromaRows.Widen(near, full);
                    continue;
                }

                int neighbour = Math.Clamp((y / 2) + ((y % 2 * 2) - 1), 0, chroma.Height - 1);
                ChromaRows.Widen(near, planes[index].AsSpan(neighbour * chroma.Pitch, chroma.Width), sums, full);
            }

            YCbCr.ToRgba(row, wide, wide.AsSpan(second), image.Row(y));
        }

        ArrayPool<byte>.Shared.Return(wide);
        ArrayPool<int>.Shared.Return(sums);
        return image;
    }
}
