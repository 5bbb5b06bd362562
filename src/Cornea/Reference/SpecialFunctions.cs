namespace Cornea.Reference;

/// <summary>Functions of one number that .NET lacks, or has without the digits: to about 1e-15 relative.</summary>
internal static class SpecialFunctions
{
    private const double InverseRootPi = 0.56418958354775628695;

    /// <summary>eˣ − 1. Exact for small x by the rounding errors of eˣ and of its logarithm undoing each other (Kahan).</summary>
    public static double Expm1(double x)
    {
        double y = Math.Exp(x);
        if (y == 1) return x;
        if (y - 1 == -1 || double.IsInfinity(y)) return y - 1;
        return (y - 1) * x / Math.Log(y);
    }

    /// <summary>log(1 + x). Exact for small x in the same way.</summary>
    public static double Log1p(double x)
    {
        double y = 1 + x;
        if (y == 1 || double.IsPositiveInfinity(y)) return x;
        return Math.Log(y) * x / (y - 1);
    }

    /// <summary>log(1 + eˣ), written so that neither end overflows.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>2/√π ∫₀ˣ e⁻ᵗ² dt.</summary>
    public static double Erf(double x) =>
        double.IsNaN(x) ? x
        : Math.Abs(x) < 1.5 ? ErfSeries(x)
        : Math.Sign(x) * (1 - ErfcFraction(Math.Abs(x)));

    /// <summary>1 − erf(x), with its own digits where erf(x) is almost 1.</summary>
    public static double Erfc(double x) =>
        double.IsNaN(x) ? x
        : x < 1.5 ? 1 - Erf(x)
        : ErfcFraction(x);

    // erf x = 2x/√π · e⁻ˣ² · Σ (2x²)ⁿ / (1·3·…·(2n + 1)): all terms have one sign (Abramowitz & Stegun 7.1.6).
    private static double ErfSeries(double x)
    {
        double term = 1, sum = 1;
        for (int n = 1; term > 1e-18 * sum; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 * x * InverseRootPi * Math.Exp(-x * x) * sum;
    }

    // erfc x = e⁻ˣ²/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …)))) for x > 0 (Abramowitz & Stegun 7.1.14), from the inside outwards.
    private static double ErfcFraction(double x)
    {
        double fraction = x;
        for (int n = 200; n > 0; n--) fraction = x + (n * 0.5 / fraction);
        return InverseRootPi * Math.Exp(-x * x) / fraction;
    }
}
