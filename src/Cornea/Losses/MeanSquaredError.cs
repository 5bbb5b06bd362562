namespace Cornea.Losses;

/// <summary>mean((yTrue − yPred)²) over the last axis.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, MeanSquaredError. Golden case: losses/mse.</para>
/// </remarks>
public sealed class MeanSquaredError(Reduction? reduction = null, string name = "mean_squared_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) =>
        Ops.Mean(Ops.Square(yTrue - yPred), [-1]);
}
