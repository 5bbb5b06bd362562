using System.Text.Json.Nodes;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;

namespace Cornea;

/// <summary>What a model was compiled with, as Keras' <c>compile_config</c>, both ways.</summary>
internal static class CompileConfig
{
    public static JsonObject ToJson(TrainingSetup setup) => new()
    {
        ["optimizer"] = setup.Optimizer.Serialize().ToJson(),
        ["loss"] = setup.Loss?.ToJson(),
        ["loss_weights"] = setup.LossWeights?.ToJson(),
        ["metrics"] = setup.Given?.ToJson(),
        ["weighted_metrics"] = setup.GivenWeighted?.ToJson(),
        ["run_eagerly"] = false,
        ["steps_per_execution"] = 1,
        ["jit_compile"] = false,
    };

    /// <summary>Compiles a model as a file says; not at all if the file says nothing.</summary>
    public static void Apply(JsonNode? json, Model model, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects)
    {
        if (json is not JsonObject { Count: > 0 } settings || settings["optimizer"] is null) return;
        string[] outputs = [.. model.OutputNames ?? []];
        model.Compile(
            Optimizer.Deserialize(settings["optimizer"], customObjects),
            ReadLoss(settings["loss"]),
            LossWeights.FromJson(settings["loss_weights"]),
            ReadMetrics(settings["metrics"]),
            ReadMetrics(settings["weighted_metrics"]));

        CompileLoss? ReadLoss(JsonNode? node)
        {
            if (node is null) return null;
            if (node is JsonArray list) return CompileLoss.Create([.. list.Select(item => Loss(item))]);
            if (!IsByName(node)) return Loss(node)!;
            var byName = new CompileLoss();
            foreach ((string name, JsonNode? item) in node.AsObject())
                if (Loss(item) is { } loss) byName[name] = loss;
            return byName;
        }

        Loss? Loss(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? name) ? name : Losses.Loss.Deserialize(node, customObjects);

        CompileMetrics? ReadMetrics(JsonNode? node)
        {
            if (node is null) return null;
            var metrics = new CompileMetrics();
            if (IsByName(node))
            {
                foreach ((string name, JsonNode? item) in node.AsObject()) metrics[name] = List(item);
                return metrics;
            }

            if (node is not JsonArray list) return CompileMetrics.Create([Metric(node)]);
            if (!list.Any(item => item is null or JsonArray)) return CompileMetrics.Create([.. list.Select(item => Metric(item))]);
            for (int index = 0; index < list.Count && index < outputs.Length; index++) metrics[outputs[index]] = List(list[index]); // One list for each output.
            return metrics;
        }

        MetricList List(JsonNode? node) => MetricList.Create(node is JsonArray list ? [.. list.Where(item => item is not null).Select(Metric)] : node is null ? [] : [Metric(node)]);

        Metric Metric(JsonNode? node) => Metrics.Metric.Deserialize(node, customObjects)
            ?? throw new InvalidDataException("compile_config: expected a metric, got null.");
    }

    private static bool IsByName(JsonNode node) => node is JsonObject named && !named.ContainsKey("class_name");
}
