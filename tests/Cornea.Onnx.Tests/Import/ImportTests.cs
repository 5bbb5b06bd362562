namespace Cornea.Onnx.Tests;

public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EfficientNet_gives_its_reference_and_has_no_transpose()
    {
        string path = Path.Combine(Repository.Folder, "..", "shared", "data", "efficientnet_lite0", "efficientnet_lite0.onnx");
        Assert.SkipUnless(File.Exists(path), "The shared data aren't beside the repository.");
        Model model = Onnx.Import(path);
        Assert.Equal(0, TransposeCount.Of(model));
        Tensor x = Tensor.From([.. Enumerable.Range(0, 2 * 224 * 224 * 3).Select(index => MathF.Sin(index * 0.37f))], [2, 224, 224, 3]);
        RuntimeModel.AssertClose("EfficientNet-Lite0", RuntimeModel.Run(path, x.Transpose(0, 3, 1, 2))[0], model.Call(x, training: false));

    }

    [Theory]
    [InlineData("torch_mlp")]
    [InlineData("torch_resnetish")]
    public void Small_networks_have_no_transpose_and_learn(string name)
    {
        Model model = Onnx.Import(Golden(name));
        Assert.Equal(0, TransposeCount.Of(model));
        Tensor x = Ops.Full([2, .. model.InputShape[1..]], 0.5);
        Tensor before = model.Call(x, training: false);
        float[] old = before.ToArray<float>();
        model.Compile("sgd", "mse");
        model.TrainOnBatch(x, Ops.Zeros(before.Shape));
        Assert.NotEqual(old, model.Call(x, training: false).ToArray<float>());
    }

    private string Golden(string name)
    {
        using System.IO.Compression.ZipArchive archive = System.IO.Compression.ZipFile.OpenRead(Path.Combine(Repository.Folder, "tests", "Goldens", "onnx", name + ".npz"));
        string path = _folder.File(name + ".onnx");
        using Stream from = archive.GetEntry("model.onnx")!.Open();
        using FileStream to = File.Create(path);
        from.CopyTo(to);
        return path;
    }
}
