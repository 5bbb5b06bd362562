using System.Text.Json.Nodes;
using Cornea.Activations;
using Cornea.Layers;

namespace Cornea;

/// <summary>
/// A layer's class and settings as TensorFlow.js has them, which are Keras 2's. What it computes otherwise than Keras, or not at all, is a
/// problem with the layer's name: nothing is written that would give other answers.
/// </summary>
/// <remarks>Source: TensorFlow.js 4.22, tfjs-layers.</remarks>
/// <param name="problems">Takes what can't be written.</param>
internal sealed class LayersModelSettings(List<string> problems)
{
    // Classes with the same settings and the same meaning.
    private static readonly HashSet<string> Same =
    [
        "Activation", "Add", "AlphaDropout", "Average", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D", "BatchNormalization", "Concatenate", "ConvLSTM2D", "Cropping2D",
        "Dense", "Dot", "Dropout", "Embedding", "Flatten", "GaussianDropout", "GaussianNoise", "InputLayer", "LSTM", "Masking", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D",
        "Maximum", "Minimum", "Multiply", "PReLU", "Permute", "RepeatVector", "Reshape", "SimpleRNN", "SpatialDropout1D", "ZeroPadding2D",
    ];

    // At inference they give what they are given; TensorFlow.js hasn't got them.
    private static readonly HashSet<string> OnlyInTraining =
    [
        "ActivityRegularization", "Identity", "RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast", "RandomErasing", "RandomFlip", "RandomGaussianBlur",
        "RandomGrayscale", "RandomHue", "RandomInvert", "RandomPerspective", "RandomPosterization", "RandomRotation", "RandomSaturation", "RandomSharpness", "RandomShear",
        "RandomTranslation", "RandomZoom", "SpatialDropout2D", "SpatialDropout3D",
    ];

    // hard_sigmoid is among them as Keras 2's; Keras 3's is another function.
    private static readonly HashSet<string> Activations =
        ["elu", "gelu", "linear", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "softmax", "softplus", "softsign", "swish", "tanh"];

    private static readonly HashSet<string> Initializers =
    [
        "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "Identity", "LeCunNormal", "LeCunUniform", "Ones", "Orthogonal", "RandomNormal", "RandomUniform",
        "TruncatedNormal", "VarianceScaling", "Zeros",
    ];

    private static readonly HashSet<string> Constraints = ["MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"];

    /// <summary>The class and the settings.</summary>
    public (string ClassName, JsonObject Config) Of(Layer layer)
    {
        JsonObject config = Plain(layer.GetConfig().Json);
        string className = layer.ClassName;
        if (layer is Input)
        {
            config.Remove("optional");
            Rename(config, "batch_shape", "batch_input_shape");
        }
        else if (config["dtype"]?.GetValue<string>() is { } dtype && dtype != "float32")
        {
            Refuse(layer, $"computes in {dtype}; TensorFlow.js does so in float32");
        }

        if (layer.ClassName == "MultiHeadAttention" || (!Same.Contains(className) && !Adapt(layer, ref className, config))) Refuse(layer, $"is a {className}, which TensorFlow.js hasn't got");
        foreach (string name in (string[])["activation", "recurrent_activation"])
            if (config.ContainsKey(name)) config[name] = Activation(layer, config[name]);
        return (className, config);
    }

    // False where there is no such class.
    private bool Adapt(Layer layer, ref string className, JsonObject config)
    {
        if (OnlyInTraining.Contains(className))
        {
            className = "Activation";
            Replace(config, new JsonObject { ["name"] = layer.Name, ["trainable"] = layer.Trainable, ["dtype"] = "float32", ["activation"] = "linear" });
            return true;
        }

        switch (layer)
        {
            case Conv2DTranspose or Conv3DTranspose:
                Expect(layer, config, "output_padding", value => value is null);
                Expect(layer, config, "dilation_rate", value => value is not JsonArray list || list.All(item => Number(item) == 1));
                return true;
            case DepthwiseConv2D or SeparableConv2D:
                Expect(layer, config, "dilation_rate", value => value is not JsonArray list || list.All(item => Number(item) == 1)); // It passes over it.
                foreach (string name in (string[])["filters", "kernel_initializer", "kernel_regularizer", "kernel_constraint"])
                    if (layer is DepthwiseConv2D || name != "filters") config.Remove(name);
                return true;
            case Conv1D or Conv2D or Conv3D:
                Expect(layer, config, "groups", value => Number(value) == 1);
                Expect(layer, config, "padding", value => value?.GetValue<string>() != "causal");
                return true;
            case GlobalAveragePooling1D or GlobalAveragePooling2D or GlobalMaxPooling1D or GlobalMaxPooling2D:
                Expect(layer, config, "keepdims", value => value?.GetValue<bool>() != true);
                return true;
            case ReLU:
                AdaptReLU(layer, ref className, config);
                return true;
            case LeakyReLU:
                Rename(config, "negative_slope", "alpha");
                return true;
            case ELU:
                Expect(layer, config, "alpha", value => Number(value) == 1);
                return true;
            case Softmax:
                Expect(layer, config, "axis", value => value is JsonValue);
                return true;
            case LayerNormalization:
                config.Remove("rms_scaling");
                return true;
            case Rescaling:
                Expect(layer, config, "scale", value => value is JsonValue);
                Expect(layer, config, "offset", value => value is JsonValue);
                return true;
            case UpSampling2D:
                Expect(layer, config, "interpolation", value => value?.GetValue<string>() == "nearest"); // Its bilinear one takes other places.
                return true;
            case GRU:
                Expect(layer, config, "reset_after", value => value?.GetValue<bool>() == false);
                return true;
            case Bidirectional both:
                (string inner, JsonObject settings) = Of(both.ForwardLayer);
                settings["name"] = LayersModelWeights.InnerName(both);
                config["layer"] = new JsonObject { ["class_name"] = inner, ["config"] = settings };
                config.Remove("backward_layer");
                return true;
            case TimeDistributed { Layer: not Model } steps:
                (inner, settings) = Of(steps.Layer);
                config["layer"] = new JsonObject { ["class_name"] = inner, ["config"] = settings };
                return true;
            default:
                return false;
        }
    }

