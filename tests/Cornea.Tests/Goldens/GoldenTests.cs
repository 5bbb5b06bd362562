using Cornea.Goldens;
using Cornea.Goldens.Runners;
using Xunit;

namespace Cornea.Tests.Goldens;

/// <summary>Runs the golden cases that are listed as finished, one test each.</summary>
public class GoldenTests
{
    private static readonly Lazy<GoldenFolder> Folder = new(() => new GoldenFolder(GoldenFolder.DefaultPath));

    public static TheoryData<string> Finished => [.. FinishedList.Read().Select(Folder.Value.Names)];

    [Theory(DisableDiscoveryEnumeration = false)]
    [MemberData(nameof(Finished))]
    public void Case(string name)
    {
        string? missing = FolderCases.Missing(name) ?? ExplainCases.Missing(name);
        Assert.SkipWhen(missing is not null, missing ?? "");
        string? failure = GoldenRunner.Failure(Folder.Value, name);
        Assert.True(failure is null, failure);
    }

    [Fact]
    public void Every_finished_line_names_a_case()
    {
        var folder = new GoldenFolder(GoldenFolder.RepositoryPath);
        Assert.Empty(FinishedList.Read().Idle(folder.Names));
    }
}
