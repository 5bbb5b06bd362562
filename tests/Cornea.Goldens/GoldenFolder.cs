using Cornea.Files;

namespace Cornea.Goldens;

/// <summary>All golden cases below a folder. A <c>.npz</c> is a case, a <c>.zip</c> a folder of cases.</summary>
internal sealed class GoldenFolder
{
    /// <summary>The environment variable that points to another folder of cases than tests/Goldens.</summary>
    public const string Variable = "CORNEA_GOLDENS";

    private const string CaseExtension = ".npz";
    private const string FolderExtension = ".zip";

    private readonly SortedDictionary<string, Func<NpzFile>> _cases = new(StringComparer.Ordinal);

    /// <param name="path">A folder; or one .npz or .zip file.</param>
    /// <exception cref="DirectoryNotFoundException">There is nothing at <paramref name="path"/>.</exception>
    /// <exception cref="InvalidDataException">A .zip is broken. (A broken .npz shows when it is opened.)</exception>
    public GoldenFolder(string path)
    {
        if (File.Exists(path))
        {
            Add(path, Path.GetFileName(path));
            return;
        }

        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder of golden cases at {Path.GetFullPath(path)}.");
        foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            Add(file, Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'));
    }

    /// <summary>Where the cases lie: the folder in <c>CORNEA_GOLDENS</c>, or tests/Goldens of this repository.</summary>
    public static string DefaultPath =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : RepositoryPath;

    /// <summary>tests/Goldens of the repository that this program was built in.</summary>
    public static string RepositoryPath
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cornea.slnx")))
                folder = folder.Parent;
            return folder is not null
                ? Path.Combine(folder.FullName, "tests", "Goldens")
                : throw new DirectoryNotFoundException(
                    $"{AppContext.BaseDirectory} lies in no checkout of Cornea; set {Variable} to the folder of golden cases.");
        }
    }

    /// <summary>The names of all cases, in order: paths below the folder, without .npz.</summary>
    public IReadOnlyCollection<string> Names => _cases.Keys;

    /// <summary>Opens a case.</summary>
    /// <exception cref="KeyNotFoundException">There is no case of that name.</exception>
    /// <exception cref="InvalidDataException">Its file is broken.</exception>
    /// <exception cref="NotUnderstoodException">It doesn't say what it is.</exception>
    public GoldenCase Open(string name) =>
        GoldenCase.Open(name, _cases[name](), other => _cases.ContainsKey(other) ? Open(other) : null);

    private void Add(string file, string name)
    {
        if (name.EndsWith(CaseExtension, StringComparison.Ordinal))
        {
            _cases.Add(name[..^CaseExtension.Length], () => NpzFile.Open(file));
        }
        else if (name.EndsWith(FolderExtension, StringComparison.Ordinal))
        {
            NpzFile folder = NpzFile.Open(file);
            foreach (string entry in folder.EntryNames.Where(entry => entry.EndsWith(CaseExtension, StringComparison.Ordinal)))
            {
                string inner = $"{name}/{entry}";
                _cases.Add(inner[..^CaseExtension.Length], () => NpzFile.Open(folder.ReadBytes(entry), inner));
            }
        }
    }
}
