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
        Task("bccd_scratch", "csp", epochs: 150),
        Task("bccd_pretrained", "efficientnet_lite0", epochs: 45),
    ];

    private static QualityTask Task(string name, string backbone, int epochs) =>
        new(name, (settings, training) => Run(backbone, epochs, settings, settings.FileOf(name), training));

    private static Dictionary<string, double> Run(string backbone, int epochs, QualitySettings settings, string? file, Stopwatch training)
    {
        using var unpacked = new UnpackedData(Path.Combine(settings.Data, "bccd.tar.xz"));
        string folder = Path.Combine(unpacked.Folder, "BCCD");
        DetectionDataset photos = VocFolder.Open(folder, "train");
        Detector detector = Detector.Create(backbone, photos.ClassNames, ImageSize);
        training.Start();
        detector.Fit(photos, epochs, augmentation: DetectionAugmentation.AnyOrientation, seed: settings.Seed, verbose: 0);
        training.Stop();
        if (file is not null) detector.Save(file);
        CocoResult result = detector.Evaluate(VocFolder.Open(folder, settings.IsTuning ? "test" : "val"));
        var values = new Dictionary<string, double> { ["AP50"] = result.AP50, ["AP"] = result.AP };
        foreach (ClassPrecision one in result.Classes) values[$"AP50_{one.Label}"] = one.AP50;
        return values;
    }
}
