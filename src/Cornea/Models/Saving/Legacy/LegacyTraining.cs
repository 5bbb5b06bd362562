using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Optimizers;

namespace Cornea;

/// <summary>What a model of an older Keras was compiled with, and where its optimizer stood, both ways.</summary>
internal static class LegacyTraining
{
    private const string OptimizerWeights = "optimizer_weights";

    /// <summary>The settings as Keras 2 laid them out.</summary>
    public static JsonObject ToJson(TrainingSetup setup)
    {
        JsonObject settings = CompileConfig.ToJson(setup);
        settings.Remove("optimizer");
        JsonObject optimizer = setup.Optimizer.Serialize().ToJson();
        settings["optimizer_config"] = new JsonObject { ["class_name"] = optimizer["class_name"]?.DeepClone(), ["config"] = optimizer["config"]?.DeepClone() };
        return settings;
    }

    /// <summary>The same settings as Keras 3 has them.</summary>
    public static JsonObject Upgraded(JsonObject settings)
    {
        var result = new JsonObject { ["optimizer"] = Optimizer(settings["optimizer_config"]) };
        foreach (string name in (string[])["loss", "loss_weights", "metrics", "weighted_metrics"]) result[name] = Object(settings[name]);
        return result;
    }

    /// <summary>Writes an optimizer's state.</summary>
    public static void Add(Hdf5Group root, Optimizer optimizer) => LegacyWeights.Add(root.Make(OptimizerWeights), optimizer.Variables, WeightType.Float32);

    /// <summary>Finds an optimizer's state; as in Keras, one that doesn't fit is left out: the model can be used, and trained anew.</summary>
    public static void Find(Hdf5Group root, Model model, List<(Variable Variable, IFileValues? Array)> found, string place)
    {
        if (model.CompiledSetup is not { } setup || root.Find(OptimizerWeights) is not { } group) return;
        Hdf5Array[] stored = LegacyWeights.ArraysOf(group, place);
        Optimizer optimizer = setup.Optimizer;
        if (stored.Length > 2 && !optimizer.IsBuilt) optimizer.Build(model.TrainableVariables);
        IReadOnlyList<Variable> variables = optimizer.Variables;
        Variable[] withoutRate = [.. variables.Where(variable => variable.Name != "learning_rate")];
        int weights = optimizer.Weights.Count;
        foreach (IReadOnlyList<Variable> order in (IReadOnlyList<Variable>[])[variables, ByKind(withoutRate, weights), withoutRate])
        {
            if (!Fits(order, stored)) continue;
            found.AddRange(order.Zip(stored, (variable, array) => (variable, (IFileValues?)array)));
            return;
        }

        Console.Error.WriteLine($"{place}: the optimizer's state is left out: expected {variables.Count} arrays, got {stored.Length}, or of other shapes.");
    }

    // Older ones have the step, then the first slot of all weights, the second of all, and perhaps empty ones that nobody uses.
    private static Variable[] ByKind(Variable[] variables, int weights)
    {
        int slots = variables.Length - 1;
        if (weights == 0 || slots % weights != 0) return variables;
        int kinds = slots / weights;
        return [variables[0], .. Enumerable.Range(0, kinds).SelectMany(kind => Enumerable.Range(0, weights).Select(weight => variables[1 + (weight * kinds) + kind]))];
    }

    private static bool Fits(IReadOnlyList<Variable> variables, Hdf5Array[] stored) =>
        stored.Length >= variables.Count
        && variables.Zip(stored).All(pair => pair.First.Shape.SequenceEqual(pair.Second.Shape))
        && stored.Skip(variables.Count).All(extra => extra.Shape.Count == 1 && extra.Shape[0] == 1);

    private static JsonNode? Optimizer(JsonNode? json)
    {
        if (json?.DeepClone() is not JsonObject optimizer || optimizer["config"] is not JsonObject config) return json?.DeepClone();
        if (config["lr"] is { } rate && !config.ContainsKey("learning_rate")) config["learning_rate"] = rate.DeepClone();
        config.Remove("lr");
        if (config["decay"] is JsonValue value && value.TryGetValue(out double decay) && decay > 0 && config["learning_rate"] is JsonValue start)
        {
            // The rate falls with each step: rate ÷ (1 + decay · step).
            config["learning_rate"] = new JsonObject
            {
                ["class_name"] = "InverseTimeDecay",
                ["config"] = new JsonObject { ["initial_learning_rate"] = start.DeepClone(), ["decay_steps"] = 1, ["decay_rate"] = decay },
            };
        }

        config.Remove("decay");
        return optimizer;
    }

    // Losses and metrics: a function wrapped into a class is the function, and "auto" was the mean over the batch.
    private static JsonNode? Object(JsonNode? json)
    {
        switch (json)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(Object)]);
            case JsonObject { Count: > 0 } item when item["class_name"] is JsonValue name && name.TryGetValue(out string? className):
                if (className is "MeanMetricWrapper" or "LossFunctionWrapper" && item["config"]?["fn"] is JsonValue function) return function.DeepClone();
                var copy = (JsonObject)item.DeepClone();
                if (copy["config"]?["reduction"] is JsonValue reduction && reduction.TryGetValue(out string? text) && text is "auto") copy["config"]!["reduction"] = "sum_over_batch_size";
                return copy;
            case JsonObject byName:
                return new JsonObject(byName.Select(pair => KeyValuePair.Create(pair.Key, Object(pair.Value))));
            default:
                return json?.DeepClone();
        }
    }
}
