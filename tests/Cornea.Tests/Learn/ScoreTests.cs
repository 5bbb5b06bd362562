using Cornea.Learn;
using Xunit;

namespace Cornea.Tests.Learn;

/// <summary>Values of scikit-learn's own documentation, unless a test says otherwise.</summary>
public class ScoreTests
{
    private static readonly Tensor Truth = Tensor.From(new[] { 0, 1, 2, 0, 1, 2 });
    private static readonly Tensor Predicted = Tensor.From(new[] { 0, 2, 1, 0, 0, 1 });
    private static readonly Tensor Binary = Tensor.From(new[] { 0, 0, 1, 1 });
    private static readonly Tensor Scores = Tensor.From(new[] { 0.1, 0.4, 0.35, 0.8 });
    private static readonly Tensor Numbers = Tensor.From(new[] { 3, -0.5, 2, 7 });
    private static readonly Tensor Guesses = Tensor.From(new[] { 2.5, 0, 2, 8 });

    [Fact]
    public void Averages_over_classes()
    {
        Assert.Equal(2 / 9.0, Score.Precision(Truth, Predicted, average: "macro"), 1e-15);
        Assert.Equal(1 / 3.0, Score.Precision(Truth, Predicted, average: "micro"), 1e-15);
        Assert.Equal(2 / 9.0, Score.Precision(Truth, Predicted, average: "weighted"), 1e-15);
        Assert.Equal(1 / 3.0, Score.Recall(Truth, Predicted, average: "macro"), 1e-15);
        Assert.Equal(0.8 / 3, Score.F1(Truth, Predicted, average: "macro"), 1e-15);
        Assert.Equal(0.23809523809523808, Score.FBeta(Truth, Predicted, 0.5, average: "macro"), 1e-15);
        Assert.Equal(2 / 9.0, Score.Jaccard(Truth, Predicted, average: "macro"), 1e-15);

        // Of class 0 there are 3 of 4 others right, of 1 and 2 two of four, by hand.
        Assert.Equal((0.75 + 0.5 + 0.75) / 3, Score.Specificity(Truth, Predicted, average: "macro"), 1e-15);
        Assert.Equal(1 / 3.0, Score.Accuracy(Truth, Predicted), 1e-15);
        Assert.Equal(2, Score.Accuracy(Truth, Predicted, normalize: false));
        Assert.Equal(4, Score.ZeroOneLoss(Truth, Predicted, normalize: false));
        Assert.Equal(2 / 3.0, Score.HammingLoss(Truth, Predicted), 1e-15);
    }

    [Fact]
    public void Of_two_classes_only_the_positive_one()
    {
        Tensor truth = Tensor.From(new[] { 0, 1, 1, 1 }), predicted = Tensor.From(new[] { 1, 1, 1, 0 });
        Assert.Equal(2 / 3.0, Score.Precision(truth, predicted), 1e-15);
        Assert.Equal(2 / 3.0, Score.Recall(truth, predicted), 1e-15);
        Assert.Equal(0, Score.Specificity(truth, predicted));
        Assert.Equal(0, Score.Precision(truth, predicted, posLabel: 0));
        Assert.Equal(0.5, Score.Recall(truth, predicted, sampleWeight: Tensor.From(new double[] { 1, 1, 0, 1 })));
        Assert.Equal(1, Score.Precision(truth, Tensor.From(new[] { 0, 0, 0, 0 }), zeroDivision: 1));
        Assert.Contains("average", Assert.Throws<ArgumentException>(() => Score.F1(Truth, Predicted)).Message);
        Assert.Contains("posLabel", Assert.Throws<ArgumentException>(() => Score.F1(truth, predicted, posLabel: 2)).Message);
    }

    [Fact]
    public void Agreement()
    {
        Assert.Equal(0.6875, Score.CohenKappa(Tensor.From(new[] { 0, 2, 0, 1, 2 }), Tensor.From(new[] { 0, 2, 0, 1, 0 })), 1e-15);
        Assert.Equal(-1 / 3.0, Score.MatthewsCorrelation(Tensor.From(new[] { 1, 1, 1, -1 }), Tensor.From(new[] { 1, -1, 1, 1 })), 1e-15);
        Tensor truth = Tensor.From(new[] { 0, 1, 0, 0, 1, 0 }), predicted = Tensor.From(new[] { 0, 1, 0, 0, 0, 1 });
        Assert.Equal(0.625, Score.BalancedAccuracy(truth, predicted));
        Assert.Equal(0.25, Score.BalancedAccuracy(truth, predicted, adjusted: true));
        Assert.Throws<ArgumentException>(() => Score.CohenKappa(truth, predicted, weights: "cubic"));
    }

