using System.Diagnostics;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Losses;
using Cornea.Optimizers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>Membranes of cells in electron microscopy (ISBI 2012): a U-Net from scratch, images 0 to 23 to train on, 24 to 29 to test.</summary>
/// <remarks>
/// Brightness and contrast differ from slice to slice: each square is brought to mean 0 and deviation 1, without which a network is 2 points worse on
/// slices that it hasn't seen. Squares are turned, mirrored and distorted; what is said of an image is the mean over the eight ways to turn and mirror it.
/// </remarks>
internal static class Membranes
{
    private const int Side = 256, BatchSize = 8, TrainCount = 24, TestCount = 6;
    private const int Epochs = 72, CropsPerEpoch = 96; // Four cuts of each image: as many pixels as the images have.
    private const int Filters = 24, Levels = 4;
    private const double LearningRate = 2e-3, Elastic = 8, Light = 0.2, Overlap = 0.5;

    public static QualityTask Task => new("membranes", Run);

    private static Dictionary<string, double> Run(QualitySettings settings, Stopwatch training)
    {
        using var unpacked = new UnpackedData(Path.Combine(settings.Data, "membrane.tar.xz"));
        string folder = Path.Combine(unpacked.Folder, "membrane");
        MaskFolder all = MaskFolder.Open(Path.Combine(folder, "train", "image"), Path.Combine(folder, "train", "label"), values: [255, 0]);
        int trained = settings.IsTuning ? TrainCount - TestCount : TrainCount; // Settings are chosen by the last of those that are trained on otherwise.
        MaskFolder train = all.Where(name => Number(name) < trained), test = all.Where(name => Number(name) >= trained && Number(name) < trained + TestCount);
        Model model = Network(all.ClassCount);
        var crossentropy = new CategoricalCrossentropy();
        var dice = new Dice(axis: [0, 1, 2]);
        model.Compile(
            new Adam(new CosineDecay(LearningRate, Epochs * CropsPerEpoch / BatchSize)),
            Loss.From((yTrue, yPred) => crossentropy.Call(yTrue, yPred) + Ops.Mean(dice.Call(yTrue, yPred))));
        training.Start();
        model.Fit(
            train.Crops(Side, Epochs * CropsPerEpoch, settings.Seed, Elastic).Batch(BatchSize).Prefetch(2).Repeat(), epochs: Epochs, stepsPerEpoch: CropsPerEpoch / BatchSize, verbose: 0);
        training.Stop();
        if (settings.FileOf(Task.Name) is { } file) model.Save(file);

        var scores = new SegmentationScores(all.ClassCount);
        for (int index = 0; index < test.Count; index++)
        {
            (Tensor image, Tensor classes) = test[index];
            scores.Update(classes, Segmentation.Classes(Segmentation.Predict(model, image, Overlap, testTimeAugmentation: true)));
        }

        return new Dictionary<string, double> { ["pixel_accuracy"] = scores.PixelAccuracy, ["membrane_iou"] = scores.IoU[1] };
    }

    private static Model Network(int classes)
    {
        Tensor input = new Input(Side, Side, 3), x = new RandomContrast(Light).Call(new RandomBrightness(Light / 2).Call(input));
        x -= Ops.Mean(x, axis: [1, 2, 3], keepDims: true);
        x /= Ops.Sqrt(Ops.Mean(Ops.Square(x), axis: [1, 2, 3], keepDims: true) + 1);
        var levels = new Stack<Tensor>();
        for (int level = 0; level < Levels; level++)
        {
            if (level > 0)
            {
                levels.Push(x);
                x = new MaxPooling2D(2).Call(x);
            }

            x = Twice(x, Filters << level);
        }

        for (int level = Levels - 2; level >= 0; level--)
        {
            x = new Conv2DTranspose(Filters << level, 2, strides: 2).Call(x);
            x = Twice(new Concatenate().Call([x, levels.Pop()]), Filters << level);
        }

        return new Model(input, new Conv2D(classes, 1, activation: "softmax").Call(x), "unet");
    }

    // Moving statistics follow faster than by default, as there are few steps.
    private static Tensor Twice(Tensor x, int filters)
    {
        for (int index = 0; index < 2; index++)
            x = new ReLU().Call(new BatchNormalization(momentum: 0.9).Call(new Conv2D(filters, 3, padding: "same", useBias: false).Call(x)));
        return x;
    }

    private static int Number(string name) => int.Parse(name, System.Globalization.CultureInfo.InvariantCulture);
}
