using Xunit;

namespace Cornea.Tests.Architecture;

/// <summary>References between the folders of src/Cornea go where references.txt says, and nowhere else.</summary>
public class ReferenceTests
{
    private static readonly string List = Path.Combine(SourceFolders.Root, "..", "..", "tests", "Cornea.Tests", "Architecture", "references.txt");

    // For each line, from the top, the folders of one layer and those to which they may refer.
    private static (string[] Layer, string[] Targets)[] Lines { get; } =
        [.. File.ReadLines(List).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split("->")).Select(sides => (Words(sides[0]), Words(sides[1])))];

    [Fact]
    public void References_go_where_the_list_says()
    {
        var folders = new SourceFolders();
        Dictionary<(string From, string To), SortedSet<string>> found = [];
        foreach ((Type from, Type to) in new TypeReferences(typeof(Tensor).Assembly).Find())
        {
            if (folders.Of(from) is not { Length: > 0 } source || folders.Of(to) is not { Length: > 0 } target || source == target) continue;
            if (!found.TryGetValue((source, target), out SortedSet<string>? examples)) found.Add((source, target), examples = new(StringComparer.Ordinal));
            examples.Add($"{from.Name} -> {to.Name}");
        }

        string[] further = [.. found.Where(arrow => !IsAllowed(arrow.Key)).Select(arrow => $"{arrow.Key.From} -> {arrow.Key.To}: {string.Join(", ", arrow.Value.Take(20))}").Order(StringComparer.Ordinal)];
        Assert.True(further.Length == 0, $"Not in references.txt:\n{string.Join("\n", further)}");
        string[] gone =
        [
            .. Lines.SelectMany(line => line.Targets.Select(target => (line.Layer, Target: target)))
                .Where(arrow => !arrow.Layer.Any(folder => found.ContainsKey((folder, arrow.Target)))).Select(arrow => $"{string.Join(' ', arrow.Layer)} -> {arrow.Target}"),
        ];
        Assert.True(gone.Length == 0, $"In references.txt, but no longer in the code:\n{string.Join("\n", gone)}");
        Assert.Contains(("Models", "Layers"), found.Keys); // The references are really looked at.
    }

    [Fact]
    public void The_list_goes_downwards_and_has_every_folder()
    {
        string[] order = [.. Lines.SelectMany(line => line.Layer)];
        Assert.Equal(order.Distinct(), order);
        Assert.Equal(
            Directory.GetDirectories(SourceFolders.Root).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj" or "build")).Order(StringComparer.Ordinal), order.Order(StringComparer.Ordinal));
        foreach ((string[] layer, string[] targets) in Lines)
            foreach (string target in targets)
                Assert.True(Array.IndexOf(order, target) > Array.IndexOf(order, layer[^1]), $"{string.Join(' ', layer)} -> {target} doesn't go downwards.");
    }

    private static bool IsAllowed((string From, string To) arrow) => Array.Exists(
        Lines, line => line.Layer.Contains(arrow.From) && (line.Layer.Contains(arrow.To) || line.Targets.Contains(arrow.To)));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
