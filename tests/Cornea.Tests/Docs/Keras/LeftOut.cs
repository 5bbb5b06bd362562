namespace Cornea.Tests.Docs.Keras;

/// <summary>What Cornea leaves out of Keras, each with its reason. A pattern is a name, a name's beginning followed by *, or name:argument.</summary>
internal static class LeftOut
{
    private const string Text = "text and tables, not images";
    private const string Audio = "audio";
    private const string Quantisation = "quantisation";
    private const string Backend = "belongs to another backend";
    private const string Sparse = "sparse tensors";
    private const string Settings = "a process-wide setting; Cornea's only one is RandomSeed";
    private const string Python = "Python's nested structures; Cornea has TensorList";
    private const string Registry = "a process-wide registry; pass customObjects to Load";
    private const string Vision = "in the package Cornea.Vision: `Applications`, `ImageTensor`, `ImageFolder`";
    private const string Precision = "not yet: Cornea computes in float32";
    private const string Device = "chooses a GPU's kernel";

    private static readonly (string Pattern, string Reason)[] Names =
    [
        ("keras.applications.*", Vision),
        ("keras.callbacks.OrbaxCheckpoint", Backend),
        ("keras.config.*", Settings),
        ("keras.distribution.*", Backend),
        ("keras.export.*", "not yet: other programs' formats come with Cornea.Onnx"),
        ("keras.initializers.STFT*", Audio),
        ("keras.initializers.stft", Audio),
        ("keras.layers.FlaxLayer", Backend),
        ("keras.layers.HashedCrossing", Text),
        ("keras.layers.Hashing", Text),
        ("keras.layers.IntegerLookup", Text),
        ("keras.layers.JaxLayer", Backend),
        ("keras.layers.MelSpectrogram", Audio),
        ("keras.layers.ReversibleEmbedding", Text),
        ("keras.layers.STFTSpectrogram", Audio),
        ("keras.layers.StringLookup", Text),
        ("keras.layers.TFSMLayer", Backend),
        ("keras.layers.TextVectorization", Text),
        ("keras.layers.TorchModuleWrapper", Backend),
        ("keras.mixed_precision.*", Precision),
        ("keras.ops.*array", "Tensor.From makes tensors of arrays; ConvertToTensor gives them another dtype"),
        ("keras.ops.convert_to_numpy", "a tensor gives .NET arrays itself: ToArray, ToArray2D, CopyTo"),
        ("keras.ops.dtype", "a property: x.DType"),
        ("keras.ops.is_tensor", "C#'s own: x is Tensor"),
        ("keras.ops.*ndim", "a property: x.Rank"),
        ("keras.ops.shape", "a property: x.Shape"),
        ("keras.ops.*size", "a property: x.Shape.ElementCount"),
        ("keras.ops.*vectorize", "operations take whole tensors"),
        ("keras.preprocessing.image_dataset_from_directory", Vision),
        ("keras.preprocessing.text_dataset_from_directory", Text),
        ("keras.saving.CustomObjectScope", Registry),
        ("keras.saving.custom_object_scope", Registry),
        ("keras.saving.get_custom_objects", Registry),
        ("keras.saving.get_registered_name", Registry),
        ("keras.saving.get_registered_object", Registry),
        ("keras.saving.register_keras_serializable", Registry),
        ("keras.saving.KerasFileEditor", "not yet: an editor of files"),
        ("keras.tree.*", Python),
        ("keras.utils.Config", Python),
        ("keras.utils.CustomObjectScope", Registry),
        ("keras.utils.FeatureSpace", Text),
        ("keras.utils.Progbar", "ProgbarLogger draws it"),
        ("keras.utils.array_to_img", Vision),
        ("keras.utils.audio_dataset_from_directory", Audio),
        ("keras.utils.clear_session", "there is no global graph to clear"),
        ("keras.utils.custom_object_scope", Registry),
        ("keras.utils.disable_interactive_logging", Settings),
        ("keras.utils.enable_interactive_logging", Settings),
        ("keras.utils.is_interactive_logging_enabled", Settings),
        ("keras.utils.get_custom_objects", Registry),
        ("keras.utils.get_registered_name", Registry),
        ("keras.utils.get_registered_object", Registry),
        ("keras.utils.get_source_inputs", "Model.Inputs"),
        ("keras.utils.image_dataset_from_directory", Vision),
        ("keras.utils.img_to_array", Vision),
        ("keras.utils.is_keras_tensor", "Tensor is one type"),
        ("keras.utils.load_img", Vision),
        ("keras.utils.model_to_dot", "Graphviz' language isn't written; in the package Cornea.Plots: `Charts.PlotModel`"),
        ("keras.utils.plot_model", "in the package Cornea.Plots: `Charts.PlotModel`"),
        ("keras.utils.register_keras_serializable", Registry),
        ("keras.utils.save_img", Vision),
        ("keras.utils.text_dataset_from_directory", Text),
        ("keras.visualization.*", "drawing is Cornea.Plots' matter: Charts.Images"),
    ];

