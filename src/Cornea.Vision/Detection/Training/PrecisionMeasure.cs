using Cornea.Callbacks;

namespace Cornea.Vision;

/// <summary>Measures average precision at the ends of epochs.</summary>
internal sealed class PrecisionMeasure(DetectionInference inference, DetectionDataset photos, int frequency) : Callback
{
    private const double IouThreshold = 0.6;

    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if ((epoch + 1) % frequency != 0) return;
        CocoResult result = inference.Evaluate(photos, IouThreshold);
        logs["val_AP"] = result.AP;
        logs["val_AP50"] = result.AP50;
    }
}
