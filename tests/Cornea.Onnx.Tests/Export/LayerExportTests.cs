using Cornea.Layers;
using Cornea.Tests.Layers;

namespace Cornea.Onnx.Tests;

/// <summary>Each layer, written to a file, gives in ONNX Runtime what it gives here; and again when the file is imported.</summary>
public sealed class LayerExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. LayerCases.All.Keys.Order()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_elsewhere_with_the_same_outputs(string name)
    {
        (Func<Layer> make, Shape[] shapes) = LayerCases.All[name];
        Tensor[] inputs = [.. shapes.Select(shape => (Tensor)new Input(shape))];
        Layer layer = make();
        var model = new Model(TensorList.Create(inputs), layer.Call(TensorList.Create(inputs)));
        Tensor[] x = [.. shapes.Select((shape, index) => Values([3, .. shape], index, name))];
        string path = _folder.File("layer.onnx");
        Onnx.Export(model, path);
        TensorList expected = model.Call(TensorList.Create(x), training: false);
        Tensor[] elsewhere = RuntimeModel.Run(path, x);
        Assert.Equal(expected.Count, elsewhere.Length);
        for (int index = 0; index < elsewhere.Length; index++) RuntimeModel.AssertClose($"{name}, ONNX Runtime", expected[index], elsewhere[index]);

        TensorList back = Onnx.Import(path, keepLayout: true).Call(TensorList.Create(x), training: false);
        for (int index = 0; index < elsewhere.Length; index++) RuntimeModel.AssertClose($"{name}, imported", expected[index], back[index]);
    }

    [Fact]
    public void What_has_no_form_is_refused_by_name_before_anything_is_written()
    {
        Tensor x = new Input(3, 3, name: "matrix");
        var model = new Model(x, Ops.CumProd(Ops.Inv(x), 1));
        string path = _folder.File("refused.onnx");
        string message = Assert.Throws<NotSupportedException>(() => Onnx.Export(model, path)).Message;
        Assert.Contains("Solve", message, StringComparison.Ordinal);
        Assert.Contains("running products", message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Names_are_kept_and_the_batch_stays_open()
    {
        Tensor x = new Input(8, 8, 3, name: "image");
        var model = new Model(x, new Dense(2, name: "scores").Call(new Flatten(name: "flat").Call(new Conv2D(4, 3, name: "first").Call(x))));
        string path = _folder.File("named.onnx");
        Onnx.Export(model, path);
        ModelProto file = ModelProto.Read(path);
        Assert.Equal(17, file.Opset);
        Assert.Equal("image", Assert.Single(file.Graph!.Inputs).Name);
        Assert.Superset(new HashSet<string> { "first/kernel", "first/bias", "scores/kernel", "scores/bias" }, file.Graph.Initializers.Select(array => array.Name).ToHashSet());
        foreach (int count in new[] { 1, 5 }) Assert.Equal(new Shape(count, 2), RuntimeModel.Run(path, Ops.Zeros([count, 8, 8, 3]))[0].Shape);
    }

    private static Tensor Values(Shape shape, int salt, string name)
    {
        bool isCounted = name.StartsWith("Embedding", StringComparison.Ordinal) || name.StartsWith("CategoryEncoding", StringComparison.Ordinal);
        float[] values = [.. Enumerable.Range(0, (int)shape.ElementCount).Select(index => isCounted ? (index * 7 + salt) % 3 : MathF.Sin((index * 1.7f) + salt))];
        return Tensor.From(values, shape);
    }
}
