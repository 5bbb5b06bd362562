using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>Puts a layer's settings into Keras' order. Bases and layers here write theirs one after the other; Keras' convolutions write all by themselves.</summary>
internal static class ConfigOrder
{
    private static readonly string[] Words =
    [
        "name", "trainable", "dtype", "depth_multiplier", "filters", "kernel_size", "strides", "padding", "output_padding", "data_format", "dilation_rate", "groups", "activation",
        "recurrent_activation", "use_bias", "kernel_initializer", "depthwise_initializer", "pointwise_initializer", "recurrent_initializer", "bias_initializer", "unit_forget_bias",
        "kernel_regularizer", "depthwise_regularizer", "pointwise_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint",
        "depthwise_constraint", "pointwise_constraint", "recurrent_constraint", "bias_constraint",
    ];

    private static readonly Dictionary<string, int> Ranks = Words.Select((word, rank) => (word, rank)).ToDictionary(pair => pair.word, pair => pair.rank);

    /// <summary>Sorts the settings that are in the list among the places that they have; others keep theirs.</summary>
    public static JsonObject Sort(JsonObject config)
    {
        string[] names = [.. config.Select(pair => pair.Key)], ranked = [.. names.Where(Ranks.ContainsKey)], sorted = [.. ranked.OrderBy(name => Ranks[name])];
        if (ranked.SequenceEqual(sorted)) return config;
        var values = new Dictionary<string, JsonNode?>(config);
        config.Clear();
        int next = 0;
        foreach (string name in names)
        {
            string setting = Ranks.ContainsKey(name) ? sorted[next++] : name;
            config[setting] = values[setting];
        }

        return config;
    }
}
