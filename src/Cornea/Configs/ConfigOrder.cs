using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>Puts a layer's settings into Keras' order. Bases and layers here write theirs one after the other; some of Keras' classes write all by themselves.</summary>
internal static class ConfigOrder
{
    private static readonly string[] WeightedSum =
    [
        "depth_multiplier", "filters", "units", "kernel_size", "strides", "padding", "output_padding", "data_format", "dilation_rate", "groups", "activation", "recurrent_activation",
        "use_bias", "kernel_initializer", "depthwise_initializer", "pointwise_initializer", "recurrent_initializer", "bias_initializer", "unit_forget_bias", "kernel_regularizer",
        "depthwise_regularizer", "pointwise_regularizer", "recurrent_regularizer", "bias_regularizer", "activity_regularizer", "kernel_constraint", "depthwise_constraint",
        "pointwise_constraint", "recurrent_constraint", "bias_constraint", "dropout", "recurrent_dropout",
    ];

    private static readonly string[] LayerNormalization = ["scale", "rms_scaling", "beta_initializer", "gamma_initializer", "beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint"];

    private static readonly string[] Attention = ["num_heads", "key_dim", "value_dim", "dropout", "use_bias", "use_gate", "output_shape", "attention_axes", "sliding_window"];

    // A setting by which a kind of layer is known, and the order.
    private static readonly (string Mark, string[] Order)[] Orders = [("kernel_size", WeightedSum), ("units", WeightedSum), ("rms_scaling", LayerNormalization), ("num_heads", Attention)];

    /// <summary>Sorts the settings that have an order among the places that they have; others keep theirs.</summary>
    public static JsonObject Sort(JsonObject config)
    {
        string[] order = Orders.FirstOrDefault(kind => config.ContainsKey(kind.Mark)).Order ?? [], names = [.. config.Select(pair => pair.Key)];
        var sorted = new Queue<string>(order.Where(config.ContainsKey));
        if (names.Where(order.Contains).SequenceEqual(sorted)) return config;
        var values = new Dictionary<string, JsonNode?>(config);
        config.Clear();
        foreach (string name in names)
        {
            string setting = order.Contains(name) ? sorted.Dequeue() : name;
            config[setting] = values[setting];
        }

        return config;
    }
}
