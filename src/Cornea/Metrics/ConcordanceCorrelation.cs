using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>The mean concordance of targets and predictions along an axis: 1 where they are equal, not only correlated (Lin 1989).</summary>
/// <param name="name">What it is called.</param>
/// <param name="axis">The axis.</param>
/// <remarks>As in Keras, the covariance is taken about the mean of the predictions. Source: Keras 3, ConcordanceCorrelation. Golden case:
/// metrics/concordance.</remarks>
public sealed class ConcordanceCorrelation(string name = "concordance_correlation", int axis = -1) : CorrelationMetric(name, axis)
{
    /// <summary>The correlation along an axis.</summary>
    internal static Tensor Of(Tensor yTrue, Tensor yPred, int axis)
    {
        (yTrue, yPred) = Weighting.SameRank(yTrue.Cast(DType.Float32), yPred.Cast(DType.Float32));
        Tensor first = Ops.Slice(yPred, axis, 0, 1); // From it on, so that the means of values far from 0 are exact enough to be compared.
        (yTrue, yPred) = (yTrue - first, yPred - first);
        Tensor trueMean = Ops.Mean(yTrue, [axis], keepDims: true), predictedMean = Ops.Mean(yPred, [axis], keepDims: true);
        Tensor covariance = (yTrue - predictedMean) * (yPred - predictedMean);
        Tensor norm = Ops.Var(yTrue, [axis], keepDims: true) + Ops.Var(yPred, [axis], keepDims: true) + Ops.Square(trueMean - predictedMean);
        return Ops.Mean(covariance * 2 / (norm + Ops.KerasEpsilon), [axis]);
    }

    private protected override Tensor Correlation(Tensor yTrue, Tensor yPred, int axis) => Of(yTrue, yPred, axis);
}
