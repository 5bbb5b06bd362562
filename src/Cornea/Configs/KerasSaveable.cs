using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>What can be written into a saved model's JSON by its class and settings: losses, metrics, optimizers, initializers and their kind.</summary>
public abstract class KerasSaveable
{
    /// <summary>Where Keras keeps the family, such as <c>keras.losses</c>.</summary>
    private protected abstract string Module { get; }

    /// <summary>The settings under Keras' names: what makes an equal object again.</summary>
    public virtual ObjectConfig GetConfig() => new();

    /// <summary>What is to be kept that Keras has no setting for; null for nothing.</summary>
    private protected virtual JsonObject? Own => null;

    /// <summary>Class and settings, as Keras writes them.</summary>
    public KerasObject Serialize()
    {
        string name = GetType().Name;
        return GetType().Assembly == typeof(KerasSaveable).Assembly
            ? new KerasObject(Module, name, GetConfig()) { Own = Own }
            : new KerasObject(null, name, GetConfig()) { RegisteredName = $"Custom>{name}", Own = Own };
    }

    /// <summary>For a function of one's own its name, which is all that stands in files, as with Keras: who loads gives the function.</summary>
    internal virtual string? FunctionName => null;

    /// <summary>The JSON of an object that may be absent.</summary>
    internal static JsonNode? JsonOf(KerasSaveable? saveable) => saveable?.FunctionName is not { } name ? saveable?.Serialize().ToJson()
        : new JsonObject { ["module"] = "builtins", ["class_name"] = "function", ["config"] = name, ["registered_name"] = name };
}
