namespace Cornea.Files;

/// <summary>What a file is, by its first bytes.</summary>
internal static class FileKinds
{
    /// <summary>Whether it's an HDF5 file.</summary>
    /// <inheritdoc cref="FileReading.Open" path="/exception"/>
    public static bool IsHdf5(string path)
    {
        using FileStream stream = FileReading.Open(path);
        byte[] start = new byte[Hdf5Writer.Signature.Length];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.AsSpan().SequenceEqual(Hdf5Writer.Signature);
    }
}
