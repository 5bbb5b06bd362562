namespace Cornea.Vision;

/// <summary>One class at COCO's ten thresholds. Null where there is no truth.</summary>
/// <param name="Precision">By threshold: at 101 points of recall.</param>
/// <param name="Recall">By threshold: the recall reached.</param>
internal sealed record PrecisionRecall(double[][]? Precision, double[]? Recall)
{
    // NumPy's linspace, to the last bit: overlaps and recalls may lie exactly on a threshold.
    private static readonly double[] Thresholds = [.. Enumerable.Range(0, 10).Select(step => step == 9 ? 0.95 : (step * ((0.95 - 0.5) / 9)) + 0.5)];

    /// <summary>The mean precision of some classes, over all thresholds or at one; NaN if none of them has a truth.</summary>
    public static double MeanPrecision(IEnumerable<PrecisionRecall> classes, int? threshold = null) =>
        Mean(classes.SelectMany(one => one.Precision ?? [], (_, points) => points).Where((_, index) => threshold is null || index % Thresholds.Length == threshold).SelectMany(points => points));

    /// <summary>The mean recall of some classes over all thresholds; NaN if none of them has a truth.</summary>
    public static double MeanRecall(IEnumerable<PrecisionRecall> classes) => Mean(classes.SelectMany(one => one.Recall ?? []));

    /// <summary>The curves of a class over images, of truths of a size and so many detections an image.</summary>
    public static PrecisionRecall Of(IReadOnlyList<ClassOnImage> images, SizeRange size, int maxDetections)
    {
        int count = images.Sum(image => image.Truth.Count(box => !IsPassedOver(box, size)));
        if (count == 0) return new(null, null);
        PrecisionCurve[] curves = [.. Thresholds.Select(threshold => new PrecisionCurve(images.SelectMany(image => Hits(image, size, maxDetections, threshold)), count))];
        return new([.. curves.Select(curve => curve.Sample(101, 0.01).ToArray())], [.. curves.Select(curve => curve.Recall)]);
    }

    // Each detection, the best first, takes the free truth that it overlaps most; those that count come before those passed over.
    private static IEnumerable<Hit> Hits(ClassOnImage image, SizeRange size, int maxDetections, double threshold)
    {
        int[] order = [.. Enumerable.Range(0, image.Truth.Length).OrderBy(box => IsPassedOver(image.Truth[box], size))];
        bool[] isTaken = new bool[image.Truth.Length];
        for (int found = 0; found < Math.Min(maxDetections, image.Detections.Length); found++)
        {
            double best = threshold;
            int match = -1;
            foreach (int box in order)
            {
                if (isTaken[box] && !image.Truth[box].IsCrowd) continue;
                if (match >= 0 && !IsPassedOver(image.Truth[match], size) && IsPassedOver(image.Truth[box], size)) break;
                if (image.Overlaps[found, box] < best) continue;
                (best, match) = (image.Overlaps[found, box], box);
            }

            if (match >= 0) isTaken[match] = true;
            bool counts = match >= 0 ? !IsPassedOver(image.Truth[match], size) : size.Holds(image.Detections[found].Box.Area);
            if (counts) yield return new Hit(image.Detections[found].Score, match >= 0);
        }
    }

    private static bool IsPassedOver(LabeledBox box, SizeRange size) => box.IsCrowd || !size.Holds(box.Area ?? box.Box.Area);

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
