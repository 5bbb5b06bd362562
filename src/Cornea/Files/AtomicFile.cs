namespace Cornea.Files;

/// <summary>
/// Writes a file whole or not at all: to a temporary file beside the target, flushed to the disk, then renamed over it. Whoever is
/// interrupted, even by kill -9 or a full disk, leaves the old file as it was.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The end of the names of temporary files. One that a killed process left behind may be deleted.</summary>
    public const string TemporaryExtension = ".tmp";

    /// <summary>Replaces the file at <paramref name="path"/> by what <paramref name="write"/> writes.</summary>
    /// <exception cref="IOException">Writing failed; there is no temporary file left, and the old file is whole.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = TemporaryPath(path);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A name in the target's folder that nobody else uses; a rename from there stays on one disk.</summary>
    public static string TemporaryPath(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{path}' is not the path of a file.", nameof(path));
        return Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}{TemporaryExtension}");
    }
}
