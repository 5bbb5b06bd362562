using System.IO.Compression;
using System.Text.Json.Nodes;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Model JSON of Keras 2.0 to 2.15, in the spellings of each time.</summary>
public class LegacyConfigTests
{
    [Fact]
    public void A_sequence_of_Keras_2_0_is_a_list_whose_first_layer_says_the_input_s_shape()
    {
        Model model = Model.FromJson("""
            {"class_name": "Sequential", "keras_version": "2.0.8", "backend": "tensorflow", "config": [
              {"class_name": "Conv2D", "config": {"name": "c", "trainable": true, "batch_input_shape": [null, 8, 8, 3], "dtype": "float32", "filters": 4, "kernel_size": [3, 3],
                "strides": [1, 1], "padding": "valid", "data_format": "channels_last", "dilation_rate": [1, 1], "activation": "relu", "use_bias": true,
                "kernel_initializer": {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": null}},
                "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.01}},
                "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null}},
              {"class_name": "BatchNormalization", "config": {"name": "b", "trainable": true, "axis": -1, "momentum": 0.9, "epsilon": 0.001, "center": true, "scale": true,
                "beta_initializer": {"class_name": "Zeros", "config": {}}, "gamma_initializer": {"class_name": "Ones", "config": {}},
                "moving_mean_initializer": {"class_name": "Zeros", "config": {}}, "moving_variance_initializer": {"class_name": "Ones", "config": {}}}},
              {"class_name": "LeakyReLU", "config": {"name": "l", "trainable": true, "alpha": 0.25}},
              {"class_name": "Flatten", "config": {"name": "f", "trainable": true}},
              {"class_name": "Dropout", "config": {"name": "d", "trainable": true, "rate": 0.5}},
              {"class_name": "Dense", "config": {"name": "o", "trainable": true, "units": 2, "activation": "softmax"}}]}
            """);
        Assert.Equal("(None, 2)", model.OutputShape.ToString());
        Assert.Equal(0.25, Assert.IsType<LeakyReLU>(model.Layers[2]).NegativeSlope);
        Assert.Equal(["c/kernel", "c/bias", "b/gamma", "b/beta", "b/moving_mean", "b/moving_variance", "o/kernel", "o/bias"], model.Weights.Select(weight => weight.Path));
    }

    [Fact]
    public void A_model_of_tf_keras_has_its_calls_as_lists_and_policies_for_dtypes()
    {
        Model model = Model.FromJson("""
            {"class_name": "Model", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 6], "dtype": "float32", "sparse": false, "ragged": false, "name": "a"}, "name": "a", "inbound_nodes": []},
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 6], "dtype": "float32", "sparse": false, "ragged": false, "name": "b"}, "name": "b", "inbound_nodes": []},
              {"class_name": "Dense", "config": {"name": "shared", "trainable": true, "dtype": {"class_name": "Policy", "config": {"name": "float32"}}, "units": 3, "activation": "linear",
                "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null, "dtype": "float32"}}}, "name": "shared",
                "inbound_nodes": [[["a", 0, 0, {}]], [["b", 0, 0, {}]]]},
              {"class_name": "Add", "config": {"name": "sum", "trainable": true, "dtype": "float32"}, "name": "sum", "inbound_nodes": [[["shared", 0, 0, {}], ["shared", 1, 0, {}]]]},
              {"class_name": "ThresholdedReLU", "config": {"name": "t", "theta": 0.5}, "name": "t", "inbound_nodes": [[["sum", 0, 0, {}]]]}],
              "input_layers": [["a", 0, 0], ["b", 0, 0]], "output_layers": [["t", 0, 0]]}, "keras_version": "2.4.0", "backend": "tensorflow"}
            """);
        model.SetWeights([Ops.Ones([6, 3]), Ops.Zeros([3])]);
        Assert.Equal([0f, 0f, 0f], model.Call([Ops.Full([1, 6], 0.01f, DType.Float32), Ops.Full([1, 6], 0.03f, DType.Float32)])[0].ToArray<float>());
        Assert.Equal([1.2f, 1.2f, 1.2f], model.Call([Ops.Full([1, 6], 0.1f, DType.Float32), Ops.Full([1, 6], 0.1f, DType.Float32)])[0].ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_GRU_from_before_reset_after_computes_the_older_form()
    {
        Model model = Model.FromJson("""
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
              {"class_name": "Embedding", "config": {"name": "e", "batch_input_shape": [null, 5], "input_dim": 10, "output_dim": 4, "mask_zero": false, "input_length": 5}},
              {"class_name": "GRU", "config": {"name": "g", "units": 3, "activation": "tanh", "recurrent_activation": "hard_sigmoid", "implementation": 1, "dropout": 0.0}}]}}
            """);
        Assert.Equal([9], model.GetLayer("g").Weights[2].Shape);
        Assert.Equal("(None, 5)", model.InputShape.ToString());
    }

    /// <summary>Before Keras 3 it was 0.2 · x + 0.5; the form of the file says from when it is, or the version that it holds.</summary>
    [Theory]
    [InlineData("", 0.7f)]
    [InlineData("\"module\": \"keras.layers\", \"registered_name\": null, ", 2 / 3f)]
    public void Hard_sigmoid_is_that_of_its_time(string module, float expected)
    {
        string layer = "{" + module + """
            "class_name": "Dense", "config": {"name": "d", "units": 1, "activation": "hard_sigmoid", "kernel_initializer": "ones", "batch_input_shape": [null, 1]}}
            """;
        Model model = Model.FromJson("""{"class_name": "Sequential", "config": {"name": "s", "layers": [""" + layer + "]}}");
        Assert.Equal(expected, model.Call(Ops.Ones([1, 1])).ToArray<float>()[0], 1e-6f);

        JsonNode config = JsonNode.Parse(layer)!;
        LegacyConfig.NameAllActivations(config);
        Assert.Equal("keras2_hard_sigmoid", (string)config["config"]!["activation"]!);
        Assert.True(LegacyConfig.IsOldVersion("2.15.0") && !LegacyConfig.IsOldVersion("3.0.0"));
    }

    /// <summary>Files of Keras 2.12 to 2.15 name their layers' modules, as those of Keras 3 do: the version that stands in them decides.</summary>
    [Theory]
    [InlineData("model.h5")]
    [InlineData("model.keras")]
    public void Hard_sigmoid_is_that_of_the_file_s_version(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name);
        new Sequential("s") { new Input(1), new Dense(1, activation: "hard_sigmoid", kernelInitializer: "ones", name: "d") }.Save(path);
        Assert.Equal(2 / 3f, Model.Load(path).Call(Ops.Ones([1, 1])).ToArray<float>()[0], 1e-6f);
        if (name.EndsWith(".keras", StringComparison.Ordinal))
        {
            using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
            archive.GetEntry("metadata.json")!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("metadata.json", CompressionLevel.NoCompression).Open());
            writer.Write("""{"keras_version": "2.15.0"}""");
        }
        else
        {
            byte[] file = File.ReadAllBytes(path);
            int place = file.AsSpan().IndexOf("3.15.1"u8);
            "2.15.0"u8.CopyTo(file.AsSpan(place));
            File.WriteAllBytes(path, file);
        }

        Assert.Equal(0.7f, Model.Load(path).Call(Ops.Ones([1, 1])).ToArray<float>()[0], 1e-6f);
    }

