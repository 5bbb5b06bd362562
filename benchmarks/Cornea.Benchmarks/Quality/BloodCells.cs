using System.Diagnostics;
using Cornea.Layers;
using Cornea.Vision;

namespace Cornea.Benchmarks;

/// <summary>Detection of blood cells (BCCD): trained on the list train, settings chosen on test, reported on val.</summary>
internal static class BloodCells
{
    private static readonly Size2 ImageSize = new(288, 384);

    public static IEnumerable<QualityTask> Tasks =>
    [
        new("bccd_scratch", (data, seed, isTuning, training) => Run("csp", epochs: 150, data, seed, isTuning, training)),
        new("bccd_pretrained", (data, seed, isTuning, training) => Run("efficientnet_lite0", epochs: 45, data, seed, isTuning, training)),
    ];

    private static Dictionary<string, double> Run(string backbone, int epochs, string data, int seed, bool isTuning, Stopwatch training)
    {
        using var unpacked = new UnpackedData(Path.Combine(data, "bccd.tar.xz"));
        string folder = Path.Combine(unpacked.Folder, "BCCD");
        DetectionDataset photos = VocFolder.Open(folder, "train");
        Detector detector = Detector.Create(backbone, photos.ClassNames, ImageSize);
        training.Start();
        detector.Fit(photos, epochs, augmentation: DetectionAugmentation.AnyOrientation, seed: seed, verbose: 0);
        training.Stop();
        CocoResult result = detector.Evaluate(VocFolder.Open(folder, isTuning ? "test" : "val"));
        var values = new Dictionary<string, double> { ["AP50"] = result.AP50, ["AP"] = result.AP };
        foreach (ClassPrecision one in result.Classes) values[$"AP50_{one.Label}"] = one.AP50;
        return values;
    }
}
