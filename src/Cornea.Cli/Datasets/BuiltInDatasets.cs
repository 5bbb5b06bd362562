using Cornea.Data;

namespace Cornea.Cli.Datasets;

/// <summary>The data sets there are.</summary>
internal static class BuiltInDatasets
{
    private const double HeldOut = 0.2;

    public static IReadOnlyList<BuiltInDataset> All { get; } =
    [
        new(
            "digits",
            "Handwritten digits",
            "1,797 grey images of 8 × 8 pixels, 10 classes; a fifth of each class is held out for testing",
            new Shape(Digits.Side, Digits.Side, 1),
            Mnist.ClassNames,
            DefaultModel: "cnn",
            Epochs: 30,
            BatchSize: 32,
            () => new DatasetPlace(true, "part of Cornea"),
            LoadDigits,
            IsDrawn: true),
        new(
            "fashion-mnist",
            "Fashion-MNIST",
            "70,000 grey images of clothes, 28 × 28 pixels, 10 classes: 48,000 to train, 12,000 to validate, 10,000 to test",
            new Shape(28, 28, 1),
            FashionMnist.ClassNames,
            DefaultModel: "cnn",
            Epochs: null,
            BatchSize: null,
            () => PlaceOf(FashionMnist.Folder, FashionMnist.DownloadFolder, "31 MB", "on Debian: apt-get install dataset-fashion-mnist"),
            (_, cancellation) => Prepared(FashionMnist.Load(cancellation))),
        new(
            "mnist",
            "MNIST",
            "70,000 grey images of handwritten digits, 28 × 28 pixels, 10 classes: 48,000 to train, 12,000 to validate, 10,000 to test",
            new Shape(28, 28, 1),
            Mnist.ClassNames,
            DefaultModel: "cnn",
            Epochs: null,
            BatchSize: null,
            () => PlaceOf(Mnist.Folder, Mnist.DownloadFolder, "12 MB", null),
            (_, cancellation) => Prepared(Mnist.Load(cancellation))),
        new(
            "cifar-10",
            "CIFAR-10",
            "60,000 colour photos of animals and vehicles, 32 × 32 pixels, 10 classes: 40,000 to train, 10,000 to validate, 10,000 to test",
            new Shape(32, 32, 3),
            Cifar10.ClassNames,
            DefaultModel: "resnet20",
            Epochs: null,
            BatchSize: null,
            () => PlaceOf(Cifar10.Folder, Cifar10.DownloadFolder, "170 MB", null),
            (_, cancellation) => Prepared(Cifar10.Load(cancellation))),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(dataset => dataset.Name)];

    /// <summary>The data set of a name that <see cref="Names"/> holds.</summary>
    public static BuiltInDataset Get(string name) => All.First(dataset => dataset.Name == name);

    private static LabelledImages LoadDigits(int seed, CancellationToken cancellation)
    {
        var (images, labels) = Digits.Load();
        var (xTrain, xTest, yTrain, yTest) = Split.TrainTest(images, labels, testSize: HeldOut, randomState: seed, stratify: labels);
        return new LabelledImages(
            Scaled(xTrain, Digits.LargestPixel), yTrain, Scaled(xTest, Digits.LargestPixel), yTest, ValidationSplit: 0.1);
    }

    private static LabelledImages Prepared(((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) set) =>
        new(Scaled(set.Train.X, 255), set.Train.Y, Scaled(set.Test.X, 255), set.Test.Y, ValidationSplit: 0.2);

    private static Tensor Scaled(Tensor images, double largest) =>
        (images.Rank == 3 ? images.ExpandDims(-1) : images).Cast(DType.Float32) / largest;

    private static DatasetPlace PlaceOf(string? folder, string downloads, string size, string? package) =>
        folder is not null ? new(true, folder) : new(false, $"not here; train downloads {size} into {downloads}{(package is null ? "" : $", or {package}")}");
}
