namespace Cornea.Data;

// Splits of tensors.
public static partial class Split
{
    /// <summary>Divides samples and their targets into a training part and a test part. Computes.</summary>
    /// <param name="x">Samples [rows, …].</param>
    /// <param name="y">Targets [rows, …].</param>
    /// <param name="testSize">
    /// Size of the test part: a fraction (rounded up) or a number of rows. Null: what <paramref name="trainSize"/> leaves, or a quarter.
    /// </param>
    /// <param name="trainSize">
    /// Size of the training part: a fraction (rounded down) or a number of rows. Null: what <paramref name="testSize"/> leaves.
    /// </param>
    /// <param name="randomState">NumPy's seed, 0 or more. Null: drawn from <see cref="RandomSeed"/>, another each time.</param>
    /// <param name="shuffle">False takes the rows as they stand, the training part first.</param>
    /// <param name="stratify">
    /// Classes [rows], or one-hot [rows, classes], so that both parts hold the classes in the proportion of the whole. Null: not stratified.
    /// </param>
    /// <returns>The parts, in scikit-learn's order.</returns>
    /// <remarks>Source: scikit-learn 1.9, train_test_split, whose very rows these are.</remarks>
    /// <exception cref="ArgumentException">As <see cref="Indices"/>, or the tensors have different numbers of rows.</exception>
    public static (Tensor XTrain, Tensor XTest, Tensor YTrain, Tensor YTest) TrainTest(
        Tensor x,
        Tensor y,
        SplitSize? testSize = null,
        SplitSize? trainSize = null,
        int? randomState = null,
        bool shuffle = true,
        Tensor? stratify = null)
    {
        int count = Rows.Count("Split.TrainTest", [x, y], [nameof(x), nameof(y)]);
        var (train, test) = Indices(count, testSize, trainSize, randomState, shuffle, ClassesOf(stratify, count));
        return (Rows.Take(x, train), Rows.Take(x, test), Rows.Take(y, train), Rows.Take(y, test));
    }

    /// <summary>Divides samples without targets into a training part and a test part. Computes.</summary>
    /// <inheritdoc cref="TrainTest(Tensor, Tensor, SplitSize?, SplitSize?, int?, bool, Tensor?)"/>
    public static (Tensor Train, Tensor Test) TrainTest(
        Tensor x,
        SplitSize? testSize = null,
        SplitSize? trainSize = null,
        int? randomState = null,
        bool shuffle = true,
        Tensor? stratify = null)
    {
        int count = Rows.Count("Split.TrainTest", [x], [nameof(x)]);
        var (train, test) = Indices(count, testSize, trainSize, randomState, shuffle, ClassesOf(stratify, count));
        return (Rows.Take(x, train), Rows.Take(x, test));
    }

    // scikit-learn numbers classes by their sorted order, and rows of several columns by the order of their text; of one-hot rows that is
    // the order of their values, column by column.
    private static int[] ClassesOf(Tensor? stratify, int count)
    {
        if (stratify is null)
            return [];
        if (Rows.Count("Split.TrainTest", nameof(stratify), stratify) != count)
            throw new ShapeException($"Split.TrainTest: expected a class for each of the {count} rows in stratify, got shape {stratify.Shape}.");
        double[] values = stratify.ToArray<double>();
        int columns = count == 0 ? 1 : values.Length / count;
        int[] order = [.. Enumerable.Range(0, count)];
        Array.Sort(order, Compare);
        int[] classes = new int[count];
        for (int i = 1; i < count; i++)
            classes[order[i]] = classes[order[i - 1]] + (Compare(order[i - 1], order[i]) == 0 ? 0 : 1);
        return classes;

        int Compare(int a, int b) =>
            values.AsSpan(a * columns, columns).SequenceCompareTo(values.AsSpan(b * columns, columns));
    }
}
