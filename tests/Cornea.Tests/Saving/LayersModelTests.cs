using System.Text.Json.Nodes;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Files of TensorFlow.js' layers models: they come back as they were, and what is wrong with them is said by name and place.</summary>
public sealed class LayersModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Models => [.. LayersModelSamples.All.Keys];

    private string Path => _folder.File("model.json");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_comes_back_to_the_bit(string name)
    {
        Model model = LayersModelSamples.Filled(name);
        model.Metadata["classes"] = "cat, dog";
        model.Save(Path);
        Model loaded = Model.Load(Path);
        Assert.Equal(model.Name, loaded.Name);
        Assert.Equal("cat, dog", loaded.Metadata["classes"]);
        TensorList inputs = TensorList.Create(LayersModelSamples.InputsOf(model));
        TensorList expected = model.PredictAll(inputs), got = loaded.PredictAll(inputs);
        Assert.Equal(expected.Count, got.Count);
        for (int index = 0; index < expected.Count; index++) Assert.Equal(expected[index].ToArray<float>(), got[index].ToArray<float>());
    }

    [Fact]
    public void Weights_of_more_than_a_file_s_size_lie_in_several()
    {
        var model = new Sequential("big") { new Input(1100), new Dense(1000), new Dense(3) };
        model.Save(Path);
        Assert.Equal(2, Directory.GetFiles(_folder.Path, "group1-shard*of2.bin").Length);
        Tensor x = Ops.Ones([1, 1100]);
        Assert.Equal(model.Predict(x).ToArray<float>(), Model.Load(Path).Predict(x).ToArray<float>());
    }

    [Fact]
    public void Weights_in_fewer_bits_are_a_multiple_of_their_scale()
    {
        var model = new Sequential("q") { new Input(4), new Dense(5, name: "d") };
        float[] kernel = [.. Enumerable.Range(0, 20).Select(index => index - 7f)];
        model.SetWeights([Tensor.From(kernel, [4, 5]), Tensor.From([0.1f, 0.2f, 0.3f, 0.4f, 0.5f], [5])]);
        model.Save(Path);
        LayersModelSamples.Quantize(Path, ["uint8", "float16"]);
        Model loaded = Model.Load(Path);
        float scale = 19 / 255f;
        Assert.Equal([.. kernel.Select(value => (MathF.Round((value + 7) / scale) * scale) - 7)], loaded.Weights[0].Value.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([(float)(Half)0.1f, (float)(Half)0.2f, (float)(Half)0.3f, (float)(Half)0.4f, 0.5f], loaded.Weights[1].Value.ToArray<float>());
    }

    [Fact]
    public void What_TensorFlow_js_lacks_is_refused_all_at_once_and_nothing_is_written()
    {
        Tensor image = new Input([8, 8, 2], name: "i");
        Tensor x = new Conv2D(2, 3, groups: 2, name: "grouped").Call(image);
        x = new UpSampling2D(2, interpolation: "bilinear", name: "smooth").Call(x);
        x = new DepthwiseConv2D(2, dilationRate: 2, name: "dilated").Call(x);
        x = new Dense(3, activation: "hard_sigmoid", name: "hard").Call(x);
        x = new GroupNormalization(1, name: "norm").Call(x) + 1;
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => new Model(image, x).Save(Path));
        foreach (string name in (string[])["'grouped'", "'smooth'", "'dilated'", "'hard'", "'norm'", "Add"]) Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Two_layers_of_one_name_in_models_within_each_other_are_refused()
    {
        var inner = new Sequential("inner") { new Input(3), new Dense(3, name: "d") };
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => new Sequential("outer") { inner, new Dense(2, name: "d") }.Save(Path));
        Assert.Contains("'d'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>TensorFlow.js' hard_sigmoid is Keras 2's; here it has a name of its own, and there again that one.</summary>
    [Fact]
    public void Hard_sigmoid_is_that_of_Keras_2()
    {
        new Sequential("m") { new Input(1), new Dense(1, activation: "keras2_hard_sigmoid", kernelInitializer: "ones", name: "d") }.Save(Path);
        Change(json => Assert.Equal("hard_sigmoid", (string)json["modelTopology"]!["model_config"]!["config"]!["layers"]![1]!["config"]!["activation"]!));
        Assert.Equal(0.7f, Model.Load(Path).Call(Ops.Ones([1, 1])).ToArray<float>()[0], 1e-6f);
    }

    [Theory]
    [InlineData("../secret.bin", "own folder")]
    [InlineData("/etc/hostname", "own folder")]
    [InlineData("a/../../secret.bin", "own folder")]
    [InlineData("link.bin", "leads out")]
    [InlineData("missing.bin", "no such file")]
    [InlineData("", "own folder")]
    public void Weights_lie_in_the_model_s_own_folder(string path, string why)
    {
        Saved();
        using var outside = new TemporaryFolder();
        File.WriteAllBytes(outside.File("secret.bin"), new byte[80]);
        if (!OperatingSystem.IsWindows()) File.CreateSymbolicLink(_folder.File("link.bin"), outside.File("secret.bin"));
        else if (path == "link.bin") Assert.Skip("Windows lets only some users make links.");
        Change(json => json["weightsManifest"]![0]!["paths"]![0] = path);
        AssertRefused(why);
    }

    [Fact]
    public void Sizes_are_held_against_the_files()
    {
        Saved();
        string shard = _folder.File("group1-shard1of1.bin");
        byte[] bytes = File.ReadAllBytes(shard);
        File.WriteAllBytes(shard, bytes[..^1]);
        AssertRefused("'d/bias'", "allowed here");
        File.WriteAllBytes(shard, [.. bytes, 0]);
        AssertRefused("group1-shard1of1.bin", $"{bytes.Length + 1}");
        File.WriteAllBytes(shard, bytes);
        Change(json => json["weightsManifest"]![0]!["weights"]![0]!["shape"] = new JsonArray(2147483647, 2147483647));
        AssertRefused("'d/kernel'", "2147483647");
    }

    [Theory]
    [InlineData("{\"format\": \"graph-model\", \"modelTopology\": {\"node\": []}}", "graph model")]
    [InlineData("{\"class_name\": \"Sequential\", \"config\": {}}", "Model.FromJson")]
    [InlineData("{\"a\": 1}", "'a'")]
    [InlineData("[]", "JSON object")]
    [InlineData("{", "JSON")]
    [InlineData("{\"modelTopology\": {\"model_config\": {}}}", "weightsManifest")]
    [InlineData("{\"modelTopology\": {}, \"weightsManifest\": [{\"paths\": [\"model.json\", \"model.json\"], \"weights\": []}]}", "twice")]
    public void What_is_no_layers_model_is_called_what_it_is(string text, string why)
    {
        File.WriteAllText(Path, text);
        AssertRefused(why);
    }

    [Fact]
    public void Weights_of_another_model_are_listed()
    {
        Saved();
        Change(json => json["weightsManifest"]![0]!["weights"]![0]!["name"] = "other/kernel");
        AssertRefused("'other/kernel'", "'d'");
    }

    private void Saved() => new Sequential("s") { new Input(4), new Dense(4, name: "d") }.Save(Path);

    private void Change(Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path))!;
        change(json);
        File.WriteAllText(Path, json.ToJsonString());
    }

    private void AssertRefused(params string[] words)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Model.Load(Path));
        Assert.StartsWith(Path, error.Message, StringComparison.Ordinal);
        foreach (string word in words) Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }
}
