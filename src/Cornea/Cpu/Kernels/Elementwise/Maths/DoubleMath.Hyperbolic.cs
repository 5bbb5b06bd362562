namespace Cornea.Cpu.Kernels;

internal static partial class DoubleMath
{
    private const double TwoOverRootPi = 1.1283791670955126;

    /// <summary>Below this the differences of exponentials and logarithms would cancel, and a few terms of the series are exact.</summary>
    private const double Small = 0.01;

    public static double Sinh(double x)
    {
        double square = x * x;
        if (Math.Abs(x) < Small)
        {
            return x * (1.0 + square * (1.0 / 6.0 + square * (1.0 / 120.0)));
        }
        double e = Exp(Math.Abs(x));
        return Math.CopySign(0.5 * (e - 1.0 / e), x);
    }

    public static double Cosh(double x)
    {
        double e = Exp(Math.Abs(x));
        return 0.5 * (e + 1.0 / e);
    }

    public static double Asinh(double x)
    {
        double magnitude = Math.Abs(x);
        double square = x * x;
        if (magnitude < Small)
        {
            return x * (1.0 - square * (1.0 / 6.0 - square * (3.0 / 40.0 - square * (15.0 / 336.0))));
        }
        return Math.CopySign(Log(magnitude + Math.Sqrt(square + 1.0)), x);
    }

    public static double Acosh(double x) => x < 1.0 ? double.NaN : Log(x + Math.Sqrt((x - 1.0) * (x + 1.0)));

    public static double Atanh(double x)
    {
        double square = x * x;
        if (Math.Abs(x) < Small)
        {
            return x * (1.0 + square * (1.0 / 3.0 + square * (1.0 / 5.0 + square * (1.0 / 7.0))));
        }
        return 0.5 * Log((1.0 + x) / (1.0 - x));
    }

    /// <summary>1 − erf x: below 2 from erf's series, above from its continued fraction (both Abramowitz and Stegun, 7.1).</summary>
    public static double Erfc(double x)
    {
        double magnitude = Math.Abs(x);
        if (magnitude < 2.0)
        {
            return 1.0 - Erf(x);
        }
        if (magnitude > 27.0)
        {
            return x < 0.0 ? 2.0 : 0.0;
        }
        double fraction = magnitude;
        for (int k = 60; k >= 1; k--)
        {
            fraction = magnitude + 0.5 * k / fraction;
        }
        double tail = Exp(-(magnitude * magnitude)) * (0.5 * TwoOverRootPi) / fraction;
        return x < 0.0 ? 2.0 - tail : tail;
    }

    /// <summary>erf x for |x| &lt; 2, NaN for a NaN: 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, whose terms are all of one sign.</summary>
    private static double Erf(double x)
    {
        double square = 2.0 * (x * x);
        double sum = 1.0;
        for (int k = 69; k >= 3; k -= 2)
        {
            sum = 1.0 + sum * square / k;
        }
        return TwoOverRootPi * Exp(-(x * x)) * x * sum;
    }
}
