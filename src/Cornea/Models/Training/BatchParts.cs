namespace Cornea;

/// <summary>Some of a batch's samples, which have a plan.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Size">How many: a power of two.</param>
internal readonly record struct BatchPart(int Start, int Size);

/// <summary>How a batch is cut so that batches of all sizes run on few plans: those of 1, 2, 4, 8, … samples.</summary>
internal static class BatchParts
{
    private const int LargestWaste = 6; // At most a sixth of the batch is computed twice, to save a run or two.

    /// <summary>True for the sizes that have plans of their own.</summary>
    public static bool IsWhole(int samples) => samples < 1 || int.IsPow2(samples);

    /// <summary>
    /// The largest plan first. The last part may reach back into what is done: those samples are computed again, to the same bits, where they
    /// lie, which takes less time than several small parts, or a copy of the batch that is filled up.
    /// </summary>
    public static IReadOnlyList<BatchPart> Of(int samples)
    {
        var parts = new List<BatchPart>();
        for (int start = 0; start < samples;)
        {
            int left = samples - start, size = 1 << int.Log2(left);
            bool reachesBack = start > 0 && size < left && (2 * size) - left <= samples / LargestWaste;
            if (reachesBack) (start, size) = (samples - (2 * size), 2 * size);
            parts.Add(new BatchPart(start, size));
            start += size;
        }

        return parts;
    }
}
