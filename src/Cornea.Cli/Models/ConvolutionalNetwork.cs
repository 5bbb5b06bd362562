using Cornea.Layers;

namespace Cornea.Cli.Models;

/// <summary>Convolutions of 32 and 64 filters, a pooling and two dense layers: the network of the benchmark cnn_train.</summary>
/// <remarks>On images of fewer than 16 pixels, where a lost border would be half of the image, the convolutions are padded.</remarks>
internal static class ConvolutionalNetwork
{
    private const int SmallSide = 16;

    public static Model Build(Shape image, int classes) => new Sequential("cnn")
    {
        new Input(image),
        new Conv2D(32, 3, padding: PaddingFor(image), activation: "relu"),
        new Conv2D(64, 3, padding: PaddingFor(image), activation: "relu"),
        new MaxPooling2D(2),
        new Dropout(0.25),
        new Flatten(),
        new Dense(128, activation: "relu"),
        new Dropout(0.5),
        new Dense(classes, activation: "softmax"),
    };

    private static Padding PaddingFor(Shape image) => Math.Min(image[0], image[1]) < SmallSide ? Padding.Same : Padding.Valid;
}
