using System.Buffers.Binary;
using System.Numerics;

namespace Cornea.Vision.Png;

/// <summary>Makes pixels of a PNG's rows of bytes.</summary>
internal sealed class PngPixels<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly PngChunks _chunks;
    private readonly int[]? _transparent; // The samples of the grey or colour that is transparent.
    private readonly int _shift; // What is cut off of samples of 16 bits.
    private readonly int _scale; // By which samples of fewer than 8 bits are multiplied: white is 255 always.

    public PngPixels(PngChunks chunks)
    {
        _chunks = chunks;
        PngHeader header = chunks.Header;
        bool isPlain = header.ColorType is PngHeader.Grey or PngHeader.Colour;
        if (isPlain && chunks.Transparency.Length >= 2 * header.SamplesPerPixel)
            _transparent = [.. Enumerable.Range(0, header.SamplesPerPixel).Select(i => (int)BinaryPrimitives.ReadUInt16BigEndian(chunks.Transparency.AsSpan(2 * i)))];
        bool isWide = header.BitDepth == 16 && T.MaxValue > T.CreateTruncating(byte.MaxValue);
        _shift = header.BitDepth == 16 && !isWide ? 8 : 0;
        _scale = header.BitDepth < 8 && header.ColorType != PngHeader.Palette ? 255 / ((1 << header.BitDepth) - 1) : 1;
        bool isGrey = header.ColorType == PngHeader.Grey && _transparent is null;
        Image = new Raster<T>(header.Width, header.Height, isGrey ? 1 : 4) { White = isWide ? T.MaxValue : T.CreateTruncating(byte.MaxValue) };
    }

    public Raster<T> Image { get; }

    /// <summary>Puts a row's pixels into the image.</summary>
    /// <param name="row">As it is in the file, without filter.</param>
    /// <param name="y">Which row of the image.</param>
    /// <param name="x">The first pixel's column.</param>
    /// <param name="step">From one pixel to the next.</param>
    /// <param name="count">How many there are.</param>
    public void SetRow(ReadOnlySpan<byte> row, int y, int x, int step, int count)
    {
        int perPixel = _chunks.Header.SamplesPerPixel, colour = _chunks.Header.ColorType;
        Span<T> line = Image.Row(y);
        Span<int> samples = stackalloc int[4];
        for (int i = 0; i < count; i++, x += step)
        {
            for (int sample = 0; sample < perPixel; sample++) samples[sample] = Sample(row, (i * perPixel) + sample);
            if (Image.Channels == 1) line[x] = Scaled(samples[0]);
            else Set(line.Slice(4 * x, 4), samples, colour);
        }
    }

    private void Set(Span<T> pixel, ReadOnlySpan<int> samples, int colour)
    {
        if (colour == PngHeader.Palette)
        {
            SetFromPalette(pixel, samples[0]);
            return;
        }

        bool isColoured = colour is PngHeader.Colour or PngHeader.ColourWithOpacity;
        for (int channel = 0; channel < 3; channel++) pixel[channel] = Scaled(samples[isColoured ? channel : 0]);
        pixel[3] = colour switch
        {
            PngHeader.GreyWithOpacity => Scaled(samples[1]),
            PngHeader.ColourWithOpacity => Scaled(samples[3]),
            _ => _transparent is not null && samples[.._transparent.Length].SequenceEqual(_transparent) ? T.Zero : Image.White,
        };
    }

    // A number beyond the palette is black, as libpng has it.
    private void SetFromPalette(Span<T> pixel, int number)
    {
        bool isKnown = number < _chunks.Palette.Length / 3;
        for (int channel = 0; channel < 3; channel++) pixel[channel] = isKnown ? T.CreateTruncating(_chunks.Palette[(3 * number) + channel]) : T.Zero;
        pixel[3] = number < _chunks.Transparency.Length ? T.CreateTruncating(_chunks.Transparency[number]) : Image.White;
    }

    private T Scaled(int sample) => T.CreateTruncating((sample >> _shift) * _scale);

    private int Sample(ReadOnlySpan<byte> row, int index)
    {
        int depth = _chunks.Header.BitDepth;
        if (depth == 8) return row[index];
        if (depth == 16) return BinaryPrimitives.ReadUInt16BigEndian(row[(2 * index)..]);
        int bit = index * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
}
