using System.Text.RegularExpressions;
using Xunit;

namespace Cornea.Tests.Docs;

/// <summary>docs/environment.md names every switch that the code reads, and no other.</summary>
public class EnvironmentTests
{
    private static readonly Regex Name = new("CORNEA_[A-Z_]*[A-Z]");

    [Fact]
    public void The_table_is_whole()
    {
        string root = Repository.Folder;
        string[] folders = ["src", "tests", "benchmarks", "samples"];
        IEnumerable<string> files = folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".sh" && !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
        string[] used = [.. files.SelectMany(file => Names(File.ReadAllText(file))).Where(name => !name.StartsWith("CORNEA_TEST", StringComparison.Ordinal)).Distinct().Order()];
        string page = File.ReadAllText(Path.Combine(root, "docs", "environment.md"));
        Assert.Equal(used, Regex.Matches(page, @"(?<=^\| `)CORNEA_\w+(?=`)", RegexOptions.Multiline).Select(match => match.Value).Order());
    }

    private static IEnumerable<string> Names(string text) => Name.Matches(text).Select(match => match.Value);
}
