using System.Globalization;
using System.IO.Compression;
using System.Text;
using Cornea.Files;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Configs of few bytes that ask for much, and long ones that are legal.</summary>
public sealed class HostileConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Dense", "\"units\": 2000000000")]
    [InlineData("Embedding", "\"input_dim\": 2000000000, \"output_dim\": 64")]
    [InlineData("EinsumDense", "\"equation\": \"ab,bc->ac\", \"output_shape\": 2000000000")]
    public void Weights_without_end_are_refused(string layer, string settings)
    {
        long before = Storage.AllocatedBytes;
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Model.FromJson(Sequence($$$$"""{"class_name": "{{{{layer}}}}", "config": {"name": "l", {{{{settings}}}}}}""")));
        Assert.Contains("weight", error.Message, StringComparison.Ordinal);
        Assert.InRange(Storage.AllocatedBytes - before, 0, 1L << 30);
    }

    [Fact]
    public void Windows_without_end_are_refused_and_many_made_once()
    {
        string pooling = """{"class_name": "Reshape", "config": {"name": "r", "target_shape": [4, 1]}}, {"class_name": "AdaptiveAveragePooling1D", "config": {"name": "p", "output_size": SIZE}}""";
        Assert.Contains("outputSize", Assert.Throws<InvalidDataException>(() => Model.FromJson(Sequence(pooling.Replace("SIZE", "2147483647", StringComparison.Ordinal)))).Message, StringComparison.Ordinal);
        Model model = Model.FromJson(Sequence(pooling.Replace("SIZE", "1000000", StringComparison.Ordinal)));
        float[] values = model.Predict(Tensor.From(new float[,] { { 1, 2, 4, 8 } })).ToArray<float>();
        Assert.Equal((1_000_000, 1f, 1f, 2f, 8f), (values.Length, values[0], values[249_999], values[250_000], values[^1]));
        model = Model.FromJson(Sequence(pooling.Replace("SIZE", "6", StringComparison.Ordinal)));
        Assert.Equal([1f, 1.5f, 2f, 4f, 6f, 8f], model.Predict(Tensor.From(new float[,] { { 1, 2, 4, 8 } })).ToArray<float>());
    }

    [Fact]
    public void Models_in_models_that_call_each_other_are_refused()
    {
        // Eight models in each other, each called eight times: 16 million calls.
        string inner = """{"class_name": "ReLU", "name": "m", "config": {"name": "m"}, "inbound_nodes": [NODES]}""";
        for (int level = 1; level <= 8; level++) inner = Nested(inner, $"d{level}");
        string json = inner.Replace(""", "inbound_nodes": [NODES]""", "", StringComparison.Ordinal);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Model.FromJson(json));
        Assert.Contains("calls its layers more than", error.Message, StringComparison.Ordinal);

        static string Nested(string layer, string name)
        {
            string nodes = string.Join(", ", Enumerable.Range(0, 8).Select(call =>
                $$$$"""{"args": [{"class_name": "__keras_tensor__", "config": {"shape": [null, 4], "dtype": "float32", "keras_history": ["{{{{(call == 0 ? "in" : NameOf(layer))}}}}", {{{{Math.Max(0, call - 1)}}}}, 0]}}], "kwargs": {}}"""));
            string input = """{"class_name": "InputLayer", "name": "in", "config": {"batch_shape": [null, 4], "name": "in"}, "inbound_nodes": []}""";
            return $$$$"""{"class_name": "Functional", "name": "{{{{name}}}}", "config": {"name": "{{{{name}}}}", "layers": [{{{{input}}}}, {{{{layer.Replace("NODES", nodes, StringComparison.Ordinal)}}}}], "input_layers": ["in", 0, 0], "output_layers": ["{{{{NameOf(layer)}}}}", 7, 0]}, "inbound_nodes": [NODES]}""";
        }

        static string NameOf(string layer) => layer.StartsWith("{\"class_name\": \"ReLU\"", StringComparison.Ordinal) ? "m" : layer.Split("\"name\": \"")[1].Split('"')[0];
    }

    [Fact]
    public void Many_layers_are_read_in_a_row()
    {
        var layers = new StringBuilder();
        for (int index = 0; index < 5000; index++) layers.Append(CultureInfo.InvariantCulture, $$$$"""{{{{(index == 0 ? "" : ", ")}}}}{"class_name": "Identity", "config": {"name": "i{{{{index}}}}"}}""");
        Assert.Equal(5000, Model.FromJson(Sequence(layers.ToString())).Layers.Count);
    }

    [Fact]
    public void Many_calls_are_read_in_any_order()
    {
        // Each layer is called on the one that stands after it: what goes through the list once a call would take for ever.
        const int Count = 5000;
        var layers = new StringBuilder("""{"class_name": "InputLayer", "name": "in", "config": {"batch_shape": [null, 4], "name": "in"}, "inbound_nodes": []}""");
        for (int index = 0; index < Count; index++)
        {
            string source = index == Count - 1 ? "in" : $"i{index + 1}";
            layers.Append(CultureInfo.InvariantCulture, $$$$""", {"class_name": "Identity", "name": "i{{{{index}}}}", "config": {"name": "i{{{{index}}}}"}, "inbound_nodes": [{"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["{{{{source}}}}", 0, 0]}}], "kwargs": {}}]}""");
        }

        Model model = Model.FromJson($$$$"""{"class_name": "Functional", "config": {"name": "f", "layers": [{{{{layers}}}}], "input_layers": ["in", 0, 0], "output_layers": ["i0", 0, 0]}}""");
        Assert.Equal(Count + 1, model.Layers.Count);
        Assert.Equal($"i{Count - 1}", model.Layers[1].Name);
        Assert.Equal(Count + 1, Model.FromJson(model.ToJsonText()).Layers.Count);
    }

    [Theory]
    [InlineData("AUC", "\"num_thresholds\": 100000000")]
    [InlineData("PrecisionAtRecall", "\"recall\": 0.5, \"num_thresholds\": 100000000")]
    [InlineData("MeanIoU", "\"num_classes\": 100000")]
    [InlineData("OneHotMeanIoU", "\"num_classes\": 2000000000")]
    [InlineData("IoU", "\"num_classes\": 100000, \"target_class_ids\": [0]")]
    public void Metrics_without_end_are_refused(string metric, string settings)
    {
        string config = Sequence("""{"class_name": "ReLU", "config": {"name": "l"}}""");
        string compile = $$$"""{"optimizer": {"class_name": "Adam", "config": {}}, "loss": "mse", "metrics": [{"class_name": "{{{metric}}}", "config": {{{{settings}}}}}]}""";
        Refused(config[..^1] + $", \"compile_config\": {compile}}}", "allowed for what is really stored");
    }

    [Fact]
    public void A_list_of_millions_is_refused_before_it_is_parsed() =>
        Refused($$$$"""{"class_name": "Sequential", "config": {"name": "s", "layers": [{{{{string.Join(",", Enumerable.Repeat("0", 4_000_000))}}}}]}}""", "JSON takes");

    [Fact]
    public void A_text_without_end_is_refused_before_it_is_unpacked() => Refused($$$$"""{"class_name": "{{{{new string('x', 60_000_000)}}}}"}""", "allowed for");

    [Fact]
    public void A_long_name_is_cut_in_messages()
    {
        string name = new('x', 1_000_000);
        Assert.InRange(Message(Sequence($$$$"""{"class_name": "{{{{name}}}}", "config": {"name": "l"}}""")).Length, 1, 1000);
        Assert.InRange(Message(Sequence($$$$"""{"class_name": "Dense", "config": {"name": "{{{{name}}}}", "units": -1}}""")).Length, 1, 10_000);
        Assert.InRange(Message(Sequence($$$$"""{"class_name": "Dense", "config": {"name": "l", "units": "{{{{name}}}}"}}""")).Length, 1, 1000);

        static string Message(string json) => Assert.Throws<InvalidDataException>(() => Model.FromJson(json)).Message;
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"class_name": "Dense", "config": {"units": 1}}""")]
    [InlineData("""{"class_name": "Sequential", "config": {"layers": [null]}}""")]
    [InlineData("""{"class_name": "Sequential", "config": {"name": "s", "layers": [], "name": "t"}}""")]
    [InlineData("""{"class_name": "Functional", "config": {"name": "f", "layers": [{"class_name": "InputLayer", "config": {"batch_shape": []}}], "input_layers": [], "output_layers": []}}""")]
    public void Texts_that_are_no_model_are_invalid_data(string json) => Assert.Throws<InvalidDataException>(() => Model.FromJson(json));

    private static string Sequence(string layers) =>
        $$$$"""{"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "InputLayer", "config": {"batch_shape": [null, 4], "name": "in"}}, {{{{layers}}}}]}}""";

    // Packs a config into a model's file, compressed; it is refused without much memory taken.
    private void Refused(string config, string message)
    {
        string path = _folder.File("m.keras");
        new Sequential { new Input(4), new ReLU() }.Save(path);
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            archive.GetEntry("config.json")!.Delete();
            using Stream entry = archive.CreateEntry("config.json", CompressionLevel.Fastest).Open();
            entry.Write(Encoding.UTF8.GetBytes(config));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Model.Load(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }
}
