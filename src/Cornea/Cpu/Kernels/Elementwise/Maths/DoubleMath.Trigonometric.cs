namespace Cornea.Cpu.Kernels;

internal static partial class DoubleMath
{
    private const double HalfPi = 1.5707963267948966;

    /// <summary>The bits of 2 / π after the point, 32 in each word.</summary>
    private static ReadOnlySpan<uint> TwoOverPi =>
    [
        0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB,
    ];

    public static double Sin(double x)
    {
        (double r, int quadrant) = ReduceToQuadrant(x);
        double value = (quadrant & 1) == 0 ? SinSeries(r) : CosSeries(r);
        return (quadrant & 2) == 0 ? value : -value;
    }

    public static double Cos(double x)
    {
        (double r, int quadrant) = ReduceToQuadrant(x);
        double value = (quadrant & 1) == 0 ? CosSeries(r) : SinSeries(r);
        return ((quadrant + 1) & 2) == 0 ? value : -value;
    }

    public static double Tan(double x)
    {
        (double r, int quadrant) = ReduceToQuadrant(x);
        return (quadrant & 1) == 0 ? SinSeries(r) / CosSeries(r) : -CosSeries(r) / SinSeries(r);
    }

    public static double Atan(double x)
    {
        double magnitude = Math.Abs(x);
        bool isLarge = magnitude > 1.0;
        double reduced = isLarge ? 1.0 / magnitude : magnitude;
        // Half the angle, twice: then it is at most π / 16, where the series ends soon.
        reduced /= 1.0 + Math.Sqrt(Math.FusedMultiplyAdd(reduced, reduced, 1.0));
        reduced /= 1.0 + Math.Sqrt(Math.FusedMultiplyAdd(reduced, reduced, 1.0));
        double square = -(reduced * reduced);
        double p = 0.0;
        for (int k = 15; k >= 1; k -= 2)
        {
            p = Math.FusedMultiplyAdd(p, square, 1.0 / k);
        }
        double angle = 4.0 * p * reduced;
        return Math.CopySign(isLarge ? HalfPi - angle : angle, x);
    }

    public static double Asin(double x) => Atan(x / Math.Sqrt((1.0 - x) * (1.0 + x)));

    public static double Acos(double x) => 2.0 * Atan(Math.Sqrt((1.0 - x) / (1.0 + x)));

    /// <summary>x = quadrant · π/2 + r with |r| ≤ π/4, for any x that is a float; NaN for ±∞.</summary>
    private static (double R, int Quadrant) ReduceToQuadrant(double x)
    {
        if (Math.Abs(x) < 0.5 * HalfPi)
        {
            return (x, 0); // −0 too.
        }
        if (Math.Abs(x) < 1e5)
        {
            double n = Math.Round(x * (1.0 / HalfPi));
            // π/2 in two parts: a float comes no nearer to a multiple of π/2 than these leave exact.
            double r = Math.FusedMultiplyAdd(-n, HalfPi, x);
            return (Math.FusedMultiplyAdd(-n, 6.123233995736766e-17, r), (int)n);
        }
        if (!double.IsFinite(x))
        {
            return (double.NaN, 0);
        }
        return ReduceLarge(x);
    }

    /// <summary>
    /// Payne and Hanek's reduction (1983): x = mantissa · 2^shift, and of mantissa · (2 / π) only the bits around the point matter; those
    /// further left are whole turns.
    /// </summary>
    private static (double R, int Quadrant) ReduceLarge(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        ulong mantissa = (((ulong)bits & 0x000FFFFFFFFFFFFF) | 0x0010000000000000) >> 29; // 24 bits: x is a float.
        int shift = (int)(bits >> 52) - 1023 - 23;
        // Ninety-six bits of 2 / π from bit 'shift' on, as a fraction of 2^-(shift - 2): two whole-quadrant bits stay above the point.
        int first = Math.Max(shift - 2, 0);
        UInt128 window = 0;
        for (int word = 0; word < 4; word++)
        {
            int index = (first >> 5) + word;
            window = (window << 32) | (index < TwoOverPi.Length ? TwoOverPi[index] : 0u);
        }
        window = (window << (first & 31)) >> 32; // 96 bits; its highest has the weight 2^-(first + 1).
        UInt128 product = window * mantissa; // Up to 120 bits; bit b has the weight 2^(b - 96 - first + shift).
        int point = 96 + first - shift; // The number of bits after the point.
        UInt128 fraction = product & ((UInt128.One << point) - 1);
        int quadrant = (int)((ulong)(product >> point) & 3);
        double value = (double)(long)(ulong)(fraction >> (point - 62)) * (1.0 / (1L << 62));
        if (value > 0.5)
        {
            value -= 1.0;
            quadrant++;
        }
        double r = value * HalfPi;
        return x < 0.0 ? (-r, -quadrant) : (r, quadrant);
    }

    /// <summary>Taylor's series up to r¹⁷, for |r| ≤ π/4.</summary>
    private static double SinSeries(double r)
    {
        double square = -(r * r);
        double p = 1.0;
        for (int k = 16; k >= 2; k -= 2)
        {
            p = Math.FusedMultiplyAdd(p * square, 1.0 / (k * (k + 1)), 1.0);
        }
        return p * r;
    }

    /// <summary>Taylor's series up to r¹⁶, for |r| ≤ π/4.</summary>
    private static double CosSeries(double r)
    {
        double square = -(r * r);
        double p = 1.0;
        for (int k = 15; k >= 1; k -= 2)
        {
            p = Math.FusedMultiplyAdd(p * square, 1.0 / (k * (k + 1)), 1.0);
        }
        return p;
    }
}
