namespace Cornea.Reference;

/// <summary>What integers do where they differ from real numbers: they wrap round and divide by truncation.</summary>
internal static class Integers
{
    /// <summary>A result as an integer dtype holds it: the low bits, as in NumPy and C#.</summary>
    public static double Wrap(long value, DType dtype) => unchecked(
        dtype == DType.Int32 ? (int)value
        : dtype == DType.UInt8 ? (byte)value
        : dtype == DType.Bool ? (value != 0 ? 1 : 0)
        : value);

    /// <summary>A real number made an integer: truncated towards 0, kept within the dtype's range; NaN becomes 0.</summary>
    public static double Truncate(double value, DType dtype)
    {
        if (double.IsNaN(value)) return 0;
        (double low, double high) = dtype == DType.Int32 ? (int.MinValue, int.MaxValue)
            : dtype == DType.UInt8 ? (byte.MinValue, byte.MaxValue)
            : ((double)long.MinValue, (double)long.MaxValue);
        return Math.Clamp(Math.Truncate(value), low, high);
    }

    /// <summary>The quotient without its fraction; 0 where the divisor is 0, as in NumPy.</summary>
    public static long Divide(long a, long b) => b == 0 ? 0 : b == -1 ? unchecked(-a) : a / b;

    /// <summary>The remainder with the sign of b; 0 where b is 0, as in NumPy.</summary>
    public static long FloorModulo(long a, long b)
    {
        if (b is 0 or -1) return 0;
        long remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    /// <summary>a to the power b; a negative power is the truncated quotient 1 / aⁿ: 0 but for a = ±1.</summary>
    public static long Power(long a, long b)
    {
        if (b < 0) return a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0;
        long result = 1;
        for (; b > 0; b >>= 1)
        {
            if ((b & 1) != 0) result = unchecked(result * a);
            a = unchecked(a * a);
        }

        return result;
    }
}
