namespace Cornea.Data;

/// <summary>Divides rows into a training part and a part held out for testing.</summary>
/// <remarks>
/// With a given <c>randomState</c> the parts hold the very rows, in the very order, that scikit-learn's <c>train_test_split</c> gives.
/// Source: scikit-learn 1.9, model_selection. Golden case: classic/splits.
/// </remarks>
public static partial class Split
{
    /// <summary>The rows that <c>train_test_split</c> would put into the two parts, by their indices.</summary>
    /// <param name="count">How many rows there are.</param>
    /// <param name="testSize">
    /// Size of the test part: a fraction (rounded up) or a number of rows. Null: what <paramref name="trainSize"/> leaves, or a quarter.
    /// </param>
    /// <param name="trainSize">
    /// Size of the training part: a fraction (rounded down) or a number of rows. Null: what <paramref name="testSize"/> leaves.
    /// </param>
    /// <param name="randomState">NumPy's seed, 0 or more. Null: drawn from <see cref="RandomSeed"/>, another each time.</param>
    /// <param name="shuffle">False takes the rows as they stand, the training part first.</param>
    /// <param name="stratify">
    /// A class per row [count], so that both parts hold the classes in the proportion of the whole; empty: not stratified.
    /// </param>
    /// <exception cref="ArgumentException">
    /// A part would be empty or the parts ask for more rows than there are; <paramref name="stratify"/> has another length than
    /// <paramref name="count"/>, a class with a single row, more classes than a part has rows, or comes without shuffling.
    /// </exception>
    public static SplitIndices Indices(
        int count,
        SplitSize? testSize = null,
        SplitSize? trainSize = null,
        int? randomState = null,
        bool shuffle = true,
        ReadOnlySpan<int> stratify = default)
    {
        var (trainRows, testRows) = Sizes(count, testSize, trainSize);
        if (!stratify.IsEmpty && stratify.Length != count)
            throw new ArgumentException($"Split: expected a class for each of the {count} rows, got {stratify.Length}.", nameof(stratify));

        if (!shuffle)
        {
            if (!stratify.IsEmpty)
                throw new ArgumentException("Split: a stratified split is drawn at random; leave shuffle on.", nameof(stratify));
            return new SplitIndices(Range(0, trainRows), Range(trainRows, testRows));
        }

        var random = new NumPyRandom(SeedOf(randomState));
        if (!stratify.IsEmpty)
            return StratifiedSplit.Draw(stratify, trainRows, testRows, random);

        int[] order = random.Permutation(count);
        return new SplitIndices(order[testRows..(testRows + trainRows)], order[..testRows]);
    }

    /// <summary>NumPy's seed for a <c>randomState</c> argument; without one it comes from <see cref="RandomSeed"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    internal static uint SeedOf(int? randomState)
    {
        if (randomState is int seed)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(seed, nameof(randomState));
            return (uint)seed;
        }

        return (uint)RandomSeed.Next();
    }

    private static (int Train, int Test) Sizes(int count, SplitSize? testSize, SplitSize? trainSize)
    {
        if (count < 1)
            throw new ArgumentException($"Split: there are no rows to split (count is {count}).", nameof(count));
        if (testSize is null && trainSize is null)
            testSize = 0.25;
        Check(testSize, count, nameof(testSize));
        Check(trainSize, count, nameof(trainSize));
        if (testSize is { } testPart && trainSize is { } trainPart && testPart.FractionOrZero + trainPart.FractionOrZero > 1)
            throw new ArgumentException($"Split: trainSize {trainPart} and testSize {testPart} together are more than the whole.");

        int test = testSize?.RowsOf(count, roundUp: true) ?? -1;
        int train = trainSize?.RowsOf(count, roundUp: false) ?? -1;
        if (train < 0)
            train = count - test;
        else if (test < 0)
            test = count - train;

        if (train + test > count)
            throw new ArgumentException($"Split: {train} training rows and {test} test rows are more than the {count} there are.");
        if (train == 0)
        {
            throw new ArgumentException(
                $"Split: with {count} rows, testSize {testSize?.ToString() ?? "null"} and trainSize {trainSize?.ToString() ?? "null"} "
                + "no row is left for training. Give more rows or another size.");
        }

        return (train, test);
    }

    private static void Check(SplitSize? size, int count, string name)
    {
        if (size is { } given && !given.Fits(count))
        {
            throw new ArgumentException(
                $"Split: expected {name} as a fraction between 0 and 1 (a double) or as 1 to {count - 1} rows (an int), got {given}.",
                name);
        }
    }

    private static int[] Range(int start, int length)
    {
        int[] indices = new int[length];
        for (int i = 0; i < length; i++)
            indices[i] = start + i;
        return indices;
    }
}
