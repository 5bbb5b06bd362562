namespace Cornea.Data;

/// <summary>
/// Draws a split whose parts hold the classes in the proportion of the whole, as scikit-learn's <c>StratifiedShuffleSplit</c> does.
/// </summary>
internal static class StratifiedSplit
{
    public static SplitIndices Draw(ReadOnlySpan<int> labels, int trainRows, int testRows, NumPyRandom random)
    {
        ClassIndex classes = ClassIndex.Of(labels);
        int[] counts = classes.Counts;
        Check(classes, counts, trainRows, testRows);

        // The order of the draws below is scikit-learn's: it decides which rows come out.
        int[] trainCounts = Apportion(counts, trainRows, random);
        int[] testCounts = Apportion([.. counts.Zip(trainCounts, (all, taken) => all - taken)], testRows, random);
        var train = new List<int>(trainRows);
        var test = new List<int>(testRows);
        for (int i = 0; i < counts.Length; i++)
        {
            int[] order = random.Permutation(counts[i]);
            int[] rows = Array.ConvertAll(order, position => classes.Rows[i][position]);
            train.AddRange(rows.AsSpan(0, trainCounts[i]));
            test.AddRange(rows.AsSpan(trainCounts[i], testCounts[i]));
        }

        int[] trainIndices = [.. train];
        int[] testIndices = [.. test];
        random.Shuffle<int>(trainIndices);
        random.Shuffle<int>(testIndices);
        return new SplitIndices(trainIndices, testIndices);
    }

    private static void Check(ClassIndex classes, int[] counts, int trainRows, int testRows)
    {
        int single = Array.FindIndex(counts, count => count < 2);
        if (single >= 0)
        {
            throw new ArgumentException(
                $"Split: class {classes.Labels[single]} has only one row, which can't stand in both parts of a stratified split. "
                + "Add rows of it or leave the class out.");
        }

        if (trainRows < counts.Length || testRows < counts.Length)
        {
            throw new ArgumentException(
                $"Split: a stratified split needs a row of each of the {counts.Length} classes in both parts, "
                + $"got {trainRows} training rows and {testRows} test rows.");
        }
    }

    /// <summary>
    /// Shares <paramref name="draws"/> rows out among classes in proportion to their sizes: whole parts first, what is left to the
    /// largest remainders, and between equal remainders by lot.
    /// </summary>
    private static int[] Apportion(int[] counts, int draws, NumPyRandom random)
    {
        double total = counts.Sum();
        double[] exact = Array.ConvertAll(counts, count => count / total * draws);
        int[] shares = Array.ConvertAll(exact, share => (int)Math.Floor(share));
        int left = draws - shares.Sum();
        if (left == 0)
            return shares;

        double[] remainders = [.. exact.Zip(shares, (share, whole) => share - whole)];
        foreach (double value in remainders.Distinct().OrderDescending())
        {
            int[] equal = [.. Enumerable.Range(0, counts.Length).Where(i => remainders[i] == value)];
            int now = Math.Min(equal.Length, left);
            foreach (int chosen in random.Choice<int>(equal, now))
                shares[chosen]++;
            left -= now;
            if (left == 0)
                break;
        }

        return shares;
    }
}
