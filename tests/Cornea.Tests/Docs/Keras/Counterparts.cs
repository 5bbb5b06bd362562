using Cornea.Losses;
using Cornea.Metrics;

namespace Cornea.Tests.Docs.Keras;

/// <summary>Finds what Cornea has for one of Keras' names: by the same name as a rule, and by a list where it's called otherwise.</summary>
internal static class Counterparts
{
    /// <summary>Names that Cornea spells otherwise. Each must exist, or the test fails.</summary>
    private static readonly Dictionary<string, string> Spelled = new()
    {
        ["keras.activations.deserialize"] = "Activations.ActivationFunction.op_Implicit",
        ["keras.activations.get"] = "Activations.ActivationFunction.op_Implicit",
        ["keras.activations.serialize"] = "Activations.ActivationFunction.Name",
        ["keras.activations.exponential"] = "Ops.Exp",
        ["keras.activations.hard_swish"] = "Ops.HardSilu",
        ["keras.activations.linear"] = "Activations.ActivationFunction.Linear",
        ["keras.activations.relu"] = "Layers.ReLU",
        ["keras.activations.swish"] = "Ops.Silu",
        ["keras.callbacks.History"] = "Cornea.History",
        ["keras.constraints.deserialize"] = "Constraints.Constraint.Deserialize",
        ["keras.constraints.get"] = "Constraints.Constraint.op_Implicit",
        ["keras.constraints.serialize"] = "Constraints.Constraint.Serialize",
        ["keras.initializers.deserialize"] = "Initializers.Initializer.Deserialize",
        ["keras.initializers.get"] = "Initializers.Initializer.op_Implicit",
        ["keras.initializers.serialize"] = "Initializers.Initializer.Serialize",
        ["keras.losses.deserialize"] = "Losses.Loss.Deserialize",
        ["keras.losses.get"] = "Losses.Loss.op_Implicit",
        ["keras.losses.serialize"] = "Losses.Loss.Serialize",
        ["keras.metrics.deserialize"] = "Metrics.Metric.Deserialize",
        ["keras.metrics.get"] = "Metrics.Metric.op_Implicit",
        ["keras.metrics.serialize"] = "Metrics.Metric.Serialize",
        ["keras.optimizers.deserialize"] = "Optimizers.Optimizer.Deserialize",
        ["keras.optimizers.get"] = "Optimizers.Optimizer.op_Implicit",
        ["keras.optimizers.serialize"] = "Optimizers.Optimizer.Serialize",
        ["keras.regularizers.deserialize"] = "Regularizers.Regularizer.Deserialize",
        ["keras.regularizers.get"] = "Regularizers.Regularizer.op_Implicit",
        ["keras.regularizers.serialize"] = "Regularizers.Regularizer.Serialize",
        ["keras.optimizers.schedules.deserialize"] = "Optimizers.LearningRateSchedule.Deserialize",
        ["keras.optimizers.schedules.serialize"] = "Optimizers.LearningRateSchedule.Serialize",
        ["keras.initializers.IdentityInitializer"] = "Initializers.Identity",
        ["keras.initializers.OrthogonalInitializer"] = "Initializers.Orthogonal",
        ["keras.layers.AvgPool1D"] = "Layers.AveragePooling1D",
        ["keras.layers.MaxPool1D"] = "Layers.MaxPooling1D",
        ["keras.layers.GlobalAvgPool1D"] = "Layers.GlobalAveragePooling1D",
        ["keras.layers.GlobalMaxPool1D"] = "Layers.GlobalMaxPooling1D",
        ["keras.layers.Convolution1D"] = "Layers.Conv1D",
        ["keras.layers.Convolution1DTranspose"] = "Layers.Conv1DTranspose",
        ["keras.layers.SeparableConvolution1D"] = "Layers.SeparableConv1D",
        ["keras.layers.AvgPool2D"] = "Layers.AveragePooling2D",
        ["keras.layers.MaxPool2D"] = "Layers.MaxPooling2D",
        ["keras.layers.GlobalAvgPool2D"] = "Layers.GlobalAveragePooling2D",
        ["keras.layers.GlobalMaxPool2D"] = "Layers.GlobalMaxPooling2D",
        ["keras.layers.Convolution2D"] = "Layers.Conv2D",
        ["keras.layers.Convolution2DTranspose"] = "Layers.Conv2DTranspose",
        ["keras.layers.SeparableConvolution2D"] = "Layers.SeparableConv2D",
        ["keras.layers.AvgPool3D"] = "Layers.AveragePooling3D",
        ["keras.layers.MaxPool3D"] = "Layers.MaxPooling3D",
        ["keras.layers.GlobalAvgPool3D"] = "Layers.GlobalAveragePooling3D",
        ["keras.layers.GlobalMaxPool3D"] = "Layers.GlobalMaxPooling3D",
        ["keras.layers.Convolution3D"] = "Layers.Conv3D",
        ["keras.layers.Convolution3DTranspose"] = "Layers.Conv3DTranspose",
        ["keras.layers.InputLayer"] = "Layers.Input",
        ["keras.layers.Input"] = "Layers.Input",
        ["keras.layers.deserialize"] = "Layers.Layer.FromJson",
        ["keras.layers.serialize"] = "Layers.Layer.ToJson",
        ["keras.models.clone_model"] = "Model.Clone",
        ["keras.models.load_model"] = "Model.Load",
        ["keras.models.model_from_json"] = "Model.FromJson",
        ["keras.models.save_model"] = "Model.Save",
        ["keras.saving.load_model"] = "Model.Load",
        ["keras.saving.save_model"] = "Model.Save",
        ["keras.saving.load_weights"] = "Model.LoadWeights",
        ["keras.saving.save_weights"] = "Model.SaveWeights",
        ["keras.saving.serialize_keras_object"] = "KerasSaveable.Serialize",
        ["keras.saving.deserialize_keras_object"] = "KerasObject.FromJson",
        ["keras.utils.serialize_keras_object"] = "KerasSaveable.Serialize",
        ["keras.utils.deserialize_keras_object"] = "KerasObject.FromJson",
        ["keras.utils.PyDataset"] = "Data.Dataset.FromLoader",
        ["keras.utils.Sequence"] = "Data.Dataset.FromLoader",
        ["keras.utils.set_random_seed"] = "RandomSeed.Set",
        ["keras.preprocessing.timeseries_dataset_from_array"] = "Data.Dataset.FromTimeSeries",
        ["keras.utils.get_file"] = "Data.Downloads.GetFile",
        ["keras.utils.normalize"] = "Ops.Normalize",
        ["keras.utils.pad_sequences"] = "Data.Sequences.Pad",
        ["keras.utils.split_dataset"] = "Data.Dataset.Split",
        ["keras.utils.timeseries_dataset_from_array"] = "Data.Dataset.FromTimeSeries",
        ["keras.utils.to_categorical"] = "Data.Labels.ToCategorical",
        ["keras.utils.standardize_dtype"] = "DType.op_Implicit",
        ["keras.utils.pack_x_y_sample_weight"] = "Batch",
        ["keras.utils.unpack_x_y_sample_weight"] = "Batch",
    };

