using Cornea.Plots.Drawing;

namespace Cornea.Plots;

/// <summary>Pictures of what a model learned and how. They look the same on every machine: the font comes with the package.</summary>
public static partial class Charts
{
    /// <summary>The curves of a training: a panel for the loss and one for each metric, with training and validation in each.</summary>
    /// <param name="history">What <c>Fit</c> returned.</param>
    /// <param name="title">Above the panels; none by default.</param>
    /// <exception cref="ArgumentException">No epoch has ended.</exception>
    public static Figure History(History history, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return HistoryChart.Draw(history, title);
    }

    /// <summary>How often each class was taken for which: rows are the true classes, columns the predicted ones.</summary>
    /// <param name="yTrue">The true classes, from 0.</param>
    /// <param name="yPred">The predicted classes, one for each true one.</param>
    /// <param name="classNames">The classes' names, by number; the numbers themselves by default.</param>
    /// <param name="title">Above the matrix; the part that was right by default.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are none, or a class has no name.</exception>
    public static Figure ConfusionMatrix(
        IReadOnlyList<int> yTrue, IReadOnlyList<int> yPred, IReadOnlyList<string>? classNames = null, string? title = null) =>
        ConfusionMatrix(Confusion.Count(yTrue, yPred, classNames?.Count), classNames, title);

    /// <summary>How often each class was taken for which, from the counts.</summary>
    /// <param name="matrix">Counts [true, predicted], 0 or more.</param>
    /// <param name="classNames">The classes' names, by number; the numbers themselves by default.</param>
    /// <param name="title">Above the matrix; the part that was right by default.</param>
    /// <exception cref="ArgumentException">The matrix isn't square, is empty, holds negative counts, or the names don't fit it.</exception>
    public static Figure ConfusionMatrix(long[,] matrix, IReadOnlyList<string>? classNames = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Confusion.Check(matrix, classNames);
        return ConfusionChart.Draw(matrix, classNames ?? [.. Enumerable.Range(0, matrix.GetLength(0)).Select(index => $"{index}")], title);
    }
}
