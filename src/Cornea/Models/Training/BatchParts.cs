namespace Cornea;

/// <summary>How a batch is cut so that batches of all sizes run on few plans: those of 1, 2, 4, 8, … samples.</summary>
internal static class BatchParts
{
    private const int LargestWaste = 6; // At most a sixth of the batch is computed for nothing, to save a run or two.

    /// <summary>True for the sizes that have plans of their own.</summary>
    public static bool IsWhole(int samples) => samples < 1 || int.IsPow2(samples);

    /// <summary>The plans to run on, and how many samples each gets; only the last may get fewer than it is for.</summary>
    public static IReadOnlyList<(int Size, int Samples)> Of(int samples)
    {
        var parts = new List<(int Size, int Samples)>();
        int waste = samples / LargestWaste;
        for (int left = samples; left > 0;)
        {
            int below = 1 << int.Log2(left);
            bool isFilledUp = below != left && below <= int.MaxValue / 2 && (2 * below) - left <= waste;
            parts.Add(isFilledUp ? (2 * below, left) : (below, below));
            left -= isFilledUp ? left : below;
        }

        return parts;
    }
}
