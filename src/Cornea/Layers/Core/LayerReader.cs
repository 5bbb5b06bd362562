using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea.Layers;

/// <summary>Makes layers from Keras' JSON: through this table and what the caller adds to it, never by looking for a class of that name.</summary>
internal sealed class LayerReader(IReadOnlyDictionary<string, Func<LayerConfig, Layer>>? customObjects)
{
    private const string Operations = "keras.src.ops.";

    private static readonly Dictionary<string, Func<LayerConfig, LayerReader, Layer>> Table = new()
    {
        ["Activation"] = (config, _) => Activation.FromConfig(config),
        ["ActivityRegularization"] = (config, _) => ActivityRegularization.FromConfig(config),
        ["AdaptiveAveragePooling1D"] = (config, _) => AdaptiveAveragePooling1D.FromConfig(config),
        ["AdaptiveAveragePooling2D"] = (config, _) => AdaptiveAveragePooling2D.FromConfig(config),
        ["AdaptiveAveragePooling3D"] = (config, _) => AdaptiveAveragePooling3D.FromConfig(config),
        ["AdaptiveMaxPooling1D"] = (config, _) => AdaptiveMaxPooling1D.FromConfig(config),
        ["AdaptiveMaxPooling2D"] = (config, _) => AdaptiveMaxPooling2D.FromConfig(config),
        ["AdaptiveMaxPooling3D"] = (config, _) => AdaptiveMaxPooling3D.FromConfig(config),
        ["Add"] = (config, _) => Add.FromConfig(config),
        ["AdditiveAttention"] = (config, _) => AdditiveAttention.FromConfig(config),
        ["AlphaDropout"] = (config, _) => AlphaDropout.FromConfig(config),
        ["Attention"] = (config, _) => Attention.FromConfig(config),
        ["AugMix"] = (config, _) => AugMix.FromConfig(config),
        ["AutoContrast"] = (config, _) => AutoContrast.FromConfig(config),
        ["Average"] = (config, _) => Average.FromConfig(config),
        ["AveragePooling1D"] = (config, _) => AveragePooling1D.FromConfig(config),
        ["AveragePooling2D"] = (config, _) => AveragePooling2D.FromConfig(config),
        ["AveragePooling3D"] = (config, _) => AveragePooling3D.FromConfig(config),
        ["BatchNormalization"] = (config, _) => BatchNormalization.FromConfig(config),
        ["Bidirectional"] = (config, reader) => Bidirectional.FromConfig(config, reader),
        ["CategoryEncoding"] = (config, _) => CategoryEncoding.FromConfig(config),
        ["CenterCrop"] = (config, _) => CenterCrop.FromConfig(config),
        ["Concatenate"] = (config, _) => Concatenate.FromConfig(config),
        ["ContrastLimitedAdaptiveHistogramEqualization"] = (config, _) => ContrastLimitedAdaptiveHistogramEqualization.FromConfig(config),
        ["Conv1D"] = (config, _) => Conv1D.FromConfig(config),
        ["Conv1DTranspose"] = (config, _) => Conv1DTranspose.FromConfig(config),
        ["Conv2D"] = (config, _) => Conv2D.FromConfig(config),
        ["Conv2DTranspose"] = (config, _) => Conv2DTranspose.FromConfig(config),
        ["Conv3D"] = (config, _) => Conv3D.FromConfig(config),
        ["Conv3DTranspose"] = (config, _) => Conv3DTranspose.FromConfig(config),
        ["ConvLSTM1D"] = (config, _) => ConvLSTM1D.FromConfig(config),
        ["ConvLSTM2D"] = (config, _) => ConvLSTM2D.FromConfig(config),
        ["ConvLSTM3D"] = (config, _) => ConvLSTM3D.FromConfig(config),
        ["Cropping1D"] = (config, _) => Cropping1D.FromConfig(config),
        ["Cropping2D"] = (config, _) => Cropping2D.FromConfig(config),
        ["Cropping3D"] = (config, _) => Cropping3D.FromConfig(config),
        ["CustomScaleLayer"] = (config, _) => CustomScaleLayer.FromConfig(config),
        ["CutMix"] = (config, _) => CutMix.FromConfig(config),
        ["Dense"] = (config, _) => Dense.FromConfig(config),
        ["DepthwiseConv1D"] = (config, _) => DepthwiseConv1D.FromConfig(config),
        ["DepthwiseConv2D"] = (config, _) => DepthwiseConv2D.FromConfig(config),
        ["Discretization"] = (config, _) => Discretization.FromConfig(config),
        ["Dot"] = (config, _) => Dot.FromConfig(config),
        ["Dropout"] = (config, _) => Dropout.FromConfig(config),
        ["ELU"] = (config, _) => ELU.FromConfig(config),
        ["EinsumDense"] = (config, _) => EinsumDense.FromConfig(config),
        ["Embedding"] = (config, _) => Embedding.FromConfig(config),
        ["Equalization"] = (config, _) => Equalization.FromConfig(config),
        ["Flatten"] = (config, _) => Flatten.FromConfig(config),
        ["GRU"] = (config, _) => GRU.FromConfig(config),
        ["GRUCell"] = (config, _) => GRUCell.FromConfig(config),
        ["GaussianDropout"] = (config, _) => GaussianDropout.FromConfig(config),
        ["GaussianNoise"] = (config, _) => GaussianNoise.FromConfig(config),
        ["GlobalAveragePooling1D"] = (config, _) => GlobalAveragePooling1D.FromConfig(config),
        ["GlobalAveragePooling2D"] = (config, _) => GlobalAveragePooling2D.FromConfig(config),
        ["GlobalAveragePooling3D"] = (config, _) => GlobalAveragePooling3D.FromConfig(config),
        ["GlobalMaxPooling1D"] = (config, _) => GlobalMaxPooling1D.FromConfig(config),
        ["GlobalMaxPooling2D"] = (config, _) => GlobalMaxPooling2D.FromConfig(config),
        ["GlobalMaxPooling3D"] = (config, _) => GlobalMaxPooling3D.FromConfig(config),
        ["GroupNormalization"] = (config, _) => GroupNormalization.FromConfig(config),
        ["GroupQueryAttention"] = (config, _) => GroupQueryAttention.FromConfig(config),
        ["GroupedQueryAttention"] = (config, _) => GroupQueryAttention.FromConfig(config),
        ["Identity"] = (config, _) => Identity.FromConfig(config),
        ["InputLayer"] = (config, _) => Input.FromConfig(config),
        ["LSTM"] = (config, _) => LSTM.FromConfig(config),
        ["LSTMCell"] = (config, _) => LSTMCell.FromConfig(config),
        ["LayerNormalization"] = (config, _) => LayerNormalization.FromConfig(config),
        ["LayerScale"] = (config, _) => LayerScale.FromConfig(config),
        ["LeakyReLU"] = (config, _) => LeakyReLU.FromConfig(config),
        ["Masking"] = (config, _) => Masking.FromConfig(config),
        ["MaxNumBoundingBoxes"] = (config, _) => MaxNumBoundingBoxes.FromConfig(config),
        ["MaxPooling1D"] = (config, _) => MaxPooling1D.FromConfig(config),
        ["MaxPooling2D"] = (config, _) => MaxPooling2D.FromConfig(config),
        ["MaxPooling3D"] = (config, _) => MaxPooling3D.FromConfig(config),
        ["Maximum"] = (config, _) => Maximum.FromConfig(config),
        ["MinPooling2D"] = (config, _) => MinPooling2D.FromConfig(config),
        ["Minimum"] = (config, _) => Minimum.FromConfig(config),
        ["MixUp"] = (config, _) => MixUp.FromConfig(config),
        ["MultiHeadAttention"] = (config, _) => MultiHeadAttention.FromConfig(config),
        ["Multiply"] = (config, _) => Multiply.FromConfig(config),
        ["Normalization"] = (config, _) => Normalization.FromConfig(config),
        ["PReLU"] = (config, _) => PReLU.FromConfig(config),
        ["Permute"] = (config, _) => Permute.FromConfig(config),
        ["Pipeline"] = (config, reader) => Pipeline.FromConfig(config, reader),
        ["RMSNormalization"] = (config, _) => RMSNormalization.FromConfig(config),
        ["RNN"] = (config, reader) => RNN.FromConfig(config, reader),
        ["RandAugment"] = (config, _) => RandAugment.FromConfig(config),
        ["RandomBrightness"] = (config, _) => RandomBrightness.FromConfig(config),
        ["RandomColorDegeneration"] = (config, _) => RandomColorDegeneration.FromConfig(config),
        ["RandomColorJitter"] = (config, _) => RandomColorJitter.FromConfig(config),
        ["RandomContrast"] = (config, _) => RandomContrast.FromConfig(config),
        ["RandomCrop"] = (config, _) => RandomCrop.FromConfig(config),
        ["RandomElasticTransform"] = (config, _) => RandomElasticTransform.FromConfig(config),
        ["RandomErasing"] = (config, _) => RandomErasing.FromConfig(config),
        ["RandomFlip"] = (config, _) => RandomFlip.FromConfig(config),
        ["RandomGaussianBlur"] = (config, _) => RandomGaussianBlur.FromConfig(config),
        ["RandomGrayscale"] = (config, _) => RandomGrayscale.FromConfig(config),
        ["RandomHue"] = (config, _) => RandomHue.FromConfig(config),
        ["RandomInvert"] = (config, _) => RandomInvert.FromConfig(config),
        ["RandomPerspective"] = (config, _) => RandomPerspective.FromConfig(config),
        ["RandomPosterization"] = (config, _) => RandomPosterization.FromConfig(config),
        ["RandomRotation"] = (config, _) => RandomRotation.FromConfig(config),
        ["RandomSaturation"] = (config, _) => RandomSaturation.FromConfig(config),
        ["RandomSharpness"] = (config, _) => RandomSharpness.FromConfig(config),
        ["RandomShear"] = (config, _) => RandomShear.FromConfig(config),
        ["RandomTranslation"] = (config, _) => RandomTranslation.FromConfig(config),
        ["RandomZoom"] = (config, _) => RandomZoom.FromConfig(config),
        ["ReLU"] = (config, _) => ReLU.FromConfig(config),
        ["RepeatVector"] = (config, _) => RepeatVector.FromConfig(config),
        ["Rescaling"] = (config, _) => Rescaling.FromConfig(config),
        ["Reshape"] = (config, _) => Reshape.FromConfig(config),
        ["Resizing"] = (config, _) => Resizing.FromConfig(config),
        ["SeparableConv1D"] = (config, _) => SeparableConv1D.FromConfig(config),
        ["SeparableConv2D"] = (config, _) => SeparableConv2D.FromConfig(config),
        ["SimpleRNN"] = (config, _) => SimpleRNN.FromConfig(config),
        ["SimpleRNNCell"] = (config, _) => SimpleRNNCell.FromConfig(config),
        ["Softmax"] = (config, _) => Softmax.FromConfig(config),
        ["Solarization"] = (config, _) => Solarization.FromConfig(config),
        ["SpatialDropout1D"] = (config, _) => SpatialDropout1D.FromConfig(config),
        ["SpatialDropout2D"] = (config, _) => SpatialDropout2D.FromConfig(config),
        ["SpatialDropout3D"] = (config, _) => SpatialDropout3D.FromConfig(config),
        ["SpectralNormalization"] = (config, reader) => SpectralNormalization.FromConfig(config, reader),
        ["StackedRNNCells"] = (config, reader) => StackedRNNCells.FromConfig(config, reader),
        ["Subtract"] = (config, _) => Subtract.FromConfig(config),
        ["TimeDistributed"] = (config, reader) => TimeDistributed.FromConfig(config, reader),
        ["UnitNormalization"] = (config, _) => UnitNormalization.FromConfig(config),
        ["UpSampling1D"] = (config, _) => UpSampling1D.FromConfig(config),
        ["UpSampling2D"] = (config, _) => UpSampling2D.FromConfig(config),
        ["UpSampling3D"] = (config, _) => UpSampling3D.FromConfig(config),
        ["ZeroPadding1D"] = (config, _) => ZeroPadding1D.FromConfig(config),
        ["ZeroPadding2D"] = (config, _) => ZeroPadding2D.FromConfig(config),
        ["ZeroPadding3D"] = (config, _) => ZeroPadding3D.FromConfig(config),
    };

