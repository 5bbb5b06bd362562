using System.Diagnostics;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Learn;
using Cornea.Optimizers;

namespace Cornea.Benchmarks;

/// <summary>
/// Handwritten digits, ten labelled ones of each class, by a network that has learned clothes (Fashion-MNIST): as a feature extractor, with its upper half
/// trained on, trained on as a whole; and from scratch. Same network, augmentation, number of updates, and search of the learning rate (three folds of the 100).
/// </summary>
internal static class DigitsFromFashion
{
    private const int Side = 16, ClassCount = 10, LabelledOfClass = 10;
    private const int PretrainingEpochs = 6, Updates = 400, BatchSize = 25, Folds = 3, SearchSeeds = 1000;
    private static readonly double[] LearningRates = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2];

    private enum Way
    {
        Scratch,
        Frozen,
        UpperHalf,
        Whole,
    }

    public static QualityTask Task => new("digits_from_fashion", Run);

    private static Dictionary<string, double> Run(QualitySettings settings, Stopwatch training)
    {
        training.Start();
        IReadOnlyList<Tensor> pretrained = Pretrain(settings.Seed);
        var (images, labels) = Digits.Load();
        Tensor x = Resized(images.Cast(DType.Float32).ExpandDims(-1) / Digits.LargestPixel);
        int[] y = labels.ToArray<int>();
        int[] labelled = Drawn(y, settings.IsTuning ? SearchSeeds + settings.Seed : settings.Seed);
        int[] rest = [.. Enumerable.Range(0, y.Length).Except(labelled)];
        var values = new Dictionary<string, double>();
        foreach (Way way in Enum.GetValues<Way>())
        {
            double rate = LearningRates.MaxBy(candidate => Searched(candidate));
            values[Name(way)] = Accuracy(way, labelled, rest, rate);
            values[$"{Name(way)}_rate"] = rate;

            double Searched(double candidate) => new StratifiedKFold(Folds, shuffle: true, randomState: settings.Seed).Split(Array.ConvertAll(labelled, index => y[index]))
                .Average(fold => Accuracy(way, Of(fold.Train), Of(fold.Test), candidate));
        }

        training.Stop();
        return values;

        int[] Of(int[] rows) => Array.ConvertAll(rows, row => labelled[row]);

        double Accuracy(Way way, int[] train, int[] test, double rate)
        {
            RandomSeed.Set(settings.Seed);
            Sequential model = Network(way, pretrained);
            model.Compile(new Adam(new CosineDecay(rate, Updates)), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
            model.Fit(Taken(x, train), Labels(train), BatchSize, epochs: Updates * BatchSize / train.Length, verbose: 0);
            return model.Evaluate(Taken(x, test), Labels(test), batchSize: 256, verbose: 0)["accuracy"];
        }

        Tensor Labels(int[] rows) => Tensor.From(Array.ConvertAll(rows, row => y[row]), [rows.Length]);
    }

    private static string Name(Way way) => way switch { Way.Scratch => "scratch", Way.Frozen => "frozen", Way.UpperHalf => "upper_half", _ => "whole" };

    private static IReadOnlyList<Tensor> Pretrain(int seed)
    {
        RandomSeed.Set(SearchSeeds + seed);
        var ((images, labels), _) = FashionMnist.Load();
        Tensor x = Resized(images.Cast(DType.Float32).ExpandDims(-1) / 255);
        Sequential lower = Lower(), upper = Upper();
        Sequential model = [new Input(Side, Side, 1), .. Augmentation(), lower, upper, new Dense(ClassCount, activation: "softmax")];
        model.Compile(new Adam(new CosineDecay(2e-3, PretrainingEpochs * (images.Shape[0] / 128 + 1))), "sparse_categorical_crossentropy");
        model.Fit(x, labels, 128, PretrainingEpochs, verbose: 0);
        return [.. lower.GetWeights(), .. upper.GetWeights()];
    }

    private static Sequential Network(Way way, IReadOnlyList<Tensor> pretrained)
    {
        Sequential lower = Lower(), upper = Upper();
        if (way != Way.Scratch)
        {
            int ofLower = lower.Weights.Count;
            lower.SetWeights([.. pretrained.Take(ofLower)]);
            upper.SetWeights([.. pretrained.Skip(ofLower)]);
        }

        lower.Trainable = way is Way.Scratch or Way.Whole;
        upper.Trainable = way != Way.Frozen;
        return [new Input(Side, Side, 1), .. Augmentation(), lower, upper, new Dense(ClassCount, activation: "softmax")];
    }

    private static Layer[] Augmentation() =>
        [new RandomTranslation(0.1, 0.1, fillMode: "constant"), new RandomRotation(0.03, fillMode: "constant"), new RandomZoom(0.1, fillMode: "constant")];

    private static Sequential Lower() => [new Input(Side, Side, 1), .. Convolution(32), .. Convolution(32), new MaxPooling2D(2), .. Convolution(64)];

    private static Sequential Upper() => [new Input(Side / 2, Side / 2, 64), .. Convolution(64), new MaxPooling2D(2), .. Convolution(128), new GlobalAveragePooling2D()];

    private static Layer[] Convolution(int filters) => [new Conv2D(filters, 3, padding: "same", useBias: false), new BatchNormalization(), new Activation("relu")];

    private static Tensor Resized(Tensor images) => ImageOps.Resize(images, (Side, Side), antialias: true);

    private static int[] Drawn(int[] labels, int seed)
    {
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        new Random(seed).Shuffle(order);
        return [.. order.GroupBy(index => labels[index]).OrderBy(ofClass => ofClass.Key).SelectMany(ofClass => ofClass.Take(LabelledOfClass))];
    }

    private static Tensor Taken(Tensor x, int[] rows) => Ops.Take(x, rows, axis: 0);
}
