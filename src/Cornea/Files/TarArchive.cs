using System.Text;

namespace Cornea.Files;

/// <summary>Goes through the files in a tar archive, one after the other. Nothing is allocated for what isn't asked for.</summary>
/// <remarks>Headers that extend others (long names, times) are passed over. Source: POSIX.1-1988, ustar interchange format; GNU's numbers in base 256.</remarks>
/// <param name="stream">The archive, unpacked.</param>
/// <param name="largest">How many bytes the archive may have; what goes on after that is no archive that was meant.</param>
internal sealed class TarArchive(Stream stream, long largest)
{
    private const int BlockBytes = 512;
    private const int NameBytes = 100, SizeAt = 124, SizeBytes = 12, ChecksumAt = 148, ChecksumBytes = 8, KindAt = 156;

    private readonly byte[] _block = new byte[BlockBytes];
    private long _read;
    private long _left; // Of the present file, with what fills its last block.

    /// <summary>The present file's name, without folders.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How many bytes it has.</summary>
    public long Length { get; private set; }

    /// <summary>On to the next file; false at the archive's end.</summary>
    /// <exception cref="InvalidDataException">It's no archive, or goes on beyond what it may have.</exception>
    public bool MoveNext()
    {
        while (true)
        {
            while (_left > 0) Fill(_block); // Whole blocks.
            int read = stream.ReadAtLeast(_block, BlockBytes, throwOnEndOfStream: false);
            if (read == 0 || (read == BlockBytes && !_block.AsSpan().ContainsAnyExcept((byte)0))) return false;
            if (read < BlockBytes) throw new InvalidDataException("the archive is cut off");
            Take(BlockBytes);
            if (Number(_block.AsSpan(ChecksumAt, ChecksumBytes)) != Checksum()) throw new InvalidDataException($"there is no tar header before byte {_read:N0}, or it is damaged");
            Length = Number(_block.AsSpan(SizeAt, SizeBytes));
            if (Length < 0 || Length > largest) throw new InvalidDataException($"a file of {Length:N0} bytes, where {largest:N0} are all there can be");
            _left = (Length + BlockBytes - 1) / BlockBytes * BlockBytes;
            ReadOnlySpan<byte> name = _block.AsSpan(0, NameBytes);
            Name = Path.GetFileName(Encoding.UTF8.GetString(name.IndexOf((byte)0) is >= 0 and var end ? name[..end] : name));
            if (_block[KindAt] is 0 or (byte)'0') return true;
        }
    }

    /// <summary>The present file's content.</summary>
    /// <exception cref="InvalidDataException">The archive ends before it.</exception>
    public byte[] Read()
    {
        byte[] content = new byte[Length];
        int whole = (int)(Length / BlockBytes * BlockBytes);
        Fill(content.AsSpan(0, whole));
        if (whole == content.Length) return content;
        Fill(_block);
        _block.AsSpan(0, content.Length - whole).CopyTo(content.AsSpan(whole));
        return content;
    }

    private void Fill(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length) throw new InvalidDataException($"the archive is cut off within {FileText.Shortened(Name)}");
        _left -= bytes.Length;
        Take(bytes.Length);
    }

    private void Take(int bytes)
    {
        _read += bytes;
        if (_read > largest) throw new InvalidDataException($"it unpacks to more than the {largest:N0} bytes that there can be");
    }

    // The sum of all bytes, those of the checksum taken for spaces.
    private long Checksum()
    {
        long sum = 0;
        for (int at = 0; at < BlockBytes; at++) sum += at is >= ChecksumAt and < ChecksumAt + ChecksumBytes ? ' ' : _block[at];
        return sum;
    }

    // Octal digits between spaces and zeros; or, where the first bit is set, base 256. −1: neither, or too large.
    private static long Number(ReadOnlySpan<byte> field)
    {
        long value = 0;
        if ((field[0] & 0x80) != 0)
        {
            if (field[0] != 0x80) return -1;
            foreach (byte digit in field[1..])
            {
                if (value >> 48 != 0) return -1;
                value = (value << 8) | digit;
            }

            return value;
        }

        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') return -1;
            value = (value << 3) | (uint)(digit - '0'); // Eleven digits at most: 36 bits.
        }

        return value;
    }
}
