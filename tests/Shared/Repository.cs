namespace Cornea.Testing;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    public static string Folder { get; } = Find();

    /// <summary>A file's text, lines ended by \n.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n");

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cornea.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests don't lie in the repository.");
    }
}
