namespace Cornea.Cli.Datasets;

/// <summary>A file that the command was given.</summary>
internal static class GivenFile
{
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    /// <exception cref="IOException">It is a folder.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; a file was expected.");
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
    }
}
