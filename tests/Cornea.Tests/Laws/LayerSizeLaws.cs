using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Tests.Layers;
using Cornea.Tests.Layers.Augmentation;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>
/// Every whole number in every layer's config, made extreme: the layer is refused by its name, or the shape it promises is the one it
/// gives. Never a crash, another kind of exception, or memory taken for nothing.
/// </summary>
[Collection(nameof(Alone))]
public partial class LayerSizeLaws
{
    private const long MostElements = 1 << 18;
    private const string Augmenting = "augmenting ";

    public static TheoryData<string> Names => [.. LayerCases.All.Keys.Concat(AugmentationCases.All.Keys.Select(name => Augmenting + name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnExtremeNumberIsRefusedOrRight(string name)
    {
        (Func<Layer> make, Shape[] shapes) = name.StartsWith(Augmenting, StringComparison.Ordinal)
            ? (() => AugmentationCases.All[name[Augmenting.Length..]](default, 1), [(7, 6, 3)])
            : LayerCases.All[name];
        JsonNode json = make().ToJson();
        foreach (string path in WholeNumbers(json["config"]!, "").ToArray())
        {
            if (path.EndsWith("seed", StringComparison.Ordinal)) continue;
            foreach (int number in ExtremeNumbers.All) Try($"{name}: {path} = {number}", Changed(json, path, number), shapes);
        }
    }

    private static void Try(string what, JsonNode json, Shape[] shapes)
    {
        ExtremeNumbers.Outcome(
            what,
            () =>
            {
                (Layer layer, TensorList outputs) = new LoadBudget("Budget 'law'", 2 << 20, long.MaxValue).Within(() =>
                {
                    Layer made = Layer.FromJson(json);
                    return (made, made.Call(TensorList.Create([.. shapes.Select(shape => (Tensor)new Input(shape))])));
                });
                if (outputs.Any(output => output.Shape.Sizes.ToArray().Aggregate(2.0, (product, size) => product * Math.Max(1, size)) > MostElements)) return;
                TensorList results = layer.Call(TensorList.Create([.. shapes.Select(shape => (Tensor)Ops.Ones([2, .. shape]))]), training: false);
                for (int index = 0; index < outputs.Count; index++)
                {
                    Assert.True(Shape.Agree(outputs[index].Shape, results[index].Shape), $"{what}: {outputs[index].Shape} became {results[index].Shape}.");
                    results[index].Evaluate();
                }
            },
            error => error is ArgumentException or InvalidDataException && Named().IsMatch(error.Message));
    }

    // The places of whole numbers, as paths.
    private static IEnumerable<string> WholeNumbers(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => WholeNumbers(member.Value, $"{path}.{member.Key}")),
        JsonArray items => items.SelectMany((item, index) => WholeNumbers(item, $"{path}.{index}")),
        JsonValue value when value.TryGetValue(out int _) => [path],
        _ => [],
    };

    private static JsonNode Changed(JsonNode json, string path, int number)
    {
        JsonNode copy = json.DeepClone(), at = copy["config"]!;
        string[] steps = path[1..].Split('.');
        foreach (string step in steps[..^1]) at = at is JsonArray list ? list[int.Parse(step, null)]! : at[step]!;
        if (at is JsonArray last) last[int.Parse(steps[^1], null)] = number;
        else at[steps[^1]] = number;
        return copy;
    }

    // The layer, or one inside of it; nobody twice in a row.
    [GeneratedRegex(@"^(\w+ '\w+'|Config): (?!\1: )")]
    private static partial Regex Named();
}
