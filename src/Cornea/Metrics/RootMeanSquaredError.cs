using Cornea.Losses;

namespace Cornea.Metrics;

/// <summary>√ of the mean of (yTrue − yPred)².</summary>
/// <param name="name">What it is called.</param>
/// <remarks>Source: Keras 3, RootMeanSquaredError. Golden case: metrics/rmse.</remarks>
public sealed class RootMeanSquaredError(string name = "root_mean_squared_error") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    /// <inheritdoc/>
    public override Tensor Result() => Ops.Sqrt(base.Result());

    // Keras' takes no heed of masks.
    private protected override Tensor? Weight(Tensor yPred, Tensor? sampleWeight) => sampleWeight;

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
    {
        (yTrue, yPred) = Weighting.SameRank(yTrue.Cast(DType.Float32), yPred.Cast(DType.Float32));
        Accumulate(Ops.Square(yPred - yTrue), sampleWeight);
    }
}
