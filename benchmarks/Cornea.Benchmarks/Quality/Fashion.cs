using System.Diagnostics;
using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>Fashion-MNIST by the residual network of 20 layers: 60,000 images to train on, 10,000 to test; settings are chosen on the last 6,000 of the 60,000.</summary>
/// <remarks>Source of the settings: He et al., Deep residual learning for image recognition (2015), section 4.2, with one falling cosine in place of steps.</remarks>
internal static class Fashion
{
    private const int Epochs = 15, WarmupEpochs = 1, BatchSize = 128, TuningCount = 6000;
    private const double LearningRate = 0.1, Momentum = 0.9, WeightDecay = 5e-4;
    private const double Move = 2 / 28.0; // Two pixels.

    public static QualityTask Task => new("fashion_resnet20", Run);

    private static Dictionary<string, double> Run(QualitySettings settings, Stopwatch training)
    {
        var ((x, y), test) = Data.FashionMnist.Load();
        x = Pixels(x);
        var (xTest, yTest) = (Pixels(test.X), test.Y);
        if (settings.IsTuning) (x, xTest, y, yTest) = (x[..^TuningCount], x[^TuningCount..], y[..^TuningCount], y[^TuningCount..]);

        Model model = Network();
        int steps = (x.Shape[0] + BatchSize - 1) / BatchSize;
        var rate = new CosineDecay(0, (Epochs - WarmupEpochs) * steps, warmupTarget: LearningRate, warmupSteps: WarmupEpochs * steps);
        model.Compile(new SGD(rate, Momentum, nesterov: true, weightDecay: WeightDecay), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        training.Start();
        model.Fit(x, y, BatchSize, Epochs, verbose: 0);
        training.Stop();
        if (settings.FileOf(Task.Name) is { } file) model.Save(file);
        return new Dictionary<string, double> { ["accuracy"] = model.Evaluate(xTest, yTest, batchSize: 256, verbose: 0)["accuracy"] };
    }

    private static Tensor Pixels(Tensor images) => images.Cast(DType.Float32).ExpandDims(-1);

    // Mean and standard deviation are those of the training images' pixels.
    private static Sequential Network() =>
    [
        new Input(28, 28, 1),
        new Rescaling(1 / (0.353 * 255), -0.286 / 0.353),
        new RandomFlip("horizontal", seed: 1),
        new RandomTranslation(Move, Move, fillMode: "nearest", interpolation: "nearest", seed: 2),
        Applications.ResNet20(inputShape: (28, 28, 1)),
    ];
}
