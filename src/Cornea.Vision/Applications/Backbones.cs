namespace Cornea.Vision;

/// <summary>The applications by name, as features for networks that stand on them.</summary>
internal static class Backbones
{
    private static readonly Dictionary<string, Func<Shape, string?, Model>> Table = new()
    {
        ["vgg16"] = (shape, weights) => Applications.VGG16(false, weights, inputShape: shape),
        ["vgg19"] = (shape, weights) => Applications.VGG19(false, weights, inputShape: shape),
        ["resnet18"] = (shape, weights) => Applications.ResNet18(false, weights, inputShape: shape),
        ["resnet34"] = (shape, weights) => Applications.ResNet34(false, weights, inputShape: shape),
        ["resnet50"] = (shape, weights) => Applications.ResNet50(false, weights, inputShape: shape),
        ["resnet101"] = (shape, weights) => Applications.ResNet101(false, weights, inputShape: shape),
        ["resnet152"] = (shape, weights) => Applications.ResNet152(false, weights, inputShape: shape),
        ["resnet50v2"] = (shape, weights) => Applications.ResNet50V2(false, weights, inputShape: shape),
        ["resnet101v2"] = (shape, weights) => Applications.ResNet101V2(false, weights, inputShape: shape),
        ["resnet152v2"] = (shape, weights) => Applications.ResNet152V2(false, weights, inputShape: shape),
        ["inceptionv3"] = (shape, weights) => Applications.InceptionV3(false, weights, inputShape: shape),
        ["inceptionresnetv2"] = (shape, weights) => Applications.InceptionResNetV2(false, weights, inputShape: shape),
        ["xception"] = (shape, weights) => Applications.Xception(false, weights, inputShape: shape),
        ["mobilenet"] = (shape, weights) => Applications.MobileNet(shape, includeTop: false, weights: weights),
        ["mobilenetv2"] = (shape, weights) => Applications.MobileNetV2(shape, includeTop: false, weights: weights),
        ["mobilenetv3small"] = (shape, weights) => Applications.MobileNetV3Small(shape, includeTop: false, weights: weights),
        ["mobilenetv3large"] = (shape, weights) => Applications.MobileNetV3Large(shape, includeTop: false, weights: weights),
        ["densenet121"] = (shape, weights) => Applications.DenseNet121(false, weights, inputShape: shape),
        ["densenet169"] = (shape, weights) => Applications.DenseNet169(false, weights, inputShape: shape),
        ["densenet201"] = (shape, weights) => Applications.DenseNet201(false, weights, inputShape: shape),
        ["nasnetmobile"] = (shape, weights) => Applications.NASNetMobile(shape, false, weights),
        ["nasnetlarge"] = (shape, weights) => Applications.NASNetLarge(shape, false, weights),
        ["efficientnetlite0"] = (shape, weights) => Applications.EfficientNetLite0(false, weights, inputShape: shape),
        ["efficientnetb0"] = (shape, weights) => Applications.EfficientNetB0(false, weights, inputShape: shape),
        ["efficientnetb1"] = (shape, weights) => Applications.EfficientNetB1(false, weights, inputShape: shape),
        ["efficientnetb2"] = (shape, weights) => Applications.EfficientNetB2(false, weights, inputShape: shape),
        ["efficientnetb3"] = (shape, weights) => Applications.EfficientNetB3(false, weights, inputShape: shape),
        ["efficientnetb4"] = (shape, weights) => Applications.EfficientNetB4(false, weights, inputShape: shape),
        ["efficientnetb5"] = (shape, weights) => Applications.EfficientNetB5(false, weights, inputShape: shape),
        ["efficientnetb6"] = (shape, weights) => Applications.EfficientNetB6(false, weights, inputShape: shape),
        ["efficientnetb7"] = (shape, weights) => Applications.EfficientNetB7(false, weights, inputShape: shape),
        ["efficientnetv2b0"] = (shape, weights) => Applications.EfficientNetV2B0(false, weights, inputShape: shape),
        ["efficientnetv2b1"] = (shape, weights) => Applications.EfficientNetV2B1(false, weights, inputShape: shape),
        ["efficientnetv2b2"] = (shape, weights) => Applications.EfficientNetV2B2(false, weights, inputShape: shape),
        ["efficientnetv2b3"] = (shape, weights) => Applications.EfficientNetV2B3(false, weights, inputShape: shape),
        ["efficientnetv2s"] = (shape, weights) => Applications.EfficientNetV2S(false, weights, inputShape: shape),
        ["efficientnetv2m"] = (shape, weights) => Applications.EfficientNetV2M(false, weights, inputShape: shape),
        ["efficientnetv2l"] = (shape, weights) => Applications.EfficientNetV2L(false, weights, inputShape: shape),
        ["convnexttiny"] = (shape, weights) => Applications.ConvNeXtTiny(false, weights: weights, inputShape: shape),
        ["convnextsmall"] = (shape, weights) => Applications.ConvNeXtSmall(false, weights: weights, inputShape: shape),
        ["convnextbase"] = (shape, weights) => Applications.ConvNeXtBase(false, weights: weights, inputShape: shape),
        ["convnextlarge"] = (shape, weights) => Applications.ConvNeXtLarge(false, weights: weights, inputShape: shape),
        ["convnextxlarge"] = (shape, weights) => Applications.ConvNeXtXLarge(false, weights: weights, inputShape: shape),
    };

    /// <summary>Every name, as <see cref="Make"/> takes it; case, underscores and hyphens don't count.</summary>
    public static IReadOnlyCollection<string> Names => Table.Keys;

    /// <summary>An application without its top.</summary>
    /// <exception cref="ArgumentException">There is no such application; the message lists those there are.</exception>
    public static Model Make(string name, Shape inputShape, string? weights)
    {
        ArgumentNullException.ThrowIfNull(name);
        string known = name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return Table.TryGetValue(known, out Func<Shape, string?, Model>? make)
            ? make(inputShape, weights)
            : throw new ArgumentException($"There is no backbone '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
    }
}
