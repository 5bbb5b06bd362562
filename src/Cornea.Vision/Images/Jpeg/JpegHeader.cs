using System.Buffers.Binary;

namespace Cornea.Vision.Jpeg;

/// <summary>What stands before the pixels of a JPEG file of the common kind: one scan (baseline, Huffman, 8 bits), grey or YCbCr.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Components">Grey; or brightness, blue and red difference.</param>
/// <param name="RestartInterval">MCUs from marker to marker; 0 without.</param>
/// <param name="Scan">Where the bits begin.</param>
/// <param name="Orientation">EXIF's, 1 to 8.</param>
/// <remarks>Source: ITU-T T.81, annex B; JFIF 1.02; what libjpeg takes for which colours.</remarks>
internal sealed record JpegHeader(int Width, int Height, IReadOnlyList<JpegComponent> Components, int RestartInterval, int Scan, int Orientation)
{
    private const int BlockSize = 8, CoefficientCount = 64;
    private const int BaselineFrame = 0xC0, ExtendedFrame = 0xC1, HuffmanTables = 0xC4, ScanStart = 0xDA, QuantizationTables = 0xDB, Restarts = 0xDD, FirstApplication = 0xE0, Exif = 0xE1, Adobe = 0xEE;

    /// <summary>Where each coefficient of a block lies that comes in zigzag order.</summary>
    public static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>MCUs across.</summary>
    public int Across => Components[0].Pitch / (BlockSize * Components[0].Horizontal);

    /// <summary>MCUs down.</summary>
    public int Down => Components[0].Rows / (BlockSize * Components[0].Vertical);

    /// <returns>Null where the file is of another kind, or not as it should be.</returns>
    public static JpegHeader? Read(ReadOnlySpan<byte> file)
    {
        int[]?[] quantizations = new int[]?[4];
        var codes = new HuffmanTable?[8]; // Four for first coefficients, then four for others.
        ReadOnlySpan<byte> frame = default;
        int restarts = 0, orientation = 1;
        bool isJfif = false;
        int? adobe = null;
        for (int position = 2; position <= file.Length - 4;)
        {
            if (file[position] != 0xFF) return null;
            int marker = file[position + 1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(file[(position + 2)..]);
            if (marker is < 0xC0 or (>= 0xD0 and <= 0xD9) || length < 2 || position + 2 + length > file.Length) return null;
            ReadOnlySpan<byte> segment = file.Slice(position + 4, length - 2);
            position += 2 + length;
            switch (marker)
            {
                case BaselineFrame or ExtendedFrame when frame.IsEmpty: frame = segment; break;
                case HuffmanTables: if (!ReadCodes(segment, codes)) return null; break;
                case QuantizationTables: if (!ReadQuantizations(segment, quantizations)) return null; break;
                case Restarts when segment.Length == 2: restarts = BinaryPrimitives.ReadUInt16BigEndian(segment); break;
                case FirstApplication: isJfif |= segment.StartsWith("JFIF\0"u8); break;
                case Exif: if (segment.StartsWith("Exif\0"u8) && segment.Length > 6 && orientation == 1) orientation = ExifOrientation.Of(segment[6..]); break;
                case Adobe: if (segment.StartsWith("Adobe"u8) && segment.Length >= 12) adobe = segment[11]; break;
                case ScanStart:
                    if (frame.IsEmpty || Colours(frame, segment, quantizations, codes, isJfif, adobe) is not { } components) return null;
                    return new JpegHeader(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), components, restarts, position, orientation);
                case (>= 0xC0 and <= 0xCF) or 0xDC: return null; // Other kinds of frames; a height that is told later.
            }
        }

        return null;
    }

    private static bool ReadQuantizations(ReadOnlySpan<byte> segment, int[]?[] tables)
    {
        while (!segment.IsEmpty)
        {
            (int size, int place) = (1 + (segment[0] >> 4), segment[0] & 15);
            if (size > 2 || place > 3 || segment.Length < 1 + (CoefficientCount * size)) return false;
            int[] table = tables[place] = new int[CoefficientCount];
            for (int index = 0; index < CoefficientCount; index++)
                table[ZigZag[index]] = size == 1 ? segment[1 + index] : BinaryPrimitives.ReadUInt16BigEndian(segment[(1 + (2 * index))..]);
            segment = segment[(1 + (CoefficientCount * size))..];
        }

        return true;
    }

    private static bool ReadCodes(ReadOnlySpan<byte> segment, HuffmanTable?[] tables)
    {
        const int Lengths = 16;
        while (!segment.IsEmpty)
        {
            (int kind, int place) = (segment[0] >> 4, segment[0] & 15);
            if (kind > 1 || place > 3 || segment.Length < 1 + Lengths) return false;
            int count = 0;
            foreach (byte number in segment.Slice(1, Lengths)) count += number;
            if (count > 256 || segment.Length < 1 + Lengths + count) return false;
            if (HuffmanTable.Of(segment.Slice(1, Lengths), segment.Slice(1 + Lengths, count)) is not { } table) return false;
            tables[(4 * kind) + place] = table;
            segment = segment[(1 + Lengths + count)..];
        }

        return true;
    }

    private static JpegComponent[]? Colours(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> scan, int[]?[] quantizations, HuffmanTable?[] codes, bool isJfif, int? adobe)
    {
        if (frame.Length < 6 || frame[0] != 8) return null;
        (int height, int width, int count) = (BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), frame[5]);
        if (height == 0 || width == 0 || count is not (1 or 3) || frame.Length != 6 + (3 * count) || scan.Length != 4 + (2 * count) || scan[0] != count) return null;
        if (scan[^3] != 0 || scan[^2] != CoefficientCount - 1 || scan[^1] != 0) return null;
        if (count == 3 && !IsYCbCr(frame[6], frame[9], frame[12], isJfif, adobe)) return null;
        (int most, int mostDown) = count == 1 ? (1, 1) : (frame[7] >> 4, frame[7] & 15);
        if (count == 3 && ((most, mostDown) is not ((1, 1) or (2, 1) or (2, 2)) || frame[10] != 0x11 || frame[13] != 0x11)) return null;
        (int across, int down) = (Pieces(width, BlockSize * most), Pieces(height, BlockSize * mostDown));
        var components = new JpegComponent[count];
        for (int index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> own = frame.Slice(6 + (3 * index), 3), use = scan.Slice(1 + (2 * index), 2);
            (int horizontal, int vertical) = index == 0 ? (most, mostDown) : (1, 1);
            if (own[2] > 3 || use[0] != own[0] || use[1] >> 4 > 3 || (use[1] & 15) > 3) return null;
            if (quantizations[own[2]] is not { } quantization || codes[use[1] >> 4] is not { } dc || codes[4 + (use[1] & 15)] is not { } ac) return null;
            components[index] = new JpegComponent(own[0], horizontal, vertical, quantization)
            {
                Dc = dc,
                Ac = ac,
                Width = Pieces(width * horizontal, most),
                Height = Pieces(height * vertical, mostDown),
                Pitch = across * horizontal * BlockSize,
                Rows = down * vertical * BlockSize,
            };
        }

        return components;
    }

    // libjpeg's guess where nothing says it.
    private static bool IsYCbCr(byte first, byte second, byte third, bool isJfif, int? adobe) =>
        isJfif || (adobe is { } transform ? transform == 1 : (first, second, third) is not ((byte)'R', (byte)'G', (byte)'B'));

    private static int Pieces(int size, int piece) => (size + piece - 1) / piece;
}
