namespace Cornea.Testing;

/// <summary>Files that lie beside the repository, in a folder named <c>shared</c>: larger than what is committed, and not on every machine.</summary>
internal static class SharedData
{
    /// <summary>A file's or folder's path, or null where it isn't.</summary>
    /// <param name="path">Below <c>shared</c>, such as <c>data/membrane.tar.xz</c>.</param>
    public static string? Find(string path)
    {
        for (DirectoryInfo? folder = new(Repository.Folder); folder is not null; folder = folder.Parent)
        {
            string found = Path.Combine(folder.FullName, "shared", path);
            if (Path.Exists(found)) return found;
        }

        return null;
    }

    /// <summary>Unpacks an archive, whatever the system's tar reads.</summary>
    /// <exception cref="IOException">tar couldn't.</exception>
    public static async Task Unpack(string archive, string folder)
    {
        using var tar = System.Diagnostics.Process.Start("tar", ["xf", archive, "-C", folder]);
        await tar.WaitForExitAsync();
        if (tar.ExitCode != 0) throw new IOException($"tar couldn't unpack '{archive}'.");
    }
}