    [Fact]
    public void TensorFlow_s_operations_are_Keras_own_where_there_is_one()
    {
        Model model = Model.FromJson("""
            {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "dtype": "float32", "name": "x"}, "name": "x", "inbound_nodes": []},
              {"class_name": "TFOpLambda", "config": {"name": "tf.math.multiply", "trainable": true, "dtype": "float32", "function": "math.multiply"}, "name": "tf.math.multiply",
                "inbound_nodes": [["x", 0, 0, {"y": 2.0, "name": null}]]},
              {"class_name": "TFOpLambda", "config": {"name": "tf.__operators__.add", "trainable": true, "dtype": "float32", "function": "__operators__.add"}, "name": "tf.__operators__.add",
                "inbound_nodes": [["tf.math.multiply", 0, 0, {"y": ["x", 0, 0], "name": null}]]},
              {"class_name": "SlicingOpLambda", "config": {"name": "tf.__operators__.getitem", "trainable": true, "dtype": "float32", "function": "__operators__.getitem"}, "name": "tf.__operators__.getitem",
                "inbound_nodes": [["tf.__operators__.add", 0, 0, {"slice_spec": [{"start": null, "stop": null, "step": null}, {"start": 1, "stop": 3, "step": null}]}]]},
              {"class_name": "TFOpLambda", "config": {"name": "tf.concat", "trainable": true, "dtype": "float32", "function": "concat"}, "name": "tf.concat",
                "inbound_nodes": [[["tf.__operators__.getitem", 0, 0, {"axis": 1}], ["x", 0, 0, {"axis": 1}]]]},
              {"class_name": "TensorFlowOpLayer", "config": {"name": "AddV2", "trainable": true, "dtype": "float32", "node_def": "{\"name\": \"AddV2\", \"op\": \"AddV2\", \"input\": [\"x\", \"y\"]}", "constants": {"1": 0.5}},
                "name": "AddV2", "inbound_nodes": [[["tf.concat", 0, 0, {}]]]},
              {"class_name": "TFOpLambda", "config": {"name": "tf.math.reduce_mean", "trainable": true, "dtype": "float32", "function": "math.reduce_mean"}, "name": "tf.math.reduce_mean",
                "inbound_nodes": [["AddV2", 0, 0, {"axis": 1, "keepdims": true}]]}],
              "input_layers": [["x", 0, 0]], "output_layers": [["AddV2", 0, 0], ["tf.math.reduce_mean", 0, 0]]}, "keras_version": "2.9.0", "backend": "tensorflow"}
            """);
        TensorList outputs = model.Call([Tensor.From([1f, 2, 3, 4], [1, 4])], training: false);
        Assert.Equal([6.5f, 9.5f, 1.5f, 2.5f, 3.5f, 4.5f], outputs[0].ToArray<float>());
        Assert.Equal([28f / 6], outputs[1].ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void What_has_no_counterpart_is_refused_by_name()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Model.FromJson("""
            {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 4], "name": "x"}, "name": "x", "inbound_nodes": []},
              {"class_name": "TFOpLambda", "config": {"name": "odd", "function": "raw_ops.Unheard"}, "name": "odd", "inbound_nodes": [["x", 0, 0, {}]]}],
              "input_layers": [["x", 0, 0]], "output_layers": [["odd", 0, 0]]}}
            """));
        Assert.Contains("'odd'", error.Message, StringComparison.Ordinal);
        Assert.Contains("raw_ops.Unheard", error.Message, StringComparison.Ordinal);
    }
}
