using System.Runtime.CompilerServices;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>What the README says is so.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData(ExitCode.Success)]
    [InlineData(ExitCode.Failure)]
    [InlineData(ExitCode.Usage)]
    [InlineData(ExitCode.Interrupted)]
    [InlineData(ExitCode.Terminated)]
    public void ItListsTheExitCodes(int code) => Assert.Contains($"| {code} |", Readme(), StringComparison.Ordinal);

    private static string Readme() => File.ReadAllText(SourceOf(Path.Combine("..", "..", "README.md")));

    private static string SourceOf(string name, [CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, name);
}