    /// <summary>The counterpart, or null if there is none.</summary>
    public static Counterpart? Find(KerasName name)
    {
        if (Spelled.TryGetValue(name.Name, out string? spelled)) return Counterpart.Spelled(spelled);
        return name.IsClass ? Class(name) : Function(name);
    }

    private static Counterpart? Class(KerasName name)
    {
        string pascal = char.IsLower(name.Last[0]) ? Pascal(name.Last) : name.Last;
        return Space(name.Module) is { } space && Counterpart.FindType(pascal, space) is { } type ? Counterpart.OfClass(type) : null;
    }

    private static Counterpart? Function(KerasName name) => name.Module switch
    {
        "keras.activations" => Counterpart.OfMethod(typeof(Ops), Pascal(name.Last)),
        "keras.random" => Counterpart.OfMethod(typeof(RandomOps), Pascal(name.Last)),
        "keras.layers" => Counterpart.FindType(Pascal(name.Last), "Layers") is { } layer ? Counterpart.OfCall(layer, "Call") : null,
        "keras.losses" => Counterpart.OfMethod(typeof(LossFunctions), Pascal(name.Last)),
        "keras.metrics" => Counterpart.OfMethod(typeof(MetricFunctions), Pascal(name.Last)) ?? Counterpart.OfMethod(typeof(LossFunctions), Pascal(name.Last)),
        "keras.ops.image" => Counterpart.OfMethod(typeof(ImageOps), Pascal(name.Last)),
        var module when module == "keras.ops" || module.StartsWith("keras.ops.", StringComparison.Ordinal) =>
            Counterpart.OfMethod(typeof(Ops), Pascal(name.Last)),
        _ => null,
    };

    private static string? Space(string module) => module switch
    {
        "keras" or "keras.models" or "keras.random" => "Cornea",
        "keras.layers" => "Layers",
        "keras.losses" => "Losses",
        "keras.metrics" => "Metrics",
        "keras.optimizers" or "keras.optimizers.schedules" or "keras.mixed_precision" => "Optimizers",
        "keras.initializers" => "Initializers",
        "keras.regularizers" => "Regularizers",
        "keras.constraints" => "Constraints",
        "keras.callbacks" => "Callbacks",
        _ => null,
    };

    internal static string Pascal(string snake) => string.Concat(snake.Split('_').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