    [ThreadStatic]
    private static LayerReader? _current;

    private readonly Dictionary<string, Layer> _marked = [];
    private readonly Dictionary<(string Class, string? Name), (JsonNode Settings, Layer Layer)> _unmarked = [];

    /// <summary>Puts classes into the table that stand above the layers: the models.</summary>
    public static void Register(string className, Func<LayerConfig, LayerReader, Layer> make) => Table[className] = make;

    /// <summary>Whether a class of this module is an operation between a model's tensors.</summary>
    public static bool IsOperation(string? module) => module?.StartsWith(Operations, StringComparison.Ordinal) == true;

    public static bool Knows(string className) => Table.ContainsKey(className);

    /// <summary>A reader with the same classes, for JSON of another origin: marks of sharing mean something else there.</summary>
    public LayerReader Apart() => new(customObjects);

    /// <summary>Puts a layer where its mark stands.</summary>
    public void Keep(int mark, Layer layer) => _marked[$"{mark}"] = layer;

    /// <summary>
    /// The layer of a JSON object, made within a budget. Whatever the settings bring about is their fault, and says so. Where one of the user's
    /// own layers makes those inside it, it's read as part of what is around.
    /// </summary>
    /// <exception cref="InvalidDataException">The class is unknown, a setting is wrong, or asks for more than the budget has.</exception>
    public static Layer Read(JsonNode json, IReadOnlyDictionary<string, Func<LayerConfig, Layer>>? customObjects, LoadBudget budget, string who)
    {
        try
        {
            LayerReader reader = customObjects is null && _current is { } around ? around : new LayerReader(customObjects);
            return budget.Within(() => reader.Read(json));
        }
        catch (Exception error) when (error is not InvalidDataException || error.Message != FileText.ShortenedMessage(error.Message))
        {
            throw new InvalidDataException(FileText.ShortenedMessage(error is InvalidDataException ? error.Message : $"{who}: {error.Message}"), error);
        }
    }

