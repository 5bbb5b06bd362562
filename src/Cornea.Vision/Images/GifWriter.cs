using System.Buffers.Binary;

namespace Cornea.Vision;

/// <summary>Writes GIF (CompuServe, 89a) of one picture: up to 256 colours, one of them transparent where there is opacity.</summary>
/// <remarks>SkiaSharp has no GIF encoder. Source of the packing: Welch, A technique for high-performance data compression (1984).</remarks>
internal static class GifWriter
{
    private const int MostCodes = 1 << 12, BlockBytes = 255;

    /// <param name="pixels">[height, width, channels].</param>
    /// <param name="height">In pixels, up to 65,535.</param>
    /// <param name="width">In pixels, up to 65,535.</param>
    /// <param name="channels">1, 3 or 4; what is less than half opaque becomes transparent.</param>
    /// <exception cref="ArgumentException">A side is too long for the format.</exception>
    public static byte[] Write(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        if (height > ushort.MaxValue || width > ushort.MaxValue) throw new ArgumentException($"ImageTensor: {width:N0} × {height:N0} pixels don't fit into a GIF file.");
        ColorPalette palette = ColorPalette.Of(pixels, channels);
        int bits = 1;
        while (1 << bits < palette.Count) bits++;
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        Number(file, width);
        Number(file, height);
        file.Write([(byte)(0xF0 | (bits - 1)), 0, 0]); // A table of colours for all, of so many bits; background; square pixels.
        for (int index = 0; index < 1 << bits; index++)
        {
            (byte red, byte green, byte blue) = index < palette.Colors.Count ? palette.Colors[index] : default;
            file.Write([red, green, blue]);
        }

        if (palette.Transparent is { } transparent) file.Write([0x21, 0xF9, 4, 1, 0, 0, (byte)transparent, 0]);
        file.WriteByte(0x2C);
        Number(file, 0);
        Number(file, 0);
        Number(file, width);
        Number(file, height);
        file.WriteByte(0);
        Compress(file, palette.Indices, Math.Max(bits, 2));
        file.WriteByte(0x3B);
        return file.ToArray();
    }

    private static void Number(Stream file, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        file.Write(bytes);
    }

    // A code stands for a run of pixels that came before, or for one pixel; codes grow as there are more of them.
    private static void Compress(Stream file, byte[] indices, int bits)
    {
        file.WriteByte((byte)bits);
        int clear = 1 << bits, end = clear + 1, next = end + 1, size = bits + 1, run = indices[0];
        var codes = new Dictionary<int, int>();
        var blocks = new BlockWriter(file);
        blocks.Write(clear, size);
        foreach (byte index in indices.AsSpan(1))
        {
            if (codes.TryGetValue((run << 8) | index, out int known))
            {
                run = known;
                continue;
            }

            blocks.Write(run, size);
            codes[(run << 8) | index] = next;
            run = index;
            if (next == 1 << size) size++;
            if (++next < MostCodes) continue;
            blocks.Write(clear, size);
            (next, size) = (end + 1, bits + 1);
            codes.Clear();
        }

        blocks.Write(run, size);
        blocks.Write(end, size);
        blocks.Finish();
    }

    /// <summary>Bits, the lowest first, in blocks that say how long they are.</summary>
    private sealed class BlockWriter(Stream file)
    {
        private readonly byte[] _block = new byte[BlockBytes];
        private int _length;
        private uint _bits;
        private int _count;

        public void Write(int code, int size)
        {
            _bits |= (uint)code << _count;
            for (_count += size; _count >= 8; _count -= 8, _bits >>= 8) Add((byte)_bits);
        }

        public void Finish()
        {
            if (_count > 0) Add((byte)_bits);
            if (_length > 0) Flush();
            file.WriteByte(0);
        }

        private void Add(byte value)
        {
            _block[_length++] = value;
            if (_length == BlockBytes) Flush();
        }

        private void Flush()
        {
            file.WriteByte((byte)_length);
            file.Write(_block, 0, _length);
            _length = 0;
        }
    }
}
