using Cornea.Layers;

namespace Cornea.Onnx.Tests;

/// <summary>Models too large for one file: their weights lie in a file beside. Here a small one, as if files ended at a few bytes.</summary>
public sealed class WeightsBesideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Large_weights_go_beside_and_come_back()
    {
        RandomSeed.Set(3);
        var input = new Input(6, 7, 3);
        Tensor y = new Dense(5).Call(new GlobalAveragePooling2D().Call(new Conv2D(32, 3).Call(new Conv2D(64, 3, padding: "same").Call(input))));
        var model = new Model(input, y);
        string path = _folder.File("large.onnx");
        ModelExport.Write(model, path, opset: 17, largest: 4096);

        long weights = new FileInfo(path + ".data").Length;
        Assert.True(weights >= 4L * 3 * 3 * 64 * 32 && new FileInfo(path).Length < 8192, $"{weights:N0} and {new FileInfo(path).Length:N0} bytes");
        Tensor x = Tensor.From([.. Enumerable.Range(0, 2 * 6 * 7 * 3).Select(index => MathF.Sin(index))], [2, 6, 7, 3]);
        Tensor expected = model.Call(x, training: false);
        RuntimeModel.AssertClose("ONNX Runtime", expected, RuntimeModel.Run(path, x)[0]);
        RuntimeModel.AssertClose("here", expected, Onnx.Import(path).Call(x, training: false));
    }

    [Fact]
    public void A_small_model_is_one_file()
    {
        var input = new Input(4);
        Onnx.Export(new Model(input, new Dense(3).Call(input)), _folder.File("small.onnx"));
        Assert.False(File.Exists(_folder.File("small.onnx.data")));
    }

    [Fact]
    public void Weights_that_are_missing_are_named()
    {
        var input = new Input(40);
        string path = _folder.File("missing.onnx");
        ModelExport.Write(new Model(input, new Dense(30).Call(input)), path, opset: 17, largest: 100);
        File.Delete(path + ".data");
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Onnx.Import(path));
        Assert.Contains("missing.onnx.data", error.Message, StringComparison.Ordinal);
    }
}
