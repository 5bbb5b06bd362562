using Xunit;

namespace Cornea.Tests.Docs.Keras;

/// <summary>No public name of Keras is forgotten: each has a counterpart with its arguments and defaults, or a reason why not. docs/keras.md says it all.</summary>
public class KerasApiTests
{
    public static TheoryData<string> Names => [.. KerasCoverage.All.Select(covered => covered.Name.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_name_has_its_counterpart_or_a_reason(string name)
    {
        Covered covered = KerasCoverage.All.Single(one => one.Name.Name == name);
        if (covered.Counterpart is null)
            Assert.True(LeftOut.Reason(covered.Name) is not null, $"{name} has neither a counterpart nor a reason in LeftOut.");
        Assert.True(covered.Gaps.Count == 0, $"{name}, {covered.Counterpart?.Text}: {string.Join("; ", covered.Gaps)}.");
    }

    [Fact]
    public void The_methods_of_layers_and_models_are_there_or_have_a_reason() =>
        Assert.Empty(MethodCoverage.All
            .Where(method => method.Missing.Count > 0 || (method.Text is null && string.IsNullOrEmpty(method.Reason)))
            .Select(method => $"{method.Owner}.{method.Name}: {string.Join(", ", method.Missing)}"));

    [Fact]
    public void What_has_another_name_exists() => Assert.Empty(Renamed.All.Where(name => !Renamed.Exists(name.Cornea)).Select(name => name.Cornea));

    [Fact]
    public void No_reason_is_left_over() => Assert.Empty(LeftOut.Stale(KerasCoverage.All));

    [Fact]
    public void The_page_is_up_to_date()
    {
        string path = Path.Combine(Repository.Folder, "docs", "keras.md"), page = KerasPage.Text();
        if (Environment.GetEnvironmentVariable("CORNEA_UPDATE_DOCS") == "1") File.WriteAllText(path, page);
        Assert.Equal(File.ReadAllText(path), page);
    }
}
