namespace Cornea.Losses;

/// <summary>mean((log(yTrue + 1) − log(yPred + 1))²) over the last axis; both count as at least 10⁻⁷.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, MeanSquaredLogarithmicError. Golden case: losses/msle.</para>
/// </remarks>
public sealed class MeanSquaredLogarithmicError(Reduction? reduction = null, string name = "mean_squared_logarithmic_error") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor predicted = Ops.Log(Ops.Maximum(yPred, Ops.KerasEpsilon) + 1);
        Tensor wanted = Ops.Log(Ops.Maximum(yTrue, Ops.KerasEpsilon) + 1);
        return Ops.Mean(Ops.Square(predicted - wanted), [-1]);
    }
}
