namespace Cornea.Cli.Models;

/// <summary>The networks there are. The benchmarks take them from here too, so both measure the same ones.</summary>
internal static class BuiltInModels
{
    public static IReadOnlyList<BuiltInModel> All { get; } =
    [
        new("linear", "one dense layer: what no network should do worse than", LinearClassifier.Build, Epochs: 5, BatchSize: 128),
        new("mlp", "a multilayer perceptron with batch normalisation and dropout", MultilayerPerceptron.Build, Epochs: 5, BatchSize: 32),
        new("cnn", "two convolutions, a pooling and a dense layer", ConvolutionalNetwork.Build, Epochs: 3, BatchSize: 128),
        new("resnet20", "the residual network of 20 layers that is known from CIFAR-10", ResidualNetwork.Build, Epochs: 3, BatchSize: 128),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(model => model.Name)];

    /// <summary>The network of a name that <see cref="Names"/> holds.</summary>
    public static BuiltInModel Get(string name) => All.First(model => model.Name == name);
}
