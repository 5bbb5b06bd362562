using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    /// <summary>EfficientNet-Lite0, for processors without much to spare: 4.7 million weights, pixels from 0 to 255, 224×224 or any other size from 32.
    /// Its weights of ImageNet come with the package: nothing is downloaded.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <param name="weights"><c>"imagenet"</c>: those that come with the package, as half-precision numbers; null: drawn at random; or a file's path.</param>
    /// <remarks>
    /// <para>EfficientNet-B0 without squeeze-and-excite, with <c>relu6</c> in place of <c>swish</c>: what quantised arithmetic and small chips do well.</para>
    /// <para>Source: Liu, Higher accuracy on vision models with EfficientNet-Lite (TensorFlow blog, 2020); its weights: Google, Apache 2.0 (NOTICE.md).
    /// Golden cases: explain/lite0_photo_*.</para>
    /// </remarks>
    public static Model EfficientNetLite0(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "efficientnet_lite0")
    {
        var options = new ApplicationOptions(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        Tensor input = options.Begin(defaultSize: 224, takesAnySize: true);
        Tensor x = new Rescaling(1 / 128.0, -127 / 128.0).Call(input);
        x = Relu6(Normalized(Convolution(x, 32, 3, stride: 2, name: "stem_conv"), "stem_bn"), "stem_activation");
        for (int stage = 0; stage < EfficientNetBlocks.Length; stage++)
        {
            var (kernel, repeats, filters, expansion, stride) = EfficientNetBlocks[stage];
            for (int index = 0; index < repeats; index++)
                x = LiteBlock(x, kernel, filters, expansion, index == 0 ? stride : 1, $"block{stage + 1}{(char)('a' + index)}_");
        }

        x = Relu6(Normalized(Convolution(x, 1280, 1, name: "top_conv"), "top_bn"), "top_activation");
        Model model = options.Assemble(input, x, top: features =>
            options.Classify(new Dropout(0.2, name: "top_dropout").Call(new GlobalAveragePooling2D(name: "avg_pool").Call(features))));
        if (options.IsPretrained) PackagedWeights.EfficientNetLite0.Load(model);
        else options.LoadFile(model);
        return model;
    }

    private static Tensor LiteBlock(Tensor x, int kernel, int filters, int expansion, int stride, string name)
    {
        int channels = x.Shape[^1];
        Tensor inner = x;
        if (expansion > 1)
        {
            inner = Convolution(inner, channels * expansion, 1, name: $"{name}expand_conv");
            inner = Relu6(Normalized(inner, $"{name}expand_bn"), $"{name}expand_activation");
        }

        inner = Depthwise(inner, kernel, stride, same: true, $"{name}dwconv");
        inner = Relu6(Normalized(inner, $"{name}bn"), $"{name}activation");
        inner = Normalized(Convolution(inner, filters, 1, name: $"{name}project_conv"), $"{name}project_bn");
        return stride == 1 && channels == filters ? Sum($"{name}add", inner, x) : inner;
    }
}
