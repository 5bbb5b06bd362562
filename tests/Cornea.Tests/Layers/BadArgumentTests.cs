using System.Text.Json;
using System.Text.Json.Nodes;
using Cornea.Layers;
using Cornea.Tests.Layers.Augmentation;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>
/// Every setting of every layer, made impossible one at a time, is refused when the layer is made or called, by its name, with what came.
/// Settings go through the constructors' own checks when a layer is made of its config.
/// </summary>
public class BadArgumentTests
{
    private const string Word = "nonsense";
    private const int Number = -7;
    private const string Augmenting = "augmenting ";

    /// <summary>Settings that may be any number at all.</summary>
    private static readonly HashSet<string> Free =
        ["alpha", "bin_boundaries", "clip_limit", "fill_value", "init_values", "mask_value", "mean", "negative_slope", "offset", "scale", "seed"];

    public static TheoryData<string> Names => [.. LayerCases.All.Keys.Concat(AugmentationCases.All.Keys.Select(name => Augmenting + name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Impossible_settings_are_refused_by_name(string name)
    {
        (Func<Layer> make, Shape[] shapes) = name.StartsWith(Augmenting, StringComparison.Ordinal)
            ? (() => AugmentationCases.All[name[Augmenting.Length..]](default, 1), [(7, 6, 3)])
            : LayerCases.All[name];
        JsonObject json = make().ToJson().AsObject();
        string label = json["config"]!["name"]!.GetValue<string>();
        foreach ((string key, JsonNode? value) in json["config"]!.AsObject().ToArray())
        {
            if (key is "name" or "dtype" || Impossible(key, value) is not { } bad) continue;
            var changed = json.DeepClone().AsObject();
            changed["config"]![key] = bad;
            Exception? error = Record.Exception(() =>
            {
                Layer layer = Layer.FromJson(changed);
                layer.Call(TensorList.Create([.. shapes.Select(shape => (Tensor)Ops.Ones([2, .. shape]))]), training: true);
            });
            Assert.True(error is ArgumentException or InvalidDataException, $"{name}: {key} = {bad.ToJsonString()} gives {error?.ToString() ?? "no error"}.");
            Assert.Contains(label, error!.Message, StringComparison.Ordinal);
            if (bad.GetValueKind() == JsonValueKind.String && key is not "bias_axes") Assert.Contains(Word, error.Message, StringComparison.Ordinal);
        }
    }

    private static JsonNode? Impossible(string key, JsonNode? value) => value switch
    {
        _ when Free.Contains(key) => null,
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Word,
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => Number,
        JsonArray { Count: > 0 } list when list.All(item => item is JsonValue) => new JsonArray([.. list.Select(_ => (JsonNode)Number)]),
        _ => null,
    };
}