    private static readonly (string Pattern, string Reason)[] Arguments =
    [
        ("*:quantization_config", Quantisation),
        ("*:gptq_unpacked_column_size", Quantisation),
        ("*:flash_attention", Device),
        ("*:use_cudnn", Device),
        ("*:sparse", Sparse),
        ("*:ragged", Sparse),
        ("*:synchronized", "training on several devices"),
        ("keras.activations.gelu:approximate", "Ops.Gelu is keras.ops.gelu with its default; \"gelu\" as an activation is exact, as in Keras"),
        ("keras.callbacks.CallbackList:*", "Fit makes it"),
        ("keras.callbacks.TensorBoard:profile_batch", "the profile of TensorFlow's own runtime"),
        ("keras.callbacks.TensorBoard:embeddings*", "the projector's files"),
        ("keras.layers.*:dtype", Precision),
        ("keras.losses.*:dtype", Precision),
        ("keras.metrics.*:dtype", Precision),
        ("keras.layers.Layer:autocast", Precision),
        ("keras.layers.Bidirectional:weights", "SetWeights once it's built"),
        ("keras.layers.Embedding:weights", "SetWeights once it's built"),
        ("keras.layers.CategoryEncoding:num_tokens", "each of its modes needs it"),
        ("keras.layers.Input*:batch_shape", "Input.OfBatch"),
        ("keras.layers.dot:axes", "Dot's axes are said"),
        ("keras.losses.Loss:reduction", "null is sum_over_batch_size"),
        ("keras.utils.pack_x_y_sample_weight:*", "a Batch has overloads"),
        ("keras.activations.linear:x", "ActivationFunction.Linear.Call"),
        ("keras.layers.Input*:*tensor", "an Input makes its own tensor"),
        ("keras.layers.Input*:optional", "an input is given at each call"),
        ("keras.layers.InputSpec:allow_last_axis_squeeze", "a layer reshapes in Forward"),
        ("keras.layers.InputSpec:name", "an input is named by its Input"),
        ("keras.layers.Lambda:output_shape", "shapes follow from the function"),
        ("keras.layers.Lambda:mask", "the form with a CallContext sees the masks"),
        ("keras.layers.Lambda:arguments", "a lambda captures what it needs"),
        ("keras.layers.Wrapper:layer", "a base for wrappers inside Cornea; one's own layer holds its layer itself"),
        ("keras.metrics.MeanMetricWrapper:name", "it is mean_metric_wrapper, as Keras makes it of its class"),
        ("keras.*:custom_objects", "given where a whole model is loaded"),
        ("keras.*:safe_mode", "Cornea never runs code of a file"),
        ("keras.*:zipped", "a .keras file is always a zip"),
        ("keras.ops.*isin:assume_unique", "a hint that changes no value"),
        ("keras.ops.*jvp:has_aux", "a function hands out what else it computes by itself"),
        ("keras.ops.*linspace:retstep", "LinspaceStep gives the step"),
        ("keras.ops.*multi_hot:num_classes", "Keras has it optional for an old name's sake and refuses null"),
        ("keras.ops.*segment_*:sorted", "a hint that changes no value"),
        ("keras.ops.*svd:compute_uv", "the values are there by themselves: Svd(x).Values"),
        ("keras.ops.*unique:sorted", "the values are always in order"),
        ("keras.ops.*unique:*", "UniqueAll has it"),
        ("keras.models.clone_model:*_*", "Model.Clone's cloneFunction sees nested models too"),
        ("keras.models.clone_model:recursive", "Model.Clone's cloneFunction sees nested models too"),
        ("keras.utils.split_dataset:preferred_backend", Backend),
        ("keras.saving.save_weights:max_shard_size", "not yet: weights in several files"),
        ("keras.*timeseries_dataset_from_array:format", Backend),
        ("keras.utils.get_file:untar", "Keras' own older form of extract"),
        ("keras.utils.get_file:md5_hash", "Keras' own older form of file_hash"),
        ("keras.utils.split_dataset:preferred_backend", Backend),
        ("keras.utils.*:workers", "Dataset.Map and Prefetch do the work beside training"),
        ("keras.utils.*:use_multiprocessing", "Dataset.Map and Prefetch do the work beside training"),
        ("keras.utils.*:max_queue_size", "Dataset.Prefetch has it"),
    ];

    /// <summary>Why a name isn't there; null if it isn't left out.</summary>
    public static string? Reason(KerasName name) => Find(Names, name.Name);

    /// <summary>Why an argument isn't there, or is other than Keras'; null if it isn't left out.</summary>
    public static string? Reason(KerasName name, string argument) => Find(Arguments, $"{name.Name}:{argument}");

    /// <summary>The patterns that stand for nothing: they are to be deleted.</summary>
    public static IEnumerable<string> Stale(IReadOnlyList<Covered> covered) =>
        Names.Where(entry => !covered.Any(one => one.Counterpart is null && Matches(entry.Pattern, one.Name.Name))).Select(entry => entry.Pattern)
            .Concat(Arguments.Where(entry => !covered.Any(one => one.LeftOut.Any(argument => Matches(entry.Pattern, $"{one.Name.Name}:{argument}")))).Select(entry => entry.Pattern));

    private static string? Find((string Pattern, string Reason)[] entries, string name) =>
        entries.FirstOrDefault(entry => Matches(entry.Pattern, name)).Reason;

    // A star stands for any text.
    internal static bool Matches(string pattern, string name)
    {
        string[] parts = pattern.Split('*');
        if (!name.StartsWith(parts[0], StringComparison.Ordinal) || !name.EndsWith(parts[^1], StringComparison.Ordinal)) return false;
        int from = parts[0].Length;
        foreach (string part in parts[1..])
        {
            int at = name.IndexOf(part, from, StringComparison.Ordinal);
            if (at < 0) return false;
            from = at + part.Length;
        }

        return parts.Length > 1 || name.Length == pattern.Length;
    }
}
