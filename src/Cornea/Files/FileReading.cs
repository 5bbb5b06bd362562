namespace Cornea.Files;

/// <summary>Opens files to be read; what can't be opened is called by its name and for what it is.</summary>
internal static class FileReading
{
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It's a folder.</exception>
    public static FileStream Open(string path)
    {
        CheckFile(path);
        return File.OpenRead(path);
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="InvalidDataException">There are more than one array holds.</exception>
    /// <inheritdoc cref="Open"/>
    public static byte[] ReadAll(string path)
    {
        using FileStream stream = Open(path);
        if (stream.Length > Array.MaxLength) throw new InvalidDataException($"{path}: {stream.Length:N0} bytes are more than are read.");
        byte[] bytes = new byte[stream.Length];
        StreamReading.Fill(stream, bytes, path, "what its length promises");
        return bytes;
    }

    /// <summary>Refuses the path of a folder.</summary>
    /// <exception cref="IOException">It's one.</exception>
    public static void CheckFile(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; expected the name of a file.");
    }
}