    /// <summary>The layer of a JSON object with class_name and config; one that was read before, if it's marked as the same.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public Layer Read(JsonNode? json)
    {
        if (json is not JsonObject node || node["class_name"] is not JsonValue nameNode || !nameNode.TryGetValue(out string? className)
            || node["config"] is not JsonObject settings)
            throw new InvalidDataException($"Layer: expected a JSON object with class_name and config, got {Shorten(json)}.");
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new InvalidDataException("Layer: more layers lie in each other than are read.");
        var config = new LayerConfig(settings); // Readers only look into it: a clone at each level would be quadratic for models in models.
        string? name = config.GetString("name"), mark = node[ConfigJson.SharedMark]?.ToJsonString();
        if (mark is not null && Known(mark, className, name, settings) is { } known) return known;
        if (className == "Lambda")
            throw new InvalidDataException($"Layer '{name}': a Lambda's code isn't loaded from files; write a layer of your own and pass it in customObjects.");
        LayerReader? around = _current;
        _current = this;
        try
        {
            Layer layer = Make(className, node, config);
            layer.Configure(config);
            if (mark is not null) _marked[mark] = layer;
            else _unmarked[(className, name)] = (settings, layer);
            return layer;
        }
        finally
        {
            _current = around;
        }
    }

    // Keras marks a shared layer's places but for the first: that one is known by saying the same of a layer of the same name.
    private Layer? Known(string mark, string className, string? name, JsonNode settings)
    {
        if (_marked.TryGetValue(mark, out Layer? layer)) return layer;
        if (!_unmarked.TryGetValue((className, name), out (JsonNode Settings, Layer Layer) first) || !ConfigJson.SaysTheSame(first.Settings, settings)) return null;
        return _marked[mark] = first.Layer;
    }

