namespace Cornea.Files;

/// <summary>Bytes that are read from any place and in any order: a file, a part of one, or memory. One thread reads at a time.</summary>
/// <param name="stream">Can seek; it's closed with this object.</param>
/// <param name="start">Where the bytes begin in the stream.</param>
/// <param name="length">How many there are.</param>
/// <param name="place">What messages call them.</param>
internal class ByteSource(Stream stream, long start, long length, string place) : IDisposable
{
    /// <summary>How many bytes there are.</summary>
    public long Length => length;

    /// <summary>What messages call them.</summary>
    protected string Place => place;

    /// <summary>The bytes of a file, which stays open.</summary>
    /// <inheritdoc cref="FileReading.Open" path="/exception"/>
    public static ByteSource Open(string path)
    {
        FileStream stream = FileReading.Open(path);
        return new ByteSource(stream, 0, stream.Length, path);
    }

    public static ByteSource Of(byte[] bytes, string place = "memory") => new(new MemoryStream(bytes, writable: false), 0, bytes.Length, place);

    /// <summary>Fills memory with the bytes from <paramref name="offset"/> on; that there are so many is the caller's to check.</summary>
    /// <exception cref="InvalidDataException">The file has become shorter since it was opened.</exception>
    public virtual void Read(long offset, Span<byte> target)
    {
        stream.Position = start + offset;
        StreamReading.Fill(stream, target, place, "what its length promises");
    }

    /// <summary>Compares the checksum of all bytes, where there is one.</summary>
    /// <exception cref="InvalidDataException">It's wrong.</exception>
    public virtual void CheckWhole()
    {
    }

    public void Dispose()
    {
        stream.Dispose();
        GC.SuppressFinalize(this);
    }
}
