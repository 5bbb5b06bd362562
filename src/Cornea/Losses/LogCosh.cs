namespace Cornea.Losses;

/// <summary>mean(log(cosh(yPred − yTrue))) over the last axis: like a squared error near 0, like an absolute one far off.</summary>
/// <param name="reduction">How the losses of a batch become one number; null is sum_over_batch_size.</param>
/// <param name="name">What it is called.</param>
/// <remarks>
/// <para>Targets and predictions [batch, ..., d]; a loss for each [batch, ...].</para>
/// <para>Source: Keras 3, LogCosh. Golden case: losses/logcosh.</para>
/// </remarks>
public sealed class LogCosh(Reduction? reduction = null, string name = "log_cosh") : Loss(name, reduction)
{
    /// <inheritdoc/>
    protected override Tensor PerSample(Tensor yTrue, Tensor yPred)
    {
        Tensor error = yPred - yTrue;
        return Ops.Mean(error + Ops.Softplus(error * -2) - Math.Log(2), [-1]);
    }
}
