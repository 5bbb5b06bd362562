namespace Cornea.Metrics;

/// <summary>2 · precision · recall / (precision + recall), of each class.</summary>
/// <param name="average">How the classes' figures become one; null: they don't.</param>
/// <param name="threshold">What a prediction must be over to count as 1; null: the largest of a row counts.</param>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, F1Score. Golden cases: metrics/f1*.</remarks>
public sealed class F1Score(Average? average = null, double? threshold = null, string name = "f1_score")
    : FBetaScore(average, 1, threshold, name);
