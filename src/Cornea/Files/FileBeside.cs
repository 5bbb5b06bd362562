namespace Cornea.Files;

/// <summary>Files that another file names: they are opened only where they lie in its own folder, whatever the name and whatever links lie in its way.</summary>
internal static class FileBeside
{
    /// <summary>The path of such a file, without links.</summary>
    /// <param name="path">The file that names it.</param>
    /// <param name="name">The name, with / between folders.</param>
    /// <param name="what">What lies in it; messages only.</param>
    /// <exception cref="InvalidDataException">The name leads out of the folder, or there is no such file.</exception>
    public static string Find(string path, string name, string what)
    {
        string folder = Resolved(Path.GetDirectoryName(Path.GetFullPath(path))!), shown = FileText.Shortened(name);
        if (name.Length == 0 || name.Contains('\0') || Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
            throw new InvalidDataException($"{path}: its {what} lie in '{shown}'; expected a file in the model's own folder.");
        string file = Resolved(Path.Combine(folder, name));
        if (!file.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"{path}: its {what} lie in '{shown}', which leads out of the model's folder.");
        if (!File.Exists(file) || UnixFiles.IsSpecial(file)) throw new InvalidDataException($"{path}: its {what} lie in '{shown}', and there is no such file beside it.");
        return file;
    }

    // The path without links, folder by folder.
    private static string Resolved(string full)
    {
        string result = Path.GetPathRoot(full)!;
        foreach (string part in full[result.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar))
        {
            result = Path.Combine(result, part);
            FileSystemInfo info = Directory.Exists(result) ? new DirectoryInfo(result) : new FileInfo(result);
            if (info.LinkTarget is not null) result = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? result;
        }

        return Path.GetFullPath(result);
    }
}
