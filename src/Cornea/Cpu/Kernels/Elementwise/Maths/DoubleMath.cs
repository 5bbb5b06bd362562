namespace Cornea.Cpu.Kernels;

/// <summary>
/// Functions in double precision out of additions, multiplications, divisions and square roots only, which every machine rounds alike; a
/// C library's differ from one to the next.
/// </summary>
/// <remarks>
/// Relative errors stay below 10⁻¹⁰ for arguments that are floats, so a result rounded to float is off by hardly more than half an ulp.
/// Series are Taylor's and Euler's; the arguments are first reduced until a dozen terms do.
/// </remarks>
internal static partial class DoubleMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;

    /// <summary>1 / k! from k = 13 down to 0.</summary>
    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1 / 6227020800.0, 1 / 479001600.0, 1 / 39916800.0, 1 / 3628800.0, 1 / 362880.0, 1 / 40320.0, 1 / 5040.0, 1 / 720.0, 1 / 120.0,
        1 / 24.0, 1 / 6.0, 0.5, 1.0, 1.0,
    ];

    public static double Exp(double x)
    {
        if (!(x < 710.0))
        {
            return x + double.PositiveInfinity; // A NaN stays one.
        }
        if (x < -760.0)
        {
            return 0.0;
        }
        double n = Math.Round(x * Log2E);
        double r = Math.FusedMultiplyAdd(-n, Ln2, x);
        double p = 0.0;
        foreach (double coefficient in InverseFactorials)
        {
            p = Math.FusedMultiplyAdd(p, r, coefficient);
        }
        // Two factors: one would overflow at n = 1024 and be no normal number below −1022.
        int half = (int)n >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo((int)n - half);
    }

    public static double Log(double x)
    {
        if (!(x > 0.0) || x == double.PositiveInfinity)
        {
            return x == 0.0 ? double.NegativeInfinity : x < 0.0 ? double.NaN : x;
        }
        long bits = BitConverter.DoubleToInt64Bits(x); // Never subnormal: the arguments are floats.
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }
        double s = (mantissa - 1.0) / (mantissa + 1.0);
        return Math.FusedMultiplyAdd(exponent, Ln2, 2.0 * ArTanhSeries(s, s * s));
    }

    /// <summary>IEEE 754's pow: x⁰ = 1 and 1ʸ = 1 even for a NaN; a negative base has whole exponents only.</summary>
    public static double Power(double left, double right)
    {
        if (right == 0.0 || left == 1.0)
        {
            return 1.0;
        }
        if (double.IsNaN(left) || double.IsNaN(right))
        {
            return double.NaN;
        }
        double magnitude = Math.Abs(left);
        if (double.IsInfinity(right))
        {
            return magnitude == 1.0 ? 1.0 : magnitude > 1.0 == right > 0.0 ? double.PositiveInfinity : 0.0;
        }
        bool isWhole = Math.Floor(right) == right;
        bool isOdd = isWhole && Math.Floor(right * 0.5) != right * 0.5;
        double sign = isOdd && double.IsNegative(left) ? -1.0 : 1.0;
        if (magnitude == 0.0 || double.IsInfinity(magnitude))
        {
            return magnitude == 0.0 == right > 0.0 ? sign * 0.0 : sign * double.PositiveInfinity;
        }
        if (left < 0.0 && !isWhole)
        {
            return double.NaN;
        }
        return sign * Exp(right * Log(magnitude));
    }

    /// <summary>Python's %: fmod is exact, so the only rounding is that of adding the divisor to it.</summary>
    public static double FloorModulo(double left, double right)
    {
        double remainder = left % right;
        if (remainder == 0.0)
        {
            return Math.CopySign(0.0, right);
        }
        return remainder < 0.0 != right < 0.0 ? remainder + right : remainder;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    /// <summary>artanh s for |s| ≤ 0.18, by Taylor's series.</summary>
    private static double ArTanhSeries(double s, double square)
    {
        double p = 0.0;
        for (int k = 17; k >= 1; k -= 2)
        {
            p = Math.FusedMultiplyAdd(p, square, 1.0 / k);
        }
        return p * s;
    }
}