    private Layer Make(string className, JsonObject node, LayerConfig config)
    {
        string? fullName = Text("registered_name"), module = Text("module");
        try
        {
            if (customObjects is not null)
            {
                if (fullName is not null && customObjects.TryGetValue(fullName, out Func<LayerConfig, Layer>? named)) return named(Own());
                if (customObjects.TryGetValue(className, out Func<LayerConfig, Layer>? own)) return own(Own());
            }

            if (IsOperation(module)) return OperationLayer.FromConfig(module!, className, config);
            return Table.TryGetValue(className, out Func<LayerConfig, LayerReader, Layer>? make) ? make(config, this)
                : throw new InvalidDataException($"Layer '{FileText.Shortened(config.GetString("name"))}': unknown class '{FileText.Shortened(className)}'. Pass it in customObjects if it's your own.");
        }
        catch (Exception error) when (error is ArgumentException || (error is InvalidDataException && !error.Message.StartsWith("Layer '", StringComparison.Ordinal)))
        {
            string label = $"{className} '{config.GetString("name")}': ";
            throw new InvalidDataException(error.Message.StartsWith(label, StringComparison.Ordinal) ? error.Message : label + error.Message, error);
        }

        LayerConfig Own() => new((JsonObject)config.Json.DeepClone());

        string? Text(string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
    }

    private static string Shorten(JsonNode? json) => FileText.Shortened(json is null ? "null" : ConfigJson.TextOf(json));
}
