namespace Cornea.Learn;

/// <summary>Curves over all thresholds that a score may be compared with.</summary>
/// <remarks>Source: scikit-learn 1.9, metrics. Golden case: classic/classification_metrics.</remarks>
public static class Curve
{
    /// <summary>The receiver operating characteristic.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yScore">A score per sample, higher for the positive class [samples].</param>
    /// <param name="posLabel">The label of the positive class; all others are negative.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="dropIntermediate">Whether points within a straight line are left out.</param>
    /// <exception cref="ArgumentException">The labels aren't whole numbers, the scores not finite, or their numbers differ.</exception>
    public static RocCurve Roc(
        Tensor yTrue, Tensor yScore, int posLabel = 1, Tensor? sampleWeight = null, bool dropIntermediate = true) =>
        RankedSamples.Read("Curve.Roc", yTrue, yScore, posLabel, sampleWeight).ToRoc(dropIntermediate);

    /// <summary>Precision over recall.</summary>
    /// <param name="yTrue">True labels [samples].</param>
    /// <param name="yScore">A score per sample, higher for the positive class [samples].</param>
    /// <param name="posLabel">The label of the positive class; all others are negative.</param>
    /// <param name="sampleWeight">What each sample counts [samples]; null: 1.</param>
    /// <param name="dropIntermediate">Whether points between others of the same recall are left out.</param>
    /// <inheritdoc cref="Roc" path="/exception"/>
    public static PrecisionRecallCurve PrecisionRecall(
        Tensor yTrue, Tensor yScore, int posLabel = 1, Tensor? sampleWeight = null, bool dropIntermediate = false) =>
        RankedSamples.Read("Curve.PrecisionRecall", yTrue, yScore, posLabel, sampleWeight).ToPrecisionRecall(dropIntermediate);
}
