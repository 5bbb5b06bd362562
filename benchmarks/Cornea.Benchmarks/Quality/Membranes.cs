using System.Diagnostics;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Losses;
using Cornea.Optimizers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>Membranes of cells in electron microscopy (ISBI 2012): images 0 to 23 to train on, 24 to 29 to test.</summary>
/// <remarks>
/// Brightness and contrast differ from slice to slice: each square is brought to mean 0 and deviation 1, without which a network is 2 points worse on
/// slices that it hasn't seen. Three U-Nets on EfficientNet-Lite0's first four sizes are trained one after the other; what is said of an image is their mean,
/// over the eight ways to turn and mirror it. Epochs, distortion and light were chosen by images 18 to 23.
/// </remarks>
internal static class Membranes
{
    private const int Side = 256, BatchSize = 8, TrainCount = 24, TestCount = 6;
    private const int Networks = 3, Epochs = 28, CropsPerEpoch = 96; // Four cuts of each image: as many pixels as the images have.
    private const double LearningRate = 2e-3, UsualMean = 117, UsualDeviation = 58, Elastic = 4, Light = 0.2, Overlap = 0.5;

    public static QualityTask Task => new("membranes", Run);

    private static Dictionary<string, double> Run(QualitySettings settings, Stopwatch training)
    {
        using var unpacked = new UnpackedData(Path.Combine(settings.Data, "membrane.tar.xz"));
        string folder = Path.Combine(unpacked.Folder, "membrane");
        MaskFolder all = MaskFolder.Open(Path.Combine(folder, "train", "image"), Path.Combine(folder, "train", "label"), values: [255, 0]);
        int trained = settings.IsTuning ? TrainCount - TestCount : TrainCount; // Settings are chosen by the last of those that are trained on otherwise.
        MaskFolder train = all.Where(name => Number(name) < trained), test = all.Where(name => Number(name) >= trained && Number(name) < trained + TestCount);
        training.Start();
        Model[] networks = [.. Enumerable.Range(0, Networks).Select(index => Trained(train, unchecked((settings.Seed * Networks) + index)))];
        training.Stop();
        Tensor square = new Input(Side, Side, 3);
        var model = new Model(square, new Average().Call([.. networks.Select(network => network.Call(square))]), "unets");
        if (settings.FileOf(Task.Name) is { } file) model.Save(file);

        var scores = new SegmentationScores(all.ClassCount);
        for (int index = 0; index < test.Count; index++)
        {
            (Tensor image, Tensor classes) = test[index];
            scores.Update(classes, Segmentation.Classes(Segmentation.Predict(model, image, Overlap, testTimeAugmentation: true)));
        }

        return new Dictionary<string, double> { ["pixel_accuracy"] = scores.PixelAccuracy, ["membrane_iou"] = scores.IoU[1] };
    }

    private static Model Trained(MaskFolder train, int seed)
    {
        Model model = Network(train.ClassCount);
        var crossentropy = new CategoricalCrossentropy();
        var dice = new Dice(axis: [0, 1, 2]);
        model.Compile(
            new Adam(new CosineDecay(LearningRate, Epochs * CropsPerEpoch / BatchSize)),
            Loss.From((yTrue, yPred) => crossentropy.Call(yTrue, yPred) + Ops.Mean(dice.Call(yTrue, yPred))));
        model.Fit(
            train.Crops(Side, Epochs * CropsPerEpoch, seed, Elastic).Batch(BatchSize).Prefetch(2).Repeat(), epochs: Epochs, stepsPerEpoch: CropsPerEpoch / BatchSize, verbose: 0);
        return model;
    }

    private static Model Network(int classes)
    {
        Tensor input = new Input(Side, Side, 3), x = new RandomContrast(Light).Call(new RandomBrightness(Light / 2).Call(input));
        x -= Ops.Mean(x, axis: [1, 2, 3], keepDims: true);
        x /= Ops.Sqrt(Ops.Mean(Ops.Square(x), axis: [1, 2, 3], keepDims: true) + 1);
        Model lite = Applications.EfficientNetLite0(includeTop: false, inputShape: (Side, Side, 3));
        Model unet = Segmentation.UNet(classes, new Model(lite.Input, lite.GetLayer("block5c_add").Output), filters: [16, 32, 48, 64]);
        return new Model(input, unet.Call((x * UsualDeviation) + UsualMean)); // As photos are.
    }

    private static int Number(string name) => int.Parse(name, System.Globalization.CultureInfo.InvariantCulture);
}
