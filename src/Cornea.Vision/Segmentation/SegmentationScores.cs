namespace Cornea.Vision;

/// <summary>How well classes of pixels are met, counted over any number of images.</summary>
/// <param name="classes">How many classes there are.</param>
/// <remarks>Of a class that neither truth nor answers have, the measures are NaN, and it doesn't count in their means.</remarks>
public sealed class SegmentationScores(int classes)
{
    private readonly long[,] _counts = new long[classes, classes];

    /// <summary>How many classes there are.</summary>
    public int ClassCount { get; } = classes > 0 ? classes : throw new ArgumentOutOfRangeException(nameof(classes), classes, "SegmentationScores: expected at least one class.");

    /// <summary>The part of all pixels whose class is met.</summary>
    public double PixelAccuracy => (double)Sum(index => _counts[index, index]) / Sum(TrueCount);

    /// <summary>Of each class, the part of its pixels that are met.</summary>
    public IReadOnlyList<double> ClassAccuracy => [.. Each(index => (double)_counts[index, index] / TrueCount(index))];

    /// <summary>Of each class, intersection over union.</summary>
    public IReadOnlyList<double> IoU => [.. Each(index => (double)_counts[index, index] / (TrueCount(index) + PredictedCount(index) - _counts[index, index]))];

    /// <summary>Of each class, twice the intersection over the sum of both sizes.</summary>
    public IReadOnlyList<double> Dice => [.. Each(index => 2.0 * _counts[index, index] / (TrueCount(index) + PredictedCount(index)))];

    /// <summary>The mean of the classes' intersections over unions.</summary>
    public double MeanIoU => IoU.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The mean of the classes' Dice coefficients.</summary>
    public double MeanDice => Dice.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Counts an image, or several.</summary>
    /// <param name="truth">The class of each pixel, of any shape; below 0 where it doesn't count.</param>
    /// <param name="predicted">The class that was answered, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public void Update(Tensor truth, Tensor predicted)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Shape != predicted.Shape) throw new ShapeException($"SegmentationScores: expected true and predicted classes of one shape, got {truth.Shape} and {predicted.Shape}.");
        int[] wanted = truth.Cast(DType.Int32).ToArray<int>(), got = predicted.Cast(DType.Int32).ToArray<int>();
        for (int pixel = 0; pixel < wanted.Length; pixel++)
        {
            if (wanted[pixel] < 0) continue;
            if (wanted[pixel] >= ClassCount || got[pixel] < 0 || got[pixel] >= ClassCount)
                throw new ArgumentException($"SegmentationScores: expected classes from 0 to {ClassCount - 1}, got {wanted[pixel]} and {got[pixel]}.");
            _counts[wanted[pixel], got[pixel]]++;
        }
    }

    private IEnumerable<double> Each(Func<int, double> measure) => Enumerable.Range(0, ClassCount).Select(measure);

    private long Sum(Func<int, long> count) => Enumerable.Range(0, ClassCount).Sum(count);

    private long TrueCount(int index) => Sum(other => _counts[index, other]);

    private long PredictedCount(int index) => Sum(other => _counts[other, index]);
}
