using Builder = System.Func<Cornea.Model>;

namespace Cornea.Vision.Tests;

/// <summary>The smallest network of each family is saved, loaded and cloned, and computes the same bits.</summary>
public sealed class ApplicationSavingTests
{
    private static readonly Dictionary<string, Builder> Families = new()
    {
        ["VGG"] = () => Applications.VGG16(includeTop: false, weights: null, inputShape: (32, 32, 3), pooling: "avg"),
        ["ResNet"] = () => Applications.ResNet50(weights: null, inputShape: (32, 32, 3), classes: 3),
        ["ResNetV2"] = () => Applications.ResNet50V2(weights: null, inputShape: (32, 32, 3), classes: 3),
        ["ResNet18"] = () => Applications.ResNet18(weights: null, inputShape: (32, 32, 3), classes: 3),
        ["ResNet20"] = () => Applications.ResNet20(weights: null, inputShape: (16, 16, 3)),
        ["InceptionV3"] = () => Applications.InceptionV3(weights: null, inputShape: (75, 75, 3), classes: 3),
        ["InceptionResNetV2"] = () => Applications.InceptionResNetV2(weights: null, inputShape: (75, 75, 3), classes: 3),
        ["Xception"] = () => Applications.Xception(weights: null, inputShape: (71, 71, 3), classes: 3),
        ["DenseNet"] = () => Applications.DenseNet121(weights: null, inputShape: (32, 32, 3), classes: 3),
        ["MobileNet"] = () => Applications.MobileNet(weights: null, inputShape: (32, 32, 3), alpha: 0.25, classes: 3),
        ["MobileNetV2"] = () => Applications.MobileNetV2(weights: null, inputShape: (32, 32, 3), alpha: 0.35, classes: 3),
        ["MobileNetV3Small"] = () => Applications.MobileNetV3Small(weights: null, inputShape: (32, 32, 3), alpha: 0.35, classes: 3),
        ["MobileNetV3Large"] = () => Applications.MobileNetV3Large(weights: null, inputShape: (32, 32, 3), alpha: 0.35, minimalistic: true, classes: 3),
        ["NASNet"] = () => Applications.NASNetMobile(weights: null, inputShape: (32, 32, 3), classes: 3),
        ["EfficientNet"] = () => Applications.EfficientNetB0(weights: null, inputShape: (32, 32, 3), classes: 3),
        ["EfficientNetLite"] = () => Applications.EfficientNetLite0(inputShape: (32, 32, 3), includeTop: false),
        ["EfficientNetV2"] = () => Applications.EfficientNetV2B0(weights: null, inputShape: (32, 32, 3), classes: 3),
        ["ConvNeXt"] = () => Applications.ConvNeXtTiny(weights: null, inputShape: (32, 32, 3), classes: 3),
    };

    public static TheoryData<string> Names => [.. Families.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void SavedLoadedAndClonedItIsTheSame(string family)
    {
        using var folder = new TemporaryFolder();
        Model model = Families[family]();
        Shape image = model.InputShape[1..];
        Tensor x = RandomOps.Uniform([2, .. image], seed: 3);
        float[] expected = model.Predict(x, verbose: 0).ToArray<float>();
        Assert.DoesNotContain(expected, value => !float.IsFinite(value));

        model.Save(folder.File("model.keras"));
        Model loaded = Model.Load(folder.File("model.keras")), clone = model.Clone();
        clone.SetWeights(model.GetWeights());

        Assert.Equal(model.ToJsonText(), loaded.ToJsonText());
        Assert.Equal(expected, loaded.Predict(x, verbose: 0).ToArray<float>());
        Assert.Equal(expected, clone.Predict(x, verbose: 0).ToArray<float>());
    }
}
