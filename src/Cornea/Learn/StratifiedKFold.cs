using Cornea.Data;

namespace Cornea.Learn;

/// <summary>Divides rows into folds that hold the classes in the proportion of the whole; each fold once is the test part.</summary>
/// <param name="nSplits">How many folds, at least 2.</param>
/// <param name="shuffle">Whether the rows of each class are put into random order first.</param>
/// <param name="randomState">NumPy's seed for shuffling. Null: drawn from <see cref="RandomSeed"/>, another each time.</param>
/// <remarks>
/// A class with fewer rows than there are folds is missing from some of them. Indices within a part ascend. Source: scikit-learn 1.9,
/// <c>StratifiedKFold</c>, whose very folds these are. Golden case: classic/splits.
/// </remarks>
/// <exception cref="ArgumentException">Fewer than 2 folds, or a seed without shuffling.</exception>
public sealed class StratifiedKFold(int nSplits = 5, bool shuffle = false, int? randomState = null) : ICrossValidator
{
    private readonly int _splits = Folds.Check(nameof(StratifiedKFold), nSplits, shuffle, randomState);

    /// <summary>The folds of the rows of <paramref name="x"/>, whose classes are <paramref name="y"/> [rows].</summary>
    /// <exception cref="ArgumentException">There is no y, it isn't of whole numbers, or no class has as many rows as there are folds.</exception>
    public IReadOnlyList<SplitIndices> Split(Tensor x, Tensor? y)
    {
        if (y is null) throw new ArgumentNullException(nameof(y), "StratifiedKFold: expected the rows' classes, got null.");
        Rows.Count(nameof(StratifiedKFold), [x, y], [nameof(x), nameof(y)]);
        return Split(LabelReader.Read(nameof(StratifiedKFold), nameof(y), y));
    }

    /// <summary>The folds of the rows whose classes are <paramref name="labels"/> [rows].</summary>
    /// <exception cref="ArgumentException">No class has as many rows as there are folds.</exception>
    public IReadOnlyList<SplitIndices> Split(ReadOnlySpan<int> labels)
    {
        // Classes count in the order in which they first appear: dealing them out in that order is what scikit-learn does.
        int[][] rowsOfClasses = [.. ClassIndex.Of(labels).Rows.OrderBy(rows => rows[0])];
        if (!rowsOfClasses.Any(rows => rows.Length >= _splits))
        {
            throw new ArgumentException(
                $"StratifiedKFold: {_splits} folds need a class of at least {_splits} rows; "
                + $"the largest has {rowsOfClasses.Select(rows => rows.Length).DefaultIfEmpty().Max()}.",
                nameof(labels));
        }

        NumPyRandom? random = shuffle ? new NumPyRandom(Data.Split.SeedOf(randomState)) : null;
        int[] foldOfRow = new int[labels.Length];
        int dealt = 0;
        foreach (int[] rows in rowsOfClasses)
        {
            // With all rows sorted by class, row i goes to fold i mod splits: that gives each fold its number of rows of this class.
            int[] folds = [.. Enumerable.Range(dealt, rows.Length).Select(i => i % _splits).Order()];
            random?.Shuffle<int>(folds);
            for (int i = 0; i < rows.Length; i++)
                foldOfRow[rows[i]] = folds[i];
            dealt += rows.Length;
        }

        return Folds.ToSplits(foldOfRow, _splits);
    }
}
