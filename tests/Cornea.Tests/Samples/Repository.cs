namespace Cornea.Tests.Samples;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    public static string Folder
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cornea.slnx"))) folder = folder.Parent;
            return folder?.FullName ?? throw new DirectoryNotFoundException("The tests don't lie in the repository.");
        }
    }
}
