using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>The mean correlation of targets and predictions along an axis: 1 where one is a rising linear function of the other.</summary>
/// <param name="name">What it is called.</param>
/// <param name="axis">The axis.</param>
/// <remarks>Source: Keras 3, PearsonCorrelation.</remarks>
public sealed class PearsonCorrelation(string name = "pearson_correlation", int axis = -1) : CorrelationMetric(name, axis)
{
    /// <summary>The correlation along an axis.</summary>
    internal static Tensor Of(Tensor yTrue, Tensor yPred, int axis)
    {
        (yTrue, yPred) = Weighting.SameRank(yTrue.Cast(DType.Float32), yPred.Cast(DType.Float32));
        return Ops.Mean(Standardized(yTrue, axis) * Standardized(yPred, axis), [axis]);
    }

    // From the first value on, so that the mean of values far from 0 is exact enough to be taken off.
    private static Tensor Standardized(Tensor x, int axis)
    {
        Tensor shifted = x - Ops.Slice(x, axis, 0, 1), centered = shifted - Ops.Mean(shifted, [axis], keepDims: true);
        return centered / Ops.Std(centered, [axis], keepDims: true);
    }

    private protected override Tensor Correlation(Tensor yTrue, Tensor yPred, int axis) => Of(yTrue, yPred, axis);
}
