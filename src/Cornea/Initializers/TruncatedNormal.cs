namespace Cornea.Initializers;

/// <summary>Normally distributed within two standard deviations of the mean.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stdDev">The standard deviation before the cut.</param>
/// <param name="seed">The seed; null draws one.</param>
public sealed class TruncatedNormal(double mean = 0, double stdDev = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => base.TruncatedNormal(shape, dtype, mean, stdDev);

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("mean", mean).With("stddev", stdDev);
}
