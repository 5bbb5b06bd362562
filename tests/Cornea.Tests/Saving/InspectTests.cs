using System.IO.Compression;
using System.Text.Json.Nodes;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>What a model's file has is told without loading it, and all that isn't supported at once.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("m.keras")]
    [InlineData("m.h5")]
    [InlineData("model.json")]
    public void LayersAreCountedByClassInsideOfOthersToo(string name)
    {
        var inner = new Sequential("inner") { new Input(8), new Dense(4, name: "a"), new ReLU() };
        Tensor x = new Input([8], name: "x");
        Tensor sequence = new Reshape((2, 4)).Call(new Dense(8, name: "b").Call(x));
        Tensor y = new Concatenate().Call([inner.Call(x), new Bidirectional(new LSTM(3, name: "rnn")).Call(sequence)]);
        var model = new Model(x, new Dense(2, name: "c").Call(y));
        model.Save(_folder.File(name));

        IReadOnlyList<LayerUse> found = Model.Inspect(_folder.File(name));

        Assert.All(found, use => Assert.True(use.IsSupported, use.ClassName));
        Assert.Equal(3, found.Single(use => use.ClassName == "Dense").Count);
        Assert.Equal(["a", "b", "c"], found.Single(use => use.ClassName == "Dense").Layers.Order());
        Assert.Contains(found, use => use.ClassName == "LSTM");
        Assert.Equal(1, found.Single(use => use.ClassName == "Bidirectional").Count);
    }

    [Fact]
    public void AllThatIsntSupportedIsNamedThoughLoadingStopsAtTheFirst()
    {
        string path = _folder.File("m.keras");
        new Sequential { new Input(4), new Dense(3, name: "one"), new Dense(3, name: "two"), new Activation("relu") }.Save(path);
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = zip.GetEntry("config.json")!;
            string text;
            using (var reader = new StreamReader(entry.Open())) text = reader.ReadToEnd();
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("config.json").Open());
            writer.Write(text.Replace("\"class_name\": \"Dense\"", "\"class_name\": \"MyDense\"", StringComparison.Ordinal).Replace("\"class_name\": \"Activation\"", "\"class_name\": \"Lambda\"", StringComparison.Ordinal));
        }

        LayerUse[] unknown = [.. Model.Inspect(path).Where(use => !use.IsSupported)];

        Assert.Equal(["Lambda", "MyDense"], unknown.Select(use => use.ClassName).Order());
        Assert.Equal(["one", "two"], unknown.Single(use => use.ClassName == "MyDense").Layers);
        Assert.Throws<InvalidDataException>(() => Model.Load(path));
    }

    [Theory]
    [InlineData("""{"class_name":"Sequential","config":[{"class_name":"Convolution2D","config":{"name":"c"}},{"class_name":"Custom>Strange","config":{"name":"s"}}]}""", "Custom>Strange")]
    [InlineData("""{"class_name":"Model","config":{"layers":[{"class_name":"TFOpLambda","config":{"name":"t","function":"math.add"}},{"class_name":"TFOpLambda","config":{"name":"u","function":"image.resize"}}]}}""", "TFOpLambda image.resize")]
    [InlineData("""{"class_name":"Functional","config":{"layers":[{"class_name":"TimeDistributed","config":{"name":"t","layer":{"class_name":"Own","config":{"name":"o"}}}}]}}""", "Own")]
    public void FilesOfOldKerasAreUnderstood(string json, string unknown) =>
        Assert.Equal([unknown], ConfigInspection.Of(JsonNode.Parse(json)!.AsObject(), "x.h5").Where(use => !use.IsSupported).Select(use => use.ClassName));

    [Fact]
    public void OtherFilesAreRefusedByName()
    {
        File.WriteAllText(_folder.File("x.keras"), "no zip");
        Assert.Throws<InvalidDataException>(() => Model.Inspect(_folder.File("x.keras")));
        Assert.Throws<FileNotFoundException>(() => Model.Inspect(_folder.File("none.keras")));
    }
}
