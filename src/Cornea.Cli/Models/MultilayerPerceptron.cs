using Cornea.Layers;

namespace Cornea.Cli.Models;

/// <summary>Twice two dense layers, batch normalisation and dropout: the network of the benchmark mlp_train.</summary>
internal static class MultilayerPerceptron
{
    public static Model Build(Shape image, int classes) => new Sequential("mlp")
    {
        new Input(image),
        new Flatten(),
        new Dense(128, activation: "relu"),
        new Dense(128, activation: "relu"),
        new BatchNormalization(),
        new Dropout(0.2),
        new Dense(64, activation: "relu"),
        new Dense(64, activation: "relu"),
        new BatchNormalization(),
        new Dropout(0.2),
        new Dense(classes, activation: "softmax"),
    };
}