    private void AdaptReLU(Layer layer, ref string className, JsonObject config)
    {
        double slope = Number(config["negative_slope"]) ?? 0, threshold = Number(config["threshold"]) ?? 0;
        bool isCut = config["max_value"] is not null;
        if (slope == 0 && threshold == 0) return;
        if (isCut || (slope != 0 && threshold != 0)) Refuse(layer, $"has max_value {config["max_value"]?.ToJsonString() ?? "none"}, negative_slope {slope} and threshold {threshold}; TensorFlow.js takes one of them");
        className = slope != 0 ? "LeakyReLU" : "ThresholdedReLU";
        Replace(config, new JsonObject { ["name"] = layer.Name, ["trainable"] = layer.Trainable, ["dtype"] = "float32", [slope != 0 ? "alpha" : "theta"] = slope != 0 ? slope : threshold });
    }

    private JsonNode Activation(Layer layer, JsonNode? json)
    {
        string name = json is JsonValue value && value.TryGetValue(out string? text) ? text : json is null ? "linear" : "one of its own";
        if (name == "silu") name = "swish"; // The older name.
        if (name == ActivationFunction.Keras2HardSigmoid) return "hard_sigmoid";
        if (!Activations.Contains(name)) Refuse(layer, $"has the activation {name}, which TensorFlow.js hasn't got{(name == "hard_sigmoid" ? " as Keras 3 has it" : "")}");
        return name;
    }

    private void Expect(Layer layer, JsonObject config, string setting, Func<JsonNode?, bool> isTaken)
    {
        if (!isTaken(config[setting])) Refuse(layer, $"has {setting} {config[setting]?.ToJsonString() ?? "none"}, which TensorFlow.js doesn't take or computes otherwise");
    }

    private void Refuse(Layer layer, string why) => problems.Add($"{layer} {why}");

    // Objects without their modules; what serves only the training, and isn't known there, becomes the plainest of its kind.
    private static JsonObject Plain(JsonObject json)
    {
        var result = new JsonObject();
        foreach ((string name, JsonNode? value) in json) result[name] = Plain(name, value);
        return result;
    }

    private static JsonNode? Plain(string name, JsonNode? value)
    {
        if (value is JsonArray list) return new JsonArray([.. list.Select(item => Plain("", item))]);
        if (value is not JsonObject item) return value?.DeepClone();
        if (item["class_name"]?.GetValue<string>() is not { } className || item["config"] is not JsonObject config) return Plain(item);
        if (className.EndsWith("Policy", StringComparison.Ordinal)) return config["name"]?.DeepClone();
        if (name.EndsWith("_initializer", StringComparison.Ordinal) && !Initializers.Contains(className = className.Replace("Lecun", "LeCun", StringComparison.Ordinal)))
            return new JsonObject { ["class_name"] = "Zeros", ["config"] = new JsonObject() };
        if (name.EndsWith("_constraint", StringComparison.Ordinal) && !Constraints.Contains(className)) return null;
        if (!name.EndsWith("_regularizer", StringComparison.Ordinal)) return new JsonObject { ["class_name"] = className, ["config"] = Plain(config) };
        return className is "L1" or "L2" or "L1L2"
            ? new JsonObject { ["class_name"] = "L1L2", ["config"] = new JsonObject { ["l1"] = Number(config["l1"]) ?? 0, ["l2"] = Number(config["l2"]) ?? 0 } }
            : null;
    }

    private static double? Number(JsonNode? json) => json is JsonValue value && value.TryGetValue(out double number) ? number : json is JsonValue whole && whole.TryGetValue(out int count) ? count : null;

    private static void Rename(JsonObject config, string old, string name)
    {
        JsonNode? value = config[old]?.DeepClone();
        config.Remove(old);
        config[name] = value;
    }

    private static void Replace(JsonObject config, JsonObject by)
    {
        config.Clear();
        foreach ((string name, JsonNode? value) in by) config[name] = value?.DeepClone();
    }
}
