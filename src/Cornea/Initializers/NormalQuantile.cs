namespace Cornea.Initializers;

/// <summary>The inverse of the normal distribution, by which an even draw becomes a normal one.</summary>
/// <remarks>Rational functions of P. J. Acklam (2003, public domain): the relative error is below 1.2 · 10⁻⁹.</remarks>
internal static class NormalQuantile
{
    /// <summary>Φ(−2).</summary>
    private const double BelowMinusTwo = 0.022750131948179207;

    private const double Central = 0.02425;

    /// <summary>The quantile, for an even draw from [0, 1), of the normal distribution cut off at −2 and 2.</summary>
    public static double WithinTwo(double draw) => Math.Clamp(Of(BelowMinusTwo + (draw * (1 - (2 * BelowMinusTwo)))), -2, 2);

    private static double Of(double probability)
    {
        if (probability > 1 - Central) return -Tail(1 - probability);
        if (probability < Central) return Tail(probability);
        double q = probability - 0.5, r = q * q;
        return ((((((((((-39.69683028665376 * r) + 220.9460984245205) * r) - 275.9285104469687) * r) + 138.3577518672690) * r) - 30.66479806614716) * r)
            + 2.506628277459239) * q
            / ((((((((((-54.47609879822406 * r) + 161.5858368580409) * r) - 155.6989798598866) * r) + 66.80131188771972) * r) - 13.28068155288572) * r) + 1);
    }

    private static double Tail(double probability)
    {
        double q = Math.Sqrt(-2 * Math.Log(probability));
        return ((((((((((-0.007784894002430293 * q) - 0.3223964580411365) * q) - 2.400758277161838) * q) - 2.549732539343734) * q) + 4.374664141464968) * q)
            + 2.938163982698783)
            / ((((((((0.007784695709041462 * q) + 0.3224671290700398) * q) + 2.445134137142996) * q) + 3.754408661907416) * q) + 1);
    }
}