    [Fact]
    public void Curves_over_thresholds()
    {
        RocCurve roc = Curve.Roc(Binary, Scores);
        Assert.Equal([0, 0, 0.5, 0.5, 1], roc.FalsePositiveRate);
        Assert.Equal([0, 0.5, 0.5, 1, 1], roc.TruePositiveRate);
        Assert.Equal([double.PositiveInfinity, 0.8, 0.4, 0.35, 0.1], roc.Thresholds);
        Assert.Equal(0.75, roc.Area);
        PrecisionRecallCurve curve = Curve.PrecisionRecall(Binary, Scores);
        Assert.Equal([0.5, 2 / 3.0, 0.5, 1, 1], curve.Precision);
        Assert.Equal([1, 1, 0.5, 0.5, 0], curve.Recall);
        Assert.Equal([0.1, 0.35, 0.4, 0.8], curve.Thresholds);
        Assert.Equal(0.75, Score.RocAuc(Binary, Scores));
        Assert.Equal(0.25, Score.RocAuc(1 - Binary, Scores));
        Assert.Equal(0.8333333333333333, Score.AveragePrecision(Binary, Scores), 1e-15);
        Assert.True(double.IsNaN(Score.RocAuc(Tensor.From(new[] { 0, 0 }), Tensor.From(new[] { 0.1, 0.2 }))));
    }

    // Points within a straight line are dropped, and equal scores are one threshold.
    [Fact]
    public void Intermediate_points()
    {
        Tensor truth = Tensor.From(new[] { 1, 1, 1, 0, 0, 1 }), score = Tensor.From(new[] { 0.9, 0.8, 0.7, 0.6, 0.5, 0.5 });
        Assert.Equal([double.PositiveInfinity, 0.9, 0.7, 0.6, 0.5], Curve.Roc(truth, score).Thresholds);
        Assert.Equal([double.PositiveInfinity, 0.9, 0.8, 0.7, 0.6, 0.5], Curve.Roc(truth, score, dropIntermediate: false).Thresholds);
    }

    // By its definition: the chance that a sample of the class has the higher probability, with ties as a half.
    [Fact]
    public void Areas_of_several_classes()
    {
        int[] truth = [0, 1, 2, 2, 1, 0, 1];
        double[,] p = { { 0.6, 0.3, 0.1 }, { 0.3, 0.3, 0.4 }, { 0.2, 0.2, 0.6 }, { 0.5, 0.25, 0.25 }, { 0.1, 0.8, 0.1 }, { 0.3, 0.4, 0.3 }, { 0.4, 0.2, 0.4 } };
        double Chance(int k, Func<int, bool> isOther)
        {
            var pairs = from a in Enumerable.Range(0, 7) where truth[a] == k from b in Enumerable.Range(0, 7) where isOther(truth[b])
                select p[a, k] > p[b, k] ? 1 : p[a, k] == p[b, k] ? 0.5 : 0;
            return pairs.Average();
        }

        Tensor y = Tensor.From(truth), scores = Tensor.From(p);
        double[] rest = [.. Enumerable.Range(0, 3).Select(k => Chance(k, other => other != k))];
        Assert.Equal(rest.Average(), Score.RocAuc(y, scores, multiClass: "ovr"), 1e-14);
        Assert.Equal(((2 * rest[0]) + (3 * rest[1]) + (2 * rest[2])) / 7, Score.RocAuc(y, scores, "weighted", multiClass: "ovr"), 1e-14);
        double each = Enumerable.Range(0, 3).SelectMany(a => Enumerable.Range(0, 3).Where(b => b != a).Select(b => Chance(a, other => other == b))).Average();
        Assert.Equal(each, Score.RocAuc(y, scores, multiClass: "ovo"), 1e-14);
        Assert.Contains("ovr, ovo", Assert.Throws<ArgumentException>(() => Score.RocAuc(y, scores)).Message);
        Assert.Contains("sum to 1", Assert.Throws<ArgumentException>(() => Score.RocAuc(y, scores * 2, multiClass: "ovr")).Message);
    }

