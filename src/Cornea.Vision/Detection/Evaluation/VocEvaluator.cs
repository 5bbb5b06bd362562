namespace Cornea.Vision;

/// <summary>Average precision as Pascal VOC measures it: one IoU threshold, the area under the curve or its mean at 11 points.</summary>
/// <param name="classNames">The classes, in the order of their numbers.</param>
/// <param name="iouThreshold">From which overlap on a detection is right.</param>
/// <param name="elevenPoints">Whether precision is taken at recalls 0, 0.1, …, 1, as until 2009, instead of the whole area.</param>
/// <remarks>
/// Source: Everingham et al., The Pascal visual object classes challenge (2010). A detection is held against the truth it overlaps most, also one
/// that is taken already; difficult truths are passed over.
/// </remarks>
public sealed class VocEvaluator(IReadOnlyList<string> classNames, double iouThreshold = 0.5, bool elevenPoints = false)
{
    private readonly List<Hit>[] _hits = [.. classNames.Select(_ => new List<Hit>())];
    private readonly int[] _counts = new int[classNames.Count];

    /// <inheritdoc cref="CocoEvaluator.Add"/>
    public void Add(IReadOnlyList<LabeledBox> truth, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(detections);
        ClassOnImage.CheckClasses(nameof(VocEvaluator), _hits.Length, truth, detections);
        foreach (LabeledBox box in truth)
            if (!box.IsDifficult) _counts[box.ClassIndex]++;
        bool[] isTaken = new bool[truth.Count];
        foreach (Detection found in detections.OrderByDescending(detection => detection.Score))
        {
            int match = -1;
            double best = double.NegativeInfinity;
            for (int box = 0; box < truth.Count; box++)
            {
                if (truth[box].ClassIndex != found.ClassIndex || Boxes.Iou(found.Box, truth[box].Box) is var iou && iou <= best) continue;
                (best, match) = (iou, box);
            }

            if (best < iouThreshold) match = -1;
            if (match >= 0 && truth[match].IsDifficult) continue;
            _hits[found.ClassIndex].Add(new Hit(found.Score, match >= 0 && !isTaken[match]));
            if (match >= 0) isTaken[match] = true;
        }
    }

    /// <summary>The average precision of a class, 0 to 1; NaN if it is on no image.</summary>
    public double AveragePrecision(int classIndex)
    {
        int count = _counts[classIndex];
        if (count == 0) return double.NaN;
        var curve = new PrecisionCurve(_hits[classIndex], count);
        return elevenPoints ? curve.Sample(11, 0.1).Average() : curve.Area;
    }

    /// <summary>The mean over the classes that are on an image; NaN if none is.</summary>
    public double MeanAveragePrecision() => Enumerable.Range(0, _hits.Length).Select(AveragePrecision).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
