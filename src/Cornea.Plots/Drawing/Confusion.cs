namespace Cornea.Plots.Drawing;

/// <summary>The counts behind a confusion matrix.</summary>
internal static class Confusion
{
    public static long[,] Count(IReadOnlyList<int> yTrue, IReadOnlyList<int> yPred, int? classes)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (yTrue.Count != yPred.Count)
            throw new ArgumentException($"Charts.ConfusionMatrix: expected as many predicted classes as true ones, got {yPred.Count} and {yTrue.Count}.", nameof(yPred));
        if (yTrue.Count == 0) throw new ArgumentException("Charts.ConfusionMatrix: expected at least one class, got none.", nameof(yTrue));

        int count = classes ?? Math.Max(yTrue.Max(), yPred.Max()) + 1;
        var matrix = new long[Math.Max(count, 0), Math.Max(count, 0)];
        for (int index = 0; index < yTrue.Count; index++)
        {
            CheckClass(yTrue[index], count, nameof(yTrue));
            CheckClass(yPred[index], count, nameof(yPred));
            matrix[yTrue[index], yPred[index]]++;
        }

        return matrix;
    }

    public static void Check(long[,] matrix, IReadOnlyList<string>? classNames)
    {
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        if (rows != columns || rows == 0)
            throw new ArgumentException($"Charts.ConfusionMatrix: expected a square matrix [true, predicted], got [{rows}, {columns}].", nameof(matrix));
        if (classNames is not null && classNames.Count != rows)
            throw new ArgumentException($"Charts.ConfusionMatrix: expected a name for each of the {rows} classes, got {classNames.Count}.", nameof(classNames));
        foreach (long value in matrix)
            if (value < 0) throw new ArgumentException($"Charts.ConfusionMatrix: expected counts of 0 or more, got {value}.", nameof(matrix));
    }

    private static void CheckClass(int value, int count, string name)
    {
        if (value < 0 || value >= count)
            throw new ArgumentException($"Charts.ConfusionMatrix: expected classes from 0 to {count - 1} in {name}, got {value}.", name);
    }
}
