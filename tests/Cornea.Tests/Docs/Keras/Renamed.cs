using System.Reflection;

namespace Cornea.Tests.Docs.Keras;

/// <summary>What has another name here than Keras' in .NET's casing, and why.</summary>
internal static class Renamed
{
    private const string Programs = "what programs call is Call; this is what a class of one's own overrides, without having to";
    private const string Words = "whole words";
    private const string Property = "a property, as what costs nothing is in .NET";

    /// <summary>Keras' name, Cornea's, and the reason. Cornea's must exist.</summary>
    public static IReadOnlyList<(string Keras, string Cornea, string Reason)> All { get; } =
    [
        ("Layer.call", "Layers.Layer.Forward", $"{Programs} check shapes, pass masks on, or record the call"),
        ("Layer.compute_mask", "Layers.Layer.ComputeMasks", "a layer may have several outputs, each with a mask"),
        ("Layer.count_params", "Layers.Layer.ParameterCount", $"{Property}, in {Words}"),
        ("Layer.from_config", "Layers.Layer.FromJson", "the JSON names the class, so that nobody else has to"),
        ("Model.to_json", "Model.ToJsonText", "ToJson gives the JSON itself, this its text"),
        ("Loss.call", "Losses.Loss.PerSample", $"{Programs} weigh and reduce: it gives a loss for each sample"),
        ("Metric.update_state", "Metrics.Metric.Update", "what programs call is UpdateState; this is what a metric of one's own overrides, without having to apply masks or to trace"),
        ("Metric.add_variable", "Metrics.Metric.AddVariable", "its initial value is 0, which ResetState goes back to"),
        ("Optimizer.apply", "Optimizers.Optimizer.Apply", "the older apply_gradients takes pairs, which C# writes as two lists"),
        ("Optimizer.update_step", "Optimizers.Optimizer.BeginStep", "gives the rule for all weights of a step, so that what they share is computed once"),
        ("Optimizer.build", "Optimizers.Optimizer.CreateSlots", "Build is what programs call; this is what an optimizer of one's own overrides"),
        ("Optimizer.learning_rate", "Optimizers.Optimizer.LearningRate", "a number or a schedule: both convert to it"),
        ("LearningRateSchedule.__call__", "Optimizers.LearningRateSchedule.At", "a number from the step's number, read as `schedule.At(step)`"),
        ("Callback.params", "Callbacks.Callback.Parameters", Words),
        ("History.history", "History", "the object itself: `history[\"loss\"]`, `history.Epochs`"),
        ("Regularizer.__call__", "Regularizers.Regularizer.Call", "objects aren't called in C#; so with initializers and constraints"),
    ];

    /// <summary>Whether Cornea's public surface has such a type, or a type with such a member that can be called or overridden.</summary>
    public static bool Exists(string name)
    {
        if (typeof(Tensor).Assembly.GetType($"Cornea.{name}") is { IsPublic: true }) return true;
        int dot = name.LastIndexOf('.');
        return typeof(Tensor).Assembly.GetType($"Cornea.{name[..dot]}") is { IsPublic: true } type
            && type.GetMember(name[(dot + 1)..], BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
                .Any(member => member is PropertyInfo || (member is MethodBase method && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly)));
    }
}
