using Cornea.Data;

namespace Cornea.Learn;

/// <summary>Divides rows into folds; each fold once is the test part, the others together the training part.</summary>
/// <param name="nSplits">How many folds, at least 2.</param>
/// <param name="shuffle">Whether rows are put into random order first; otherwise folds are runs of neighbouring rows.</param>
/// <param name="randomState">NumPy's seed for shuffling. Null: drawn from <see cref="RandomSeed"/>, another each time.</param>
/// <remarks>
/// The first <c>count % splits</c> folds have one row more. Indices within a part ascend, as in scikit-learn's <c>KFold</c>, whose very
/// folds these are. Source: scikit-learn 1.9, model_selection. Golden case: classic/splits.
/// </remarks>
/// <exception cref="ArgumentException">Fewer than 2 folds, or a seed without shuffling.</exception>
public sealed class KFold(int nSplits = 5, bool shuffle = false, int? randomState = null) : ICrossValidator
{
    private readonly int _splits = Folds.Check(nameof(KFold), nSplits, shuffle, randomState);

    /// <summary>The folds of the rows of <paramref name="x"/>; y isn't read.</summary>
    /// <exception cref="ArgumentException">There are fewer rows than folds.</exception>
    public IReadOnlyList<SplitIndices> Split(Tensor x, Tensor? y = null) => Split(Rows.Count(nameof(KFold), [x], [nameof(x)]));

    /// <summary>The folds of <paramref name="count"/> rows.</summary>
    /// <exception cref="ArgumentException">There are fewer rows than folds.</exception>
    public IReadOnlyList<SplitIndices> Split(int count)
    {
        if (count < _splits)
            throw new ArgumentException($"KFold: {_splits} folds need at least {_splits} rows, got {count}.", nameof(count));

        int[] order = [.. Enumerable.Range(0, count)];
        if (shuffle)
            new NumPyRandom(Data.Split.SeedOf(randomState)).Shuffle<int>(order);

        int[] foldOfRow = new int[count];
        int position = 0;
        for (int fold = 0; fold < _splits; fold++)
        {
            int size = (count / _splits) + (fold < count % _splits ? 1 : 0);
            foreach (int row in order.AsSpan(position, size))
                foldOfRow[row] = fold;
            position += size;
        }

        return Folds.ToSplits(foldOfRow, _splits);
    }
}
