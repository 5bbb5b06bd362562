using Cornea.Vision;

namespace Cornea.Cli.Photos;

/// <summary>Arguments that are photos or folders of photos.</summary>
internal static class PhotoPaths
{
    private static readonly string[] Endings = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];

    /// <summary>Whether an argument is a photo by its ending, or a folder.</summary>
    public static bool IsMeant(string argument) => Directory.Exists(argument) || Endings.Contains(Path.GetExtension(argument).ToLowerInvariant());

    /// <summary>The photos, those of folders in the order of their names.</summary>
    /// <exception cref="IOException">There is no such file, or no photo in a folder.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> arguments)
    {
        var files = new List<string>();
        foreach (string argument in arguments)
        {
            if (Directory.Exists(argument)) files.AddRange(ImageFolder.Open(argument, ImageLabels.None, shuffle: false).Files);
            else if (File.Exists(argument)) files.Add(argument);
            else throw new FileNotFoundException($"There is no file '{argument}'.", argument);
        }

        return files;
    }
}
