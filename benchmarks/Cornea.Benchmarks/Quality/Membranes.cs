using System.Diagnostics;
using Cornea.Data;
using Cornea.Optimizers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>Membranes of cells in electron microscopy (ISBI 2012): a U-Net on EfficientNet-Lite0's first four sizes, images 0 to 23 to train on, 24 to 29 to test.</summary>
internal static class Membranes
{
    private const int Side = 256, BatchSize = 8, TrainCount = 24, TestCount = 6;
    private const int Epochs = 48, CropsPerEpoch = 96; // Four cuts of each image: as many pixels as the images have.
    private const double Overlap = 0.5;

    public static QualityTask Task => new("membranes", Run);

    private static Dictionary<string, double> Run(QualitySettings settings, Stopwatch training)
    {
        using var unpacked = new UnpackedData(Path.Combine(settings.Data, "membrane.tar.xz"));
        string folder = Path.Combine(unpacked.Folder, "membrane");
        MaskFolder all = MaskFolder.Open(Path.Combine(folder, "train", "image"), Path.Combine(folder, "train", "label"), values: [255, 0]);
        int trained = settings.IsTuning ? TrainCount - TestCount : TrainCount; // Settings are chosen by the last of those that are trained on otherwise.
        MaskFolder train = all.Where(name => Number(name) < trained), test = all.Where(name => Number(name) >= trained && Number(name) < trained + TestCount);
        Model lite = Applications.EfficientNetLite0(includeTop: false, inputShape: (Side, Side, 3));
        Model model = Segmentation.UNet(all.ClassCount, new Model(lite.Input, lite.GetLayer("block5c_add").Output), filters: [16, 32, 48, 64]);
        model.Compile(new Adam(new CosineDecay(2e-3, Epochs * CropsPerEpoch / BatchSize)), "categorical_crossentropy");
        training.Start();
        model.Fit(
            train.Crops(Side, Epochs * CropsPerEpoch, settings.Seed).Batch(BatchSize).Prefetch(2).Repeat(), epochs: Epochs, stepsPerEpoch: CropsPerEpoch / BatchSize, verbose: 0);
        training.Stop();
        if (settings.FileOf(Task.Name) is { } file) model.Save(file);

        var scores = new SegmentationScores(all.ClassCount);
        for (int index = 0; index < test.Count; index++)
        {
            (Tensor image, Tensor classes) = test[index];
            scores.Update(classes, Segmentation.Classes(Segmentation.Predict(model, image, Overlap)));
        }

        return new Dictionary<string, double> { ["pixel_accuracy"] = scores.PixelAccuracy, ["membrane_iou"] = scores.IoU[1] };
    }

    private static int Number(string name) => int.Parse(name, System.Globalization.CultureInfo.InvariantCulture);
}
