namespace Cornea.Learn;

/// <summary>How good predictions are, as a number: of numbers (R², errors), of labels (accuracy, F1, …) and of probabilities (AUC, …).</summary>
/// <remarks>
/// Computed in double precision. Of a batch of samples at once; a model in training wants the classes of <c>Cornea.Metrics</c>. Source:
/// scikit-learn 1.9, metrics. Golden case: classic/classification_metrics.
/// </remarks>
public static partial class Score
{
    /// <summary>R², the part of the targets' variance that the predictions explain: 1 at best, 0 for always predicting the mean.</summary>
    /// <param name="yTrue">True values [samples] or [samples, outputs].</param>
    /// <param name="yPredicted">Predicted values of the same shape.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <returns>The mean over the outputs. Where the targets don't vary: 1 if the predictions are right, else 0. NaN for less than two samples.</returns>
    /// <exception cref="ArgumentException">The shapes differ, there are no samples, or there is NaN or infinity.</exception>
    public static double R2(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null)
    {
        Pairs pairs = Pairs.Read("Score.R2", yTrue, yPredicted, sampleWeight);
        return pairs.RowCount < 2 ? double.NaN : pairs.MeanOverOutputs(output => Explained(
            pairs.Sum(output, (t, p) => (t - p) * (t - p)), Variation(pairs, output)));
    }

    /// <summary>The part of the targets' variance that the predictions explain, whatever they are off by on average.</summary>
    /// <inheritdoc cref="R2"/>
    /// <returns>The mean over the outputs. Where the targets don't vary: 1 if the predictions don't either, else 0.</returns>
    public static double ExplainedVariance(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null)
    {
        Pairs pairs = Pairs.Read("Score.ExplainedVariance", yTrue, yPredicted, sampleWeight);
        return pairs.MeanOverOutputs(output =>
        {
            double bias = pairs.Mean(output, (t, p) => t - p);
            return Explained(pairs.Sum(output, (t, p) => (t - p - bias) * (t - p - bias)), Variation(pairs, output));
        });
    }

    /// <summary>The mean of the squared errors.</summary>
    /// <inheritdoc cref="R2"/>
    /// <returns>The mean over the outputs, 0 at best.</returns>
    public static double MeanSquaredError(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null) =>
        MeanOf("Score.MeanSquaredError", yTrue, yPredicted, sampleWeight, (t, p) => (t - p) * (t - p));

    /// <summary>The root of the mean of the squared errors, in the targets' unit.</summary>
    /// <inheritdoc cref="MeanSquaredError"/>
    public static double RootMeanSquaredError(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null) =>
        MeanOf("Score.RootMeanSquaredError", yTrue, yPredicted, sampleWeight, (t, p) => (t - p) * (t - p), Math.Sqrt);

    /// <summary>The mean of the absolute errors, in the targets' unit.</summary>
    /// <inheritdoc cref="MeanSquaredError"/>
    public static double MeanAbsoluteError(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null) =>
        MeanOf("Score.MeanAbsoluteError", yTrue, yPredicted, sampleWeight, (t, p) => Math.Abs(t - p));

    /// <summary>The mean of the absolute errors over the absolute targets: a fraction, not per cent. A target of 0 counts as 2⁻⁵².</summary>
    /// <inheritdoc cref="MeanSquaredError"/>
    public static double MeanAbsolutePercentageError(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null) =>
        MeanOf(
            "Score.MeanAbsolutePercentageError", yTrue, yPredicted, sampleWeight,
            (t, p) => Math.Abs(t - p) / Math.Max(Math.Abs(t), Math.ScaleB(1, -52)));

    /// <summary>The mean of the squared differences of log(1 + value).</summary>
    /// <inheritdoc cref="MeanSquaredError"/>
    /// <exception cref="ArgumentException">As above, or a value is −1 or less.</exception>
    public static double MeanSquaredLogarithmicError(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null) =>
        MeanOf("Score.MeanSquaredLogarithmicError", yTrue, yPredicted, sampleWeight, SquaredLogarithm);

    /// <summary>The root of the mean of the squared differences of log(1 + value).</summary>
    /// <inheritdoc cref="MeanSquaredLogarithmicError"/>
    public static double RootMeanSquaredLogarithmicError(Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight = null) =>
        MeanOf("Score.RootMeanSquaredLogarithmicError", yTrue, yPredicted, sampleWeight, SquaredLogarithm, Math.Sqrt);

    /// <summary>The median of the absolute errors: outliers hardly count.</summary>
    /// <param name="yTrue">True values [samples] or [samples, outputs].</param>
    /// <param name="yPredicted">Predicted values of the same shape.</param>
    /// <returns>The mean over the outputs, 0 at best.</returns>
    /// <inheritdoc cref="R2" path="/exception"/>
    public static double MedianAbsoluteError(Tensor yTrue, Tensor yPredicted)
    {
        Pairs pairs = Pairs.Read("Score.MedianAbsoluteError", yTrue, yPredicted, null);
        return pairs.MeanOverOutputs(output =>
        {
            double[] errors = [.. pairs.Of(output).Select(pair => Math.Abs(pair.Truth - pair.Prediction)).Order()];
            return (errors[(errors.Length - 1) / 2] + errors[errors.Length / 2]) / 2;
        });
    }

    /// <summary>The largest absolute error.</summary>
    /// <param name="yTrue">True values [samples].</param>
    /// <param name="yPredicted">Predicted values [samples].</param>
    /// <inheritdoc cref="R2" path="/exception"/>
    public static double MaxError(Tensor yTrue, Tensor yPredicted) =>
        Pairs.Read("Score.MaxError", yTrue, yPredicted, null).Of(0).Max(pair => Math.Abs(pair.Truth - pair.Prediction));

    private static double SquaredLogarithm(double truth, double prediction)
    {
        if (truth <= -1 || prediction <= -1)
            throw new ArgumentException($"Score: the logarithm wants values above −1, got {Table.Text(Math.Min(truth, prediction))}.");
        double difference = Math.Log(1 + truth) - Math.Log(1 + prediction);
        return difference * difference;
    }

    private static double MeanOf(
        string who, Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight, Func<double, double, double> error, Func<double, double>? then = null)
    {
        Pairs pairs = Pairs.Read(who, yTrue, yPredicted, sampleWeight);
        return pairs.MeanOverOutputs(output =>
        {
            double mean = pairs.Mean(output, error);
            return then is null ? mean : then(mean);
        });
    }

    private static double Variation(Pairs pairs, int output)
    {
        double mean = pairs.Mean(output, (t, _) => t);
        return pairs.Sum(output, (t, _) => (t - mean) * (t - mean));
    }

    private static double Explained(double rest, double variation) => variation != 0 ? 1 - (rest / variation) : rest == 0 ? 1 : 0;
}
