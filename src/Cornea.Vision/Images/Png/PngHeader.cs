using System.Buffers.Binary;

namespace Cornea.Vision.Png;

/// <summary>What a PNG's first chunk says (W3C PNG, 11.2.2 IHDR).</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="BitDepth">Bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">0 grey, 2 colours, 3 numbers of a palette, 4 grey with opacity, 6 colours with opacity.</param>
/// <param name="IsInterlaced">Whether the pixels come in seven passes.</param>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, int ColorType, bool IsInterlaced)
{
    public const int Grey = 0, Colour = 2, Palette = 3, GreyWithOpacity = 4, ColourWithOpacity = 6;

    /// <summary>How many samples a pixel has in the file.</summary>
    public int SamplesPerPixel => ColorType switch
    {
        Grey or Palette => 1,
        GreyWithOpacity => 2,
        Colour => 3,
        _ => 4,
    };

    /// <summary>How many bytes back the pixel to the left is, for filters: at least 1.</summary>
    public int FilterDistance => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    /// <summary>How many bytes a row of so many pixels takes, without the byte that names its filter.</summary>
    public int RowBytes(int pixels) => checked((int)((((long)pixels * SamplesPerPixel * BitDepth) + 7) / 8));

    /// <summary>The passes in which the pixels come: the first pixel of each, and the steps to the next ones.</summary>
    public ReadOnlySpan<(int X, int Y, int StepX, int StepY)> Passes => IsInterlaced ? Adam7 : Whole;

    private static readonly (int X, int Y, int StepX, int StepY)[] Whole = [(0, 0, 1, 1)];

    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <exception cref="InvalidDataException">A value isn't one of those that there are.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk, string place)
    {
        if (chunk.Length != 13) throw new InvalidDataException($"{place}: the PNG's header has {chunk.Length} bytes; expected 13.");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk), height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new InvalidDataException($"{place}: the image says that it has {width:N0} × {height:N0} pixels; a PNG has 1 to {int.MaxValue:N0} along each side.");
        (int depth, int colour) = (chunk[8], chunk[9]);
        bool isKnown = colour switch
        {
            Grey => depth is 1 or 2 or 4 or 8 or 16,
            Palette => depth is 1 or 2 or 4 or 8,
            Colour or GreyWithOpacity or ColourWithOpacity => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown) throw new InvalidDataException($"{place}: there is no PNG of {depth} bits and colour type {colour}.");
        if (chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
            throw new InvalidDataException($"{place}: the PNG's compression {chunk[10]}, filters {chunk[11]} or interlacing {chunk[12]} are none that there are.");
        return new PngHeader((int)width, (int)height, depth, colour, chunk[12] == 1);
    }
}
