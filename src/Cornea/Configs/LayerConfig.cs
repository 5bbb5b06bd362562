using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>The settings of a layer under Keras' names; <see cref="With(string, JsonNode)"/> adds those of a layer of one's own.</summary>
public sealed class LayerConfig : ObjectConfig
{
    /// <summary>An empty config, or one that holds what a JSON object holds.</summary>
    public LayerConfig(JsonObject? json = null)
        : base(json)
    {
    }

    /// <summary>This config with one more setting; a .NET number, text, bool or JSON node.</summary>
    public new LayerConfig With(string name, JsonNode? value)
    {
        Json[name] = value;
        return this;
    }
}
