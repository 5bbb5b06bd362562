namespace Cornea.Files;

/// <summary>Reads exactly what was announced, with an error that says where the bytes ran out.</summary>
internal static class StreamReading
{
    /// <summary>Fills <paramref name="buffer"/> from the stream.</summary>
    /// <exception cref="InvalidDataException">The stream ends early; the message begins with <paramref name="place"/>.</exception>
    public static void Fill(Stream stream, Span<byte> buffer, string place, string what)
    {
        int read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read < buffer.Length)
            throw new InvalidDataException($"{place}: the file ends within {what}: {read:N0} of {buffer.Length:N0} bytes are there.");
    }

    /// <summary>Checks that nothing follows. It also lets a compressed stream reach its checksum.</summary>
    /// <exception cref="InvalidDataException">The stream goes on; the message begins with <paramref name="place"/>.</exception>
    public static void ExpectEnd(Stream stream, string place, string what)
    {
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException($"{place}: more bytes follow after {what}.");
    }
}
