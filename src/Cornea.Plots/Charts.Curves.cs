using Cornea.Learn;
using Cornea.Plots.Drawing;

namespace Cornea.Plots;

// How well probabilities tell classes apart, and how far they can be believed.
public static partial class Charts
{
    /// <summary>The receiver operating characteristic: how many of a class are found for how many false alarms, for every threshold.</summary>
    /// <param name="yTrue">The true classes, from 0 [samples].</param>
    /// <param name="yScore">Probabilities, or other scores: of class 1 [samples] or [samples, 1]; or of each class [samples, classes], with a curve for each against the rest.</param>
    /// <param name="classNames">The classes' names, by number; the numbers themselves by default.</param>
    /// <param name="title">Above the curves.</param>
    /// <exception cref="ArgumentException">The samples' numbers differ, a score isn't finite, or a class has no name.</exception>
    public static Figure Roc(Tensor yTrue, Tensor yScore, IReadOnlyList<string>? classNames = null, string? title = null)
    {
        ScoreCurve[] curves = ClassSamples.Of("Charts.Roc", yTrue, yScore, classNames).Curves((truth, score) =>
        {
            RocCurve roc = Curve.Roc(truth, score);
            return new ScoreCurve(roc.FalsePositiveRate, roc.TruePositiveRate, roc.Area);
        });
        return CurveChart.Draw(curves, title ?? "Receiver operating characteristic", "false positive rate", "true positive rate", "AUC", isChanceDiagonal: true);
    }

    /// <summary>Precision over recall, for every threshold. What tells more than the receiver operating characteristic where a class is rare.</summary>
    /// <inheritdoc cref="Roc"/>
    public static Figure PrecisionRecall(Tensor yTrue, Tensor yScore, IReadOnlyList<string>? classNames = null, string? title = null)
    {
        ScoreCurve[] curves = ClassSamples.Of("Charts.PrecisionRecall", yTrue, yScore, classNames).Curves((truth, score) =>
        {
            Learn.PrecisionRecallCurve curve = Curve.PrecisionRecall(truth, score);
            return new ScoreCurve(curve.Recall, curve.Precision, curve.AveragePrecision);
        });
        return CurveChart.Draw(curves, title ?? "Precision over recall", "recall", "precision", "AP", isChanceDiagonal: false);
    }

    /// <summary>Whether probabilities are what they say: of all answers given with 80 %, about 80 % should be right. The diagonal is perfect; below it answers are too sure.</summary>
    /// <param name="yTrue">The true classes, from 0 [samples].</param>
    /// <param name="yProbability">Probabilities: of class 1 [samples] or [samples, 1], whose frequency is shown; or of each class [samples, classes], where the answer is the likeliest.</param>
    /// <param name="bins">Into how many parts of one width the probabilities are divided.</param>
    /// <param name="title">Above the chart; the expected calibration error by default.</param>
    /// <remarks>Source: Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks (2017); scikit-learn's calibration_curve.</remarks>
    /// <exception cref="ArgumentException">The samples' numbers differ, or a probability doesn't lie from 0 to 1.</exception>
    public static Figure Calibration(Tensor yTrue, Tensor yProbability, int bins = 10, string? title = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ClassSamples samples = ClassSamples.Of("Charts.Calibration", yTrue, yProbability, null);
        return CalibrationChart.Draw(CalibrationBins.Count(samples, bins), samples.IsBinary, title);
    }
}
