using Cornea.Data;

namespace Cornea.Learn;

/// <summary>How good an estimator is on rows that it hasn't seen: each fold in turn is held out and scored.</summary>
/// <remarks>Source: scikit-learn 1.9, cross_val_score.</remarks>
public static class CrossValidation
{
    /// <summary>The score on each fold. Computes.</summary>
    /// <param name="make">Makes the estimator, anew for each fold: <c>() =&gt; new Ridge(alpha: 0.5)</c>.</param>
    /// <param name="x">A table [rows, columns].</param>
    /// <param name="y">A target per row.</param>
    /// <param name="cv">How many folds, at least 2: of a classifier with the classes in proportion, else runs of rows; not shuffled.</param>
    /// <param name="scoring">From true and predicted targets to a score. Null: the accuracy of classes, R² of numbers.</param>
    /// <exception cref="ArgumentException">There are fewer rows than folds, or the estimator doesn't take the data.</exception>
    public static double[] Score(
        Func<Estimator> make, Tensor x, Tensor y, int cv = 5, Func<Tensor, Tensor, double>? scoring = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        const string Who = "CrossValidation.Score";
        Rows.Count(Who, [x, y], [nameof(x), nameof(y)]);
        return Score(make, x, y, make().IsClassifier ? new StratifiedKFold(cv) : new KFold(cv), scoring);
    }

    /// <summary>The score on each part that a way of dividing gives. Computes.</summary>
    /// <param name="make">Makes the estimator, anew for each part.</param>
    /// <param name="x">A table [rows, columns].</param>
    /// <param name="y">A target per row.</param>
    /// <param name="cv">How to divide: <c>new KFold(5, shuffle: true, randomState: 1)</c>.</param>
    /// <param name="scoring">From true and predicted targets to a score. Null: the accuracy of classes, R² of numbers.</param>
    /// <exception cref="ArgumentException">There are fewer rows than parts, or the estimator doesn't take the data.</exception>
    public static double[] Score(
        Func<Estimator> make, Tensor x, Tensor y, ICrossValidator cv, Func<Tensor, Tensor, double>? scoring = null)
    {
        ArgumentNullException.ThrowIfNull(cv);
        return Score(make, x, y, cv.Split(x, y), scoring);
    }

    /// <summary>The score on each of given folds. Computes.</summary>
    /// <param name="make">Makes the estimator, anew for each fold.</param>
    /// <param name="x">A table [rows, columns].</param>
    /// <param name="y">A target per row.</param>
    /// <param name="cv">The folds, such as <c>new KFold(5, shuffle: true, randomState: 1).Split(rows)</c>.</param>
    /// <param name="scoring">From true and predicted targets to a score. Null: the accuracy of classes, R² of numbers.</param>
    /// <exception cref="ArgumentException">The estimator doesn't take the data.</exception>
    public static double[] Score(
        Func<Estimator> make, Tensor x, Tensor y, IReadOnlyList<SplitIndices> cv, Func<Tensor, Tensor, double>? scoring = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(cv);
        Rows.Count("CrossValidation.Score", [x, y], [nameof(x), nameof(y)]);
        return
        [
            .. cv.Select(split =>
            {
                Estimator estimator = make().Fit(Rows.Take(x, split.Train), Rows.Take(y, split.Train));
                (Tensor xTest, Tensor yTest) = (Rows.Take(x, split.Test), Rows.Take(y, split.Test));
                return scoring is null ? estimator.Score(xTest, yTest) : scoring(yTest, estimator.Predict(xTest));
            }),
        ];
    }
}
