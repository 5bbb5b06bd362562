using Cornea.Vision;

namespace Cornea.Onnx.Tests;

/// <summary>The known networks, small: in ONNX Runtime, and imported again, what they give here. A minute, for these are the networks that people have.</summary>
public sealed class ApplicationExportTests : IDisposable
{
    private static readonly Dictionary<string, Func<Model>> Networks = new()
    {
        ["VGG16"] = () => Applications.VGG16(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["ResNet50"] = () => Applications.ResNet50(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["ResNet50V2"] = () => Applications.ResNet50V2(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["DenseNet121"] = () => Applications.DenseNet121(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["MobileNet"] = () => Applications.MobileNet(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["MobileNetV2"] = () => Applications.MobileNetV2(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["MobileNetV3Small"] = () => Applications.MobileNetV3Small(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["EfficientNetB0"] = () => Applications.EfficientNetB0(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["EfficientNetV2B0"] = () => Applications.EfficientNetV2B0(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["InceptionV3"] = () => Applications.InceptionV3(includeTop: false, weights: null, inputShape: (75, 75, 3)),
        ["Xception"] = () => Applications.Xception(includeTop: false, weights: null, inputShape: (71, 71, 3)),
        ["NASNetMobile"] = () => Applications.NASNetMobile(includeTop: false, weights: null, inputShape: (32, 32, 3)),
        ["ConvNeXtTiny"] = () => Applications.ConvNeXtTiny(includeTop: false, weights: null, inputShape: (32, 32, 3)),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Networks.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Runs_elsewhere_and_comes_back(string name)
    {
        RandomSeed.Set(1);
        Model model = Networks[name]();
        string path = _folder.File("network.onnx"), again = _folder.File("again.onnx");
        Onnx.Export(model, path);
        Shape shape = [2, .. model.InputShape[1..]];
        Tensor x = Tensor.From([.. Enumerable.Range(0, (int)shape.ElementCount).Select(index => 127 * (1 + MathF.Sin(index * 0.7f)))], shape);
        Tensor y = model.Call(x, training: false);
        RuntimeModel.AssertClose($"{name}, ONNX Runtime", y, RuntimeModel.Run(path, x)[0]);
        Model back = Onnx.Import(path);
        RuntimeModel.AssertClose($"{name}, imported", y, back.Call(x, training: false));
        Assert.Equal(0, TransposeCount.Of(back));
        Assert.Equal(model.InputNames, back.InputNames);
        Onnx.Export(back, again);
        RuntimeModel.AssertClose($"{name}, written again", y, RuntimeModel.Run(again, x)[0]);
    }
}
