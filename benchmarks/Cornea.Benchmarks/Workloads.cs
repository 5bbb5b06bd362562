using Cornea.Cli.Models;
using Cornea.Layers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>The networks that Cornea and its peers are timed on.</summary>
internal static class Workloads
{
    private const string Classes = "categorical_crossentropy";
    private static readonly Shape Digit = new(28, 28, 1), Photo = new(160, 160, 3);

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("mlp_train_b32", 20_000, 32, Classes, () => MultilayerPerceptron.Build(Digit, 10)),
        new("mlp_train_b128", 40_000, 128, Classes, () => MultilayerPerceptron.Build(Digit, 10)),
        new("regress_train_b32", 16_000, 32, "mse", RegressionNetwork.Build),
        new("cnn_train_b128", 5_120, 128, Classes, () => ConvolutionalNetwork.Build(Digit, 10)),
        new("resnet20_train_b128", 1_024, 128, Classes, () => ResidualNetwork.Build(new Shape(32, 32, 3), 10)),
        new("unet_train_b16", 128, 16, "binary_crossentropy", SegmentationNetwork.Build),
        new("transfer_train_b32", 128, 32, Classes, TransferNetwork),
        new("vgg16_160_infer_b32", 64, 32, null, () => Applications.VGG16(includeTop: false, weights: null, inputShape: Photo)),
        new("mobilenet_v2_160_infer_b32", 128, 32, null, () => Applications.MobileNetV2(Photo, includeTop: false, weights: null)),
        new("resnet50_224_infer_b1", 16, 1, null, () => Applications.ResNet50(weights: null)),
        new("resnet50_224_infer_b16", 32, 16, null, () => Applications.ResNet50(weights: null)),
    ];

    /// <summary>The workloads of these names in the table's order, all for none; null, with a word on the console, where there is no such one.</summary>
    public static IReadOnlyList<Workload>? Named(IReadOnlyCollection<string> names)
    {
        if (names.FirstOrDefault(name => All.All(workload => workload.Name != name)) is not { } unknown)
            return names.Count == 0 ? All : [.. All.Where(workload => names.Contains(workload.Name))];
        Console.Error.WriteLine($"There is no workload '{unknown}'; there are {string.Join(", ", All.Select(workload => workload.Name))}.");
        return null;
    }

    // The backbone runs in every step, in inference mode; only the classifier learns.
    private static Sequential TransferNetwork()
    {
        Model backbone = Applications.MobileNetV2(Photo, includeTop: false, weights: null);
        backbone.Trainable = false;
        return [backbone, new GlobalAveragePooling2D(), new Dense(2, activation: "softmax")];
    }
}