    [Fact]
    public void A_part_of_the_curve()
    {
        // Up to a rate of ½ the curve is at ½: area ¼, of at least ⅛ and at most ½; scaled by McClish.
        Assert.Equal(0.5 * (1 + ((0.25 - 0.125) / (0.5 - 0.125))), Score.RocAuc(Binary, Scores, maxFpr: 0.5), 1e-15);
        Assert.Equal(3, Score.Auc([0, 1, 2], [1, 2, 1]));
        Assert.Equal(3, Score.Auc([2, 1, 0], [1, 2, 1]));
        Assert.Throws<ArgumentException>(() => Score.Auc([0, 2, 1], [1, 1, 1]));
    }

    [Fact]
    public void Probabilities()
    {
        Tensor scores = Tensor.From(new[,] { { 0.5, 0.2, 0.2 }, { 0.3, 0.4, 0.2 }, { 0.2, 0.4, 0.3 }, { 0.7, 0.2, 0.1 } });
        Tensor truth = Tensor.From(new[] { 0, 1, 2, 2 });
        Assert.Equal(0.75, Score.TopKAccuracy(truth, scores, k: 2));
        Assert.Equal(3, Score.TopKAccuracy(truth, scores, k: 2, normalize: false));
        Assert.Equal(0.75, Score.TopKAccuracy(Binary, Scores, k: 1));
        Tensor both = Tensor.From(new[,] { { 0.1, 0.9 }, { 0.9, 0.1 }, { 0.8, 0.2 }, { 0.35, 0.65 } });
        Assert.Equal(0.21616187468057912, Score.LogLoss(Tensor.From(new[] { 1, 0, 0, 1 }), both), 1e-15);
        Assert.Equal(-Math.Log(Math.ScaleB(1, -52)), Score.LogLoss(Tensor.From(new[] { 1, 0 }), Tensor.From(new double[] { 0, 0 })) * 2, 1e-12);
        Assert.Equal(0.0375, Score.BrierLoss(Tensor.From(new[] { 0, 1, 1, 0 }), Tensor.From(new[] { 0.1, 0.9, 0.8, 0.3 })), 1e-15);
        Assert.Contains("Give the labels", Assert.Throws<ArgumentException>(() => Score.LogLoss(truth[..2], scores[..2])).Message);
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentException>(() => Score.LogLoss(truth, scores * 3)).Message);
    }

    [Fact]
    public void Numbers_and_errors()
    {
        Assert.Equal(0.9486081370449679, Score.R2(Numbers, Guesses), 1e-15);
        Assert.Equal(0.9571734475374732, Score.ExplainedVariance(Numbers, Guesses), 1e-15);
        Assert.Equal(0.375, Score.MeanSquaredError(Numbers, Guesses));
        Assert.Equal(0.6123724356957945, Score.RootMeanSquaredError(Numbers, Guesses), 1e-15);
        Assert.Equal(0.5, Score.MeanAbsoluteError(Numbers, Guesses));
        Assert.Equal(0.5, Score.MedianAbsoluteError(Numbers, Guesses));
        Assert.Equal(1, Score.MaxError(Numbers, Guesses));
        Assert.Equal(0.3273809523809524, Score.MeanAbsolutePercentageError(Numbers, Guesses), 1e-15);
        Assert.Equal(
            0.03973012298459379,
            Score.MeanSquaredLogarithmicError(Tensor.From(new[] { 3, 5, 2.5, 7 }), Tensor.From(new[] { 2.5, 5, 4, 8 })), 1e-15);
        Tensor two = Tensor.From(new[,] { { 0.5, 1 }, { -1, 1 }, { 7, -6 } }), guessed = Tensor.From(new double[,] { { 0, 2 }, { -1, 2 }, { 8, -5 } });
        Assert.Equal(0.9368005266622779, Score.R2(two, guessed), 1e-15);
        Assert.Equal(1, Score.R2(Tensor.From(new double[] { 1, 1 }), Tensor.From(new double[] { 1, 1 })));
        Assert.Equal(0, Score.R2(Tensor.From(new double[] { 1, 1 }), Tensor.From(new double[] { 1, 2 })));
        Assert.True(double.IsNaN(Score.R2(Numbers[..1], Guesses[..1])));
        Assert.Equal(0.5, Score.MeanAbsoluteError(Numbers, Guesses, Tensor.From(new double[] { 1, 0, 0, 0 })));
        Assert.Contains("one shape", Assert.Throws<ShapeException>(() => Score.R2(Numbers, Guesses[..3])).Message);
    }
}
