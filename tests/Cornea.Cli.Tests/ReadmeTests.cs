using System.Runtime.CompilerServices;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>What the README says is so.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void ItsProgramIsTheOneThatIsTested() => Assert.Equal(
        Lines(File.ReadAllText(SourceOf("ReadmeProgram.cs")), "// README begins", "// README ends"),
        Lines(Readme(), "```csharp", "```"));

    [Fact]
    public void ItsProgramLearns()
    {
        string before = Environment.CurrentDirectory;
        using var folder = new TemporaryFolder();
        Environment.CurrentDirectory = folder.Path; // No other test of this project depends on it: they start processes.
        try
        {
            Assert.True(ReadmeProgram.Run() > 0.93);
            Assert.True(File.Exists("curves.png"));
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Theory]
    [InlineData(ExitCode.Success)]
    [InlineData(ExitCode.Failure)]
    [InlineData(ExitCode.Usage)]
    [InlineData(ExitCode.Interrupted)]
    public void ItListsTheExitCodes(int code) => Assert.Contains($"| {code} |", Readme(), StringComparison.Ordinal);

    private static string Readme() => File.ReadAllText(SourceOf(Path.Combine("..", "..", "README.md")));

    private static string[] Lines(string text, string begin, string end)
    {
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static string SourceOf(string name, [CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, name);
}
