namespace Cornea.Files;

/// <summary>Files that another file names: they are found only where they lie in its own folder, whatever the name and whatever links lie in its way.</summary>
/// <remarks>Cornea.Onnx, which sees nothing internal of the core, compiles this file too.</remarks>
internal static class FileBeside
{
    /// <summary>The path of such a file, without links; null where there is none.</summary>
    /// <param name="path">The file that names it.</param>
    /// <param name="name">The name, with / between folders.</param>
    /// <param name="problem">What is wrong, to be said behind the name.</param>
    public static string? Find(string path, string name, out string problem)
    {
        problem = "; expected a file in the model's own folder";
        if (name.Length == 0 || name.Contains('\0') || Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..")) return null;
        string folder = Resolved(Path.GetDirectoryName(Path.GetFullPath(path))!), file = Resolved(Path.Combine(folder, name));
        problem = ", which leads out of the model's folder";
        if (!file.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) return null;
        problem = ", and there is no such file beside the model";
        return File.Exists(file) ? file : null;
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
