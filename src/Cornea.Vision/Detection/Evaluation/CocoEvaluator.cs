namespace Cornea.Vision;

/// <summary>Average precision and recall as COCO measures them: IoU thresholds 0.50 to 0.95, 101 points of recall, sizes, numbers of detections.</summary>
/// <param name="classNames">The classes, in the order of their numbers.</param>
/// <param name="maxDetections">How many detections of a class on an image count, for each recall, in rising order; null is [1, 10, 100]. Precision takes the last.</param>
/// <remarks>
/// Source: Lin et al., Microsoft COCO (2014), arXiv:1405.0312, with the rules of pycocotools: a detection takes the free truth it overlaps most;
/// truths of another size, and crowds, are passed over: finding them is neither right nor wrong. Golden cases: detection/boxes.
/// </remarks>
public sealed class CocoEvaluator(IReadOnlyList<string> classNames, int[]? maxDetections = null)
{
    private readonly int[] _maxDetections = maxDetections is null ? [1, 10, 100]
        : maxDetections.Length == 3 && maxDetections[0] > 0 && maxDetections[0] <= maxDetections[1] && maxDetections[1] <= maxDetections[2] ? maxDetections
        : throw new ArgumentException($"CocoEvaluator: expected three rising counts as maxDetections, got [{string.Join(", ", maxDetections)}].");

    private readonly List<ClassOnImage>[] _classes = [.. classNames.Select(_ => new List<ClassOnImage>())];

    /// <summary>Takes an image into account.</summary>
    /// <param name="truth">What is on it.</param>
    /// <param name="detections">What was found.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class number has no name.</exception>
    public void Add(IReadOnlyList<LabeledBox> truth, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(detections);
        ClassOnImage.CheckClasses(nameof(CocoEvaluator), _classes.Length, truth, detections);
        for (int index = 0; index < _classes.Length; index++)
        {
            LabeledBox[] boxes = [.. truth.Where(box => box.ClassIndex == index)];
            Detection[] found = [.. detections.Where(detection => detection.ClassIndex == index).OrderByDescending(detection => detection.Score).Take(_maxDetections[^1])];
            if (boxes.Length + found.Length > 0) _classes[index].Add(new ClassOnImage(boxes, found));
        }
    }

    /// <summary>What came out over all images so far.</summary>
    public CocoResult Result()
    {
        int last = _maxDetections[^1];
        SizeRange[] sizes = [SizeRange.All, SizeRange.Small, SizeRange.Medium, SizeRange.Large];
        // [class][size]: the curves of all thresholds, at the largest number of detections.
        PrecisionRecall[][] curves = [.. _classes.Select(images => sizes.Select(size => PrecisionRecall.Of(images, size, last)).ToArray())];
        PrecisionRecall[] Of(int size) => [.. curves.Select(bySize => bySize[size])];
        double RecallAt(int count) => PrecisionRecall.MeanRecall([.. _classes.Select(images => PrecisionRecall.Of(images, SizeRange.All, count))]);
        return new CocoResult(
            PrecisionRecall.MeanPrecision(Of(0)), PrecisionRecall.MeanPrecision(Of(0), 0), PrecisionRecall.MeanPrecision(Of(0), 5),
            PrecisionRecall.MeanPrecision(Of(1)), PrecisionRecall.MeanPrecision(Of(2)), PrecisionRecall.MeanPrecision(Of(3)),
            RecallAt(_maxDetections[0]), RecallAt(_maxDetections[1]), PrecisionRecall.MeanRecall(Of(0)),
            PrecisionRecall.MeanRecall(Of(1)), PrecisionRecall.MeanRecall(Of(2)), PrecisionRecall.MeanRecall(Of(3)),
            [.. classNames.Select((name, index) => new ClassPrecision(
                name, PrecisionRecall.MeanPrecision([curves[index][0]]), PrecisionRecall.MeanPrecision([curves[index][0]], 0)))]);
    }
}
