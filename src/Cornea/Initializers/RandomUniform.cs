namespace Cornea.Initializers;

/// <summary>Evenly between two bounds.</summary>
/// <param name="minVal">The smallest value.</param>
/// <param name="maxVal">The bound that is not reached.</param>
/// <param name="seed">The seed; null draws one.</param>
public sealed class RandomUniform(double minVal = -0.05, double maxVal = 0.05, int? seed = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Uniform(shape, dtype, minVal, maxVal);

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("minval", minVal).With("maxval", maxVal);
}
