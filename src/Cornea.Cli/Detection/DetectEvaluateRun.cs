using Cornea.Cli.Terminal;
using Cornea.Vision;

namespace Cornea.Cli.Detection;

/// <summary>One measurement of a detector.</summary>
internal static class DetectEvaluateRun
{
    public static void Run(string file, string data, string? split, bool json)
    {
        Detector detector = Detector.Load(file);
        DetectionDataset photos = DetectionDataset.Open(data, split);
        CocoResult result = detector.Evaluate(photos);
        if (json) Console.WriteLine(DetectionReport.Json(result, photos.Count, photos.Count).ToJsonString());
        else DetectionReport.Show(Screen.Create(), result, photos.Count);
    }
}
