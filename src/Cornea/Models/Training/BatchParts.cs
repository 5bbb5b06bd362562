namespace Cornea;

/// <summary>Some of a batch's samples, which have a plan.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Size">How many: a power of two.</param>
internal readonly record struct BatchPart(int Start, int Size);

/// <summary>How a batch is cut so that batches of all sizes run on few plans: those of 1, 2, 4, 8, … samples.</summary>
internal static class BatchParts
{
    /// <summary>A part may have any number of samples.</summary>
    public const int Any = 1 << 30;

    private const int LargestWaste = 6; // At most a sixth of the batch is computed twice, to save a run or two.
    private const long MostPassing = 64 << 20; // What may pass between the layers at once: beyond that, memory is worth more than a little time.
    private const long MostWeights = 24 << 20; // More than that isn't in the caches any more when the next part reads it.

    /// <summary>True for the sizes that have plans of their own.</summary>
    public static bool IsWhole(int samples) => samples < 1 || int.IsPow2(samples);

    /// <summary>How many samples of a batch are best predicted at once: a power of two, or all of them.</summary>
    /// <param name="samples">Of the batch.</param>
    /// <param name="passingBytes">What passes between the layers for all of them.</param>
    /// <param name="weightBytes">What is read again by each part.</param>
    /// <remarks>
    /// Parts take a fraction of a large batch's memory, and a few hundredths more time. Weights that don't fit the caches would be read from memory
    /// once for each part: then the batch stays whole.
    /// </remarks>
    public static int Together(int samples, long passingBytes, long weightBytes) =>
        passingBytes <= MostPassing || weightBytes > MostWeights ? samples : 1 << int.Log2((int)Math.Max(1, MostPassing * samples / passingBytes));

    /// <summary>
    /// The largest plan first. The last part may reach back into what is done: those samples are computed again, to the same bits, where they
    /// lie, which takes less time than several small parts, or a copy of the batch that is filled up.
    /// </summary>
    /// <param name="samples">Of the batch.</param>
    /// <param name="most">The largest plan: a power of two.</param>
    public static IReadOnlyList<BatchPart> Of(int samples, int most = Any)
    {
        var parts = new List<BatchPart>();
        for (int start = 0; start < samples;)
        {
            int left = samples - start, size = Math.Min(most, 1 << int.Log2(left));
            bool reachesBack = start > 0 && size < left && size < most && (2 * size) - left <= samples / LargestWaste;
            if (reachesBack) (start, size) = (samples - (2 * size), 2 * size);
            parts.Add(new BatchPart(start, size));
            start += size;
        }

        return parts;
    }
}
