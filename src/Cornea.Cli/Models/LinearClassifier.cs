using Cornea.Layers;

namespace Cornea.Cli.Models;

/// <summary>Multinomial logistic regression on the pixels.</summary>
internal static class LinearClassifier
{
    public static Model Build(Shape image, int classes) => new Sequential("linear")
    {
        new Input(image),
        new Flatten(),
        new Dense(classes, activation: "softmax"),
    };
}
