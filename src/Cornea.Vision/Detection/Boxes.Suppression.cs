namespace Cornea.Vision;

// Of many boxes on one thing, the best.
public static partial class Boxes
{
    /// <summary>Keeps a box only if no better one of its class overlaps it (non-maximum suppression).</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="scores">How good each is; boxes with NaN are left out.</param>
    /// <param name="iouThreshold">What overlaps more than that is left out.</param>
    /// <param name="scoreThreshold">Boxes of lower scores are left out.</param>
    /// <param name="maxCount">How many to keep at most.</param>
    /// <param name="classes">The class of each box: boxes of several classes don't disturb each other. None: all are of one.</param>
    /// <returns>Which to keep, the best first; of equal scores the earlier one.</returns>
    /// <exception cref="ArgumentException">There are more boxes than scores or classes, or fewer.</exception>
    public static int[] NonMaxSuppression(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, double iouThreshold = 0.5, double scoreThreshold = double.NegativeInfinity,
        int maxCount = int.MaxValue, ReadOnlySpan<int> classes = default)
    {
        CheckCounts(boxes, scores, classes);
        var kept = new List<int>();
        foreach (int candidate in ByScore(scores, scoreThreshold))
        {
            if (kept.Count >= maxCount) break;
            bool isCovered = false;
            foreach (int better in kept)
            {
                isCovered = (classes.IsEmpty || classes[better] == classes[candidate]) && Iou(boxes[better], boxes[candidate]) > iouThreshold;
                if (isCovered) break;
            }

            if (!isCovered) kept.Add(candidate);
        }

        return [.. kept];
    }

    /// <summary>Lowers a box's score the more a better one of its class overlaps it, instead of leaving it out (soft-NMS).</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="scores">How good each is; boxes with NaN are left out.</param>
    /// <param name="method">Gaussian: score · exp(−IoU² / (2 · sigma)). Linear: score · (1 − IoU) where the IoU is over the threshold.</param>
    /// <param name="sigma">How far the Gaussian reaches.</param>
    /// <param name="iouThreshold">From where on the linear method lowers scores.</param>
    /// <param name="scoreThreshold">Boxes whose scores have fallen below are left out.</param>
    /// <param name="maxCount">How many to keep at most.</param>
    /// <param name="classes">The class of each box; none: all are of one.</param>
    /// <returns>Which to keep, the best first, with their lowered scores.</returns>
    /// <exception cref="ArgumentException">There are more boxes than scores or classes, or fewer; the method is unknown.</exception>
    /// <remarks>
    /// Source: Bodla et al., Soft-NMS (2017), arXiv:1704.04503, with the Gaussian's width as in TensorFlow's
    /// <c>non_max_suppression_with_scores</c>: the paper's σ is 2 · sigma.
    /// </remarks>
    public static (int[] Kept, float[] Scores) SoftNonMaxSuppression(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, SoftSuppression method = default, double sigma = 0.5, double iouThreshold = 0.3,
        double scoreThreshold = 0.001, int maxCount = int.MaxValue, ReadOnlySpan<int> classes = default)
    {
        CheckCounts(boxes, scores, classes);
        if (!(sigma > 0)) throw new ArgumentOutOfRangeException(nameof(sigma), $"Boxes: expected sigma over 0, got {sigma}.");
        var left = new List<int>(ByScore(scores, scoreThreshold));
        float[] lowered = scores.ToArray();
        var kept = new List<int>();
        while (left.Count > 0 && kept.Count < maxCount)
        {
            int place = 0;
            for (int i = 1; i < left.Count; i++)
                if (lowered[left[i]] > lowered[left[place]]) place = i;
            int best = left[place];
            left.RemoveAt(place);
            kept.Add(best);
            foreach (int other in left)
            {
                if (!classes.IsEmpty && classes[other] != classes[best]) continue;
                double iou = Iou(boxes[best], boxes[other]);
                if (method == SoftSuppression.Gaussian) lowered[other] *= (float)Math.Exp(-iou * iou / (2 * sigma));
                else if (iou > iouThreshold) lowered[other] *= (float)(1 - iou);
            }

            left.RemoveAll(other => lowered[other] < scoreThreshold);
        }

        return ([.. kept], [.. kept.Select(index => lowered[index])]);
    }

    // Stable: of equal scores the earlier stays the first.
    private static IEnumerable<int> ByScore(ReadOnlySpan<float> scores, double threshold)
    {
        float[] values = scores.ToArray();
        return Enumerable.Range(0, values.Length).Where(index => values[index] >= threshold).OrderByDescending(index => values[index]);
    }

    private static void CheckCounts(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> classes)
    {
        if (boxes.Length != scores.Length || (!classes.IsEmpty && classes.Length != boxes.Length))
            throw new ArgumentException($"Boxes: expected a score and a class for each of {boxes.Length} boxes, got {scores.Length} scores and {classes.Length} classes.");
    }
}
