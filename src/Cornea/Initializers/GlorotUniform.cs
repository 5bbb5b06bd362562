namespace Cornea.Initializers;

/// <summary>Evenly between ±√(6 / (fan in + fan out)); Keras' default for kernels (Glorot &amp; Bengio 2010).</summary>
/// <param name="seed">The seed; null draws one.</param>
/// <param name="inputAxes">The axes whose sizes' product is fan in, where the usual rule doesn't hold.</param>
/// <param name="outputAxes">The axes whose sizes' product is fan out; given together with <paramref name="inputAxes"/>.</param>
public sealed class GlorotUniform(int? seed = null, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, "fan_avg", "uniform", seed, inputAxes, outputAxes);
