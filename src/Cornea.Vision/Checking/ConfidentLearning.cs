using Cornea.Data;
using Cornea.Learn;

namespace Cornea.Vision;

/// <summary>Finds labels that look wrong: those of which a network that hasn't seen them is sure that they are others.</summary>
/// <remarks>Source: Northcutt, Jiang and Chuang, Confident learning: estimating uncertainty in dataset labels (JAIR 70, 2021).</remarks>
public static class ConfidentLearning
{
    private const double PenaltyInverse = 0.001; // Strong: with wrong labels among few, a loose fit would learn them by heart.

    /// <summary>Probabilities of classes for each row, by classifiers that haven't seen it: logistic regressions on the other folds.</summary>
    /// <param name="features">[rows, features].</param>
    /// <param name="labels">Of each row, 0 to below <paramref name="classes"/>.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="folds">How many folds; fewer where a class has fewer rows.</param>
    /// <param name="seed">By which folds are drawn.</param>
    /// <returns>Float32 [rows, classes].</returns>
    /// <exception cref="ArgumentException">A class has fewer than two rows.</exception>
    public static Tensor CrossValidatedProbabilities(Tensor features, IReadOnlyList<int> labels, int classes, int folds = 5, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        int smallest = Enumerable.Range(0, classes).Min(label => labels.Count(other => other == label));
        if (classes < 2 || smallest < 2) throw new ArgumentException($"ConfidentLearning: expected at least two classes with two rows each; one has {smallest}.", nameof(labels));
        var probabilities = new float[labels.Count * classes];
        int[] all = [.. labels];
        foreach (SplitIndices fold in new StratifiedKFold(Math.Min(folds, smallest), shuffle: true, randomState: seed).Split(all))
        {
            Tensor train = Ops.Take(features, Tensor.From(fold.Train), axis: 0), held = Ops.Take(features, Tensor.From(fold.Test), axis: 0);
            var scaler = new StandardScaler().Fit(train);
            LogisticRegression model = new LogisticRegression(c: PenaltyInverse).Fit(scaler.Transform(train), Tensor.From(Array.ConvertAll(fold.Train, row => all[row])));
            float[] own = model.PredictProba(scaler.Transform(held)).ToArray<float>();
            for (int i = 0; i < fold.Test.Length; i++) own.AsSpan(i * classes, classes).CopyTo(probabilities.AsSpan(fold.Test[i] * classes));
        }

        return Tensor.From(probabilities, [labels.Count, classes]);
    }

    /// <summary>All rows by how wrong their labels look, the most suspicious first.</summary>
    /// <param name="probabilities">[rows, classes], by classifiers that haven't seen the row.</param>
    /// <param name="labels">Of each row.</param>
    /// <returns>
    /// Of each row its number, the likeliest other class, how much likelier that is than the label (−1 to 1), and whether it's an error by confident
    /// learning: the other class is as likely as it is on average among its own rows.
    /// </returns>
    public static IReadOnlyList<(int Row, int Other, double Score, bool IsError)> Rank(Tensor probabilities, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        if (probabilities.Rank != 2 || probabilities.Shape[0] != labels.Count || probabilities.Shape[1] < 2)
            throw new ShapeException($"ConfidentLearning: expected probabilities [{labels.Count}, classes], got {probabilities.Shape}.");
        int classes = probabilities.Shape[1];
        double[] all = probabilities.ToArray<double>();
        double[] thresholds = [.. Enumerable.Range(0, classes).Select(label => Enumerable.Range(0, labels.Count).Where(row => labels[row] == label).Select(row => all[(row * classes) + label]).DefaultIfEmpty(1).Average())];
        return
        [
            .. Enumerable.Range(0, labels.Count).Select(row =>
            {
                int other = Enumerable.Range(0, classes).Where(label => label != labels[row]).MaxBy(label => all[(row * classes) + label]);
                double likely = all[(row * classes) + other], given = all[(row * classes) + labels[row]];
                return (Row: row, Other: other, Score: likely - given, IsError: likely >= thresholds[other] && likely > given);
            }).OrderByDescending(item => item.Score),
        ];
    }
}
