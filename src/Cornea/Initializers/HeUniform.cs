namespace Cornea.Initializers;

/// <summary>Evenly between ±√(6 / fan in) (He et al. 2015).</summary>
/// <param name="seed">The seed; null draws one.</param>
/// <param name="inputAxes">The axes whose sizes' product is fan in, where the usual rule doesn't hold.</param>
/// <param name="outputAxes">The axes whose sizes' product is fan out; given together with <paramref name="inputAxes"/>.</param>
public sealed class HeUniform(int? seed = null, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(2, "fan_in", "uniform", seed, inputAxes, outputAxes);
