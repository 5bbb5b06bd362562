using Cornea.Data;

namespace Cornea.Learn;

/// <summary>What the two ways of making folds share.</summary>
internal static class Folds
{
    /// <summary>Checks the arguments of the fold maker <paramref name="name"/>, and gives the number of folds back.</summary>
    public static int Check(string name, int splits, bool shuffle, int? randomState)
    {
        if (splits < 2)
            throw new ArgumentException($"{name}: expected at least 2 folds, got {splits}.", nameof(splits));
        if (!shuffle && randomState is not null)
            throw new ArgumentException($"{name}: randomState has no effect without shuffle: true; leave it out.", nameof(randomState));
        return splits;
    }

    /// <summary>The splits in which each fold in turn is the test part.</summary>
    public static IReadOnlyList<SplitIndices> ToSplits(int[] foldOfRow, int splits)
    {
        int[] rows = [.. Enumerable.Range(0, foldOfRow.Length)];
        return
        [
            .. Enumerable.Range(0, splits).Select(fold => new SplitIndices(
                Train: Array.FindAll(rows, row => foldOfRow[row] != fold),
                Test: Array.FindAll(rows, row => foldOfRow[row] == fold))),
        ];
    }
}
