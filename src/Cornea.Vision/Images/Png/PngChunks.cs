using System.Buffers.Binary;
using System.Text;

namespace Cornea.Vision.Png;

/// <summary>What a PNG is made of: a header, and perhaps a palette, transparency and EXIF; and the compressed rows.</summary>
internal sealed class PngChunks
{
    private const int SignatureBytes = 8, FrameBytes = 12; // Length, type and checksum.

    public PngHeader Header { get; private set; }

    /// <summary>Red, green, blue of each number; empty where there is no palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>Opacities of the palette's colours, or the one grey or colour that is transparent, as the file has it.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>EXIF's orientation; 1 where nothing says another.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>The compressed rows.</summary>
    public MemoryStream Data { get; } = new();

    /// <exception cref="InvalidDataException">It's broken or cut off.</exception>
    public static PngChunks Parse(ReadOnlySpan<byte> file, string place)
    {
        var chunks = new PngChunks();
        ReadOnlySpan<byte> rest = file[SignatureBytes..];
        for (bool isFirst = true; ; isFirst = false)
        {
            if (rest.Length < FrameBytes) throw CutOff(place);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            string type = Encoding.Latin1.GetString(rest.Slice(4, 4));
            if (length > rest.Length - FrameBytes) throw CutOff(place);
            ReadOnlySpan<byte> content = rest.Slice(8, (int)length);
            if (PngChecksum.Of(rest.Slice(4, 4 + (int)length)) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
                throw new InvalidDataException($"{place}: the PNG is broken: the checksum of its part '{type}' is wrong.");
            if (isFirst != (type == "IHDR")) throw new InvalidDataException($"{place}: the PNG doesn't begin with its header.");
            if (type == "IEND") return chunks;
            chunks.Take(type, content, place);
            rest = rest[(FrameBytes + (int)length)..];
        }
    }

    public static InvalidDataException CutOff(string place) => new($"{place}: the PNG file is cut off: it ends before its last pixel.");

    private void Take(string type, ReadOnlySpan<byte> content, string place)
    {
        switch (type)
        {
            case "IHDR":
                Header = PngHeader.Parse(content, place);
                break;
            case "PLTE":
                if (content.Length % 3 != 0 || content.Length is 0 or > 768) throw new InvalidDataException($"{place}: the PNG's palette has {content.Length} bytes.");
                Palette = content.ToArray();
                break;
            case "tRNS":
                Transparency = content.ToArray();
                break;
            case "eXIf":
                Orientation = ExifOrientation.Of(content);
                break;
            case "IDAT":
                Data.Write(content);
                break;
            default:
                if (char.IsAsciiLetterUpper(type[0])) throw new InvalidDataException($"{place}: the PNG has a part '{type}', without which it can't be read and which isn't known.");
                break;
        }
    }
}
