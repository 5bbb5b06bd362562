using System.Diagnostics;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Learn;
using Cornea.Optimizers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>500 photos of cats and dogs by EfficientNet-Lite0, which knows ImageNet and stands still: five folds, each of all that it takes, from the files on.</summary>
internal static class CatsAndDogs
{
    private const int Folds = 5, Epochs = 10, BatchSize = 32;
    private const double DropoutRate = 0.2, LearningRate = 1e-3;
    private const int FirstDog = 151, LastDog = 268, FirstCat = 281, LastCat = 285; // Of ImageNet's classes.

    public static QualityTask Task => new("cats_and_dogs", Run);

    private static Dictionary<string, double> Run(QualitySettings settings, Stopwatch training)
    {
        using var unpacked = new UnpackedData(Path.Combine(settings.Data, "cats_and_dogs.tar"));
        ImageFolder photos = ImageFolder.Open(Path.Combine(unpacked.Folder, "cats_and_dogs"), shuffle: false);
        int[] labels = [.. photos.Labels];
        var accuracies = new List<double>();
        var seconds = new List<double>();
        var untrained = new List<double>();
        training.Start();
        foreach (SplitIndices fold in new StratifiedKFold(Folds, shuffle: true, randomState: settings.Seed).Split(labels))
        {
            var ofFold = Stopwatch.StartNew();
            Model lite = Applications.EfficientNetLite0();
            ImageFeatures features = ImageFeatures.Of(lite, new ImagePreprocessing(224, 224, Interpolation.PillowBilinear));
            Tensor train = features.Extract(photos.Subset(fold.Train)), test = features.Extract(photos.Subset(fold.Test));
            Sequential head = [new Input(train.Shape[1]), new Dropout(DropoutRate), new Dense(2, activation: "softmax")];
            head.Compile(new Adam(LearningRate), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            head.Fit(train, Labels(fold.Train), BatchSize, Epochs, verbose: 0);
            accuracies.Add(head.Evaluate(test, Labels(fold.Test), verbose: 0)["accuracy"]);
            seconds.Add(ofFold.Elapsed.TotalSeconds);
            untrained.Add(DogsByImageNet(lite, test).Zip(fold.Test).Average(photo => photo.First == (photos.ClassNames[labels[photo.Second]] == "dog") ? 1 : 0));
        }

        training.Stop();
        return new Dictionary<string, double>
        {
            ["accuracy"] = accuracies.Average(), ["lowest"] = accuracies.Min(), ["untrained"] = untrained.Average(), ["seconds_of_slowest_fold"] = seconds.Max(),
        };

        Tensor Labels(int[] indices) => Tensor.From(Array.ConvertAll(indices, index => labels[index]), [indices.Length]);
    }

    // Whether all breeds of dogs together are likelier than all of cats.
    private static IEnumerable<bool> DogsByImageNet(Model lite, Tensor features)
    {
        Tensor classes = lite.Layers[^1].Call(features);
        return (Ops.Sum(classes[.., FirstDog..(LastDog + 1)], 1) > Ops.Sum(classes[.., FirstCat..(LastCat + 1)], 1)).Cast(DType.Int32).ToArray<int>().Select(isDog => isDog != 0);
    }
}
