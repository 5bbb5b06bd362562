using Cornea.Layers;
using static Cornea.Vision.Blocks;

namespace Cornea.Vision;

public static partial class Applications
{
    private static readonly int[] VggFilters = [64, 128, 256, 512, 512];

    /// <summary>VGG of 16 layers: 138 million weights, 224×224 pixels, in BGR with ImageNet's means taken off.</summary>
    /// <param name="includeTop">Whether the classifier stands on top.</param>
    /// <param name="weights">Null: drawn at random; a file's path; or <c>"imagenet"</c>: Keras' official file, which is downloaded once and kept (<c>CORNEA_HOME</c>).</param>
    /// <param name="inputTensor">A symbolic tensor that the network is put on; null for an input of its own.</param>
    /// <param name="inputShape">[height, width, channels], other than the network's own without a top or without weights.</param>
    /// <param name="pooling">Without a top: null for the feature map, <c>"avg"</c> or <c>"max"</c> over its pixels.</param>
    /// <param name="classes">The number of classes of the top.</param>
    /// <param name="classifierActivation">The top's activation; null for logits.</param>
    /// <param name="name">The model's name.</param>
    /// <remarks>Source: Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition (2014), arXiv:1409.1556.</remarks>
    /// <exception cref="ArgumentException">The arguments don't fit each other.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; or ImageNet's weights aren't on this machine and can't be downloaded.</exception>
    /// <exception cref="InvalidDataException">The file isn't of this network, or is damaged.</exception>
    public static Model VGG16(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "vgg16") =>
        Vgg(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [2, 2, 3, 3, 3],
            PretrainedFiles.Usual("vgg16", "vgg16", "64373286793e3c8b2b4e3219cbf3544b", "6d6bbae143d832006294945121d1f1fc"));

    /// <summary>VGG of 19 layers: 144 million weights, 224×224 pixels, in BGR with ImageNet's means taken off.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model VGG19(
        bool includeTop = true, string? weights = "imagenet", Tensor? inputTensor = null, Shape? inputShape = null, string? pooling = null,
        int classes = 1000, string? classifierActivation = "softmax", string name = "vgg19") =>
        Vgg(new(name, includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), [2, 2, 4, 4, 4],
            PretrainedFiles.Usual("vgg19", "vgg19", "cbe5617147190e668d6c5d5026f83318", "253f8cb515780f3b799900260a226db6"));

    private static Model Vgg(ApplicationOptions options, int[] convolutions, PretrainedFiles pretrained)
    {
        Tensor input = options.Begin(defaultSize: 224), x = input;
        for (int block = 1; block <= convolutions.Length; block++)
        {
            for (int index = 1; index <= convolutions[block - 1]; index++)
                x = Convolution(x, VggFilters[block - 1], 3, bias: true, name: $"block{block}_conv{index}", activation: "relu");
            x = new MaxPooling2D(2, 2, name: $"block{block}_pool").Call(x);
        }

        return options.End(input, x, pretrained, namesPooling: false, top: features =>
        {
            Tensor y = new Flatten(name: "flatten").Call(features);
            y = new Dense(4096, activation: "relu", name: "fc1").Call(y);
            return options.Classify(new Dense(4096, activation: "relu", name: "fc2").Call(y));
        });
    }
}
