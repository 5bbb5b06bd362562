using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Functions of one or two numbers that are compositions; derivatives follow from the parts.
public static partial class Ops
{
    private static readonly double[] ErfInvCentre =
        [2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941];

    private static readonly double[] ErfInvTail =
        [-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406, 2.83297682];

    /// <summary>The logarithm to the base 2.</summary>
    public static Tensor Log2(Tensor x) => Log(Floating(x)) * (1 / Math.Log(2));

    /// <summary>The logarithm to the base 10.</summary>
    public static Tensor Log10(Tensor x) => Log(Floating(x)) * (1 / Math.Log(10));

    /// <summary>2ˣ.</summary>
    public static Tensor Exp2(Tensor x) => Exp(Floating(x) * Math.Log(2));

    /// <summary>The cube root, negative for negative x. Its slope at 0 is ∞.</summary>
    public static Tensor Cbrt(Tensor x)
    {
        x = Floating(x);
        Tensor fixedX = StopGradient(x), y = Sign(fixedX) * Power(Abs(fixedX), 1.0 / 3);
        return WithGradient("Cbrt", y, x, dy => dy / (Square(Cbrt(x)) * 3));
    }

    /// <summary>The integer next to x towards 0.</summary>
    public static Tensor Trunc(Tensor x) => x.DType.IsFloating ? Sign(x) * Floor(Abs(x)) : x;

    /// <summary>x rounded to so many decimal places; halves go to the even one. Negative places round to tens, hundreds, ….</summary>
    public static Tensor Round(Tensor x, int decimals = 0)
    {
        if (decimals == 0) return Apply(UnaryFunction.Round, x);
        int most = x.DType == DType.Float64 ? 308 : 38; // Beyond the largest numbers' powers of ten nothing is left to round, or nothing at all.
        if (decimals > most) return x;
        if (decimals < -most) return ZerosLike(x);
        double factor = Math.Pow(10, Math.Abs(decimals)); // A whole number: one tenth has rounding errors, which a cast to integers makes whole ones.
        Tensor y = decimals > 0 ? Apply(UnaryFunction.Round, Floating(x) * factor) / factor : Apply(UnaryFunction.Round, Floating(x) / factor) * factor;
        return y.Cast(x.DType);
    }

    /// <summary>⌊x1 / x2⌋; 0 where integers are divided by 0. The lowest integer over −1, which no integer of its dtype is, stays the lowest.</summary>
    public static Tensor FloorDivide(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(x1, x2);
        if (x1.DType.IsFloating) return Floor(x1 / x2);
        if (x1.DType == DType.Bool) (x1, x2) = (x1.Cast(DType.Int32), x2.Cast(DType.Int32));
        // Cut off towards 0: one less where the signs differ and something is left. x1 less the rest could overflow.
        Tensor isBelow = LogicalAnd(NotEqual(Mod(x1, x2), 0), NotEqual(x1 < 0, x2 < 0));
        return Emit(BinaryFunction.Divide, x1, x2) - isBelow.Cast(x1.DType);
    }

    /// <summary>The remainder with the sign of x1, as in C; 0 where integers are divided by 0.</summary>
    public static Tensor Fmod(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(x1, x2);
        if (x1.DType.IsFloating) return x1 - (x2 * Trunc(x1 / x2));
        if (x1.DType == DType.Bool) (x1, x2) = (x1.Cast(DType.Int32), x2.Cast(DType.Int32));
        return Where(Equal(x2, 0), 0, x1 - (x2 * Emit(BinaryFunction.Divide, x1, x2)));
    }

    /// <summary>The larger of x1 and x2; a number wins over NaN.</summary>
    public static Tensor Fmax(Tensor x1, Tensor x2) => Where(IsNaN(x1), x2, Where(IsNaN(x2), x1, Maximum(x1, x2)));

    /// <summary>The smaller of x1 and x2; a number wins over NaN.</summary>
    public static Tensor Fmin(Tensor x1, Tensor x2) => Where(IsNaN(x1), x2, Where(IsNaN(x2), x1, Minimum(x1, x2)));

    /// <summary>√(x1² + x2²), without overflow; ∞ where one is ±∞, whatever the other. The gradient at (0, 0) is 0.</summary>
    public static Tensor Hypot(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(Floating(x1), Floating(x2));
        Tensor isInfinite = LogicalOr(IsInf(x1), IsInf(x2)); // ∞ / ∞ would be NaN.
        x1 = Abs(Where(isInfinite, 0, x1));
        x2 = Abs(Where(isInfinite, 0, x2));
        Tensor larger = Maximum(x1, x2), ratio = DivideNoNan(Minimum(x1, x2), larger);
        return Where(isInfinite, double.PositiveInfinity, larger * Sqrt(1 + Square(ratio)));
    }

    /// <summary>The angle of the point (x, y) = (<paramref name="x2"/>, <paramref name="x1"/>), from −π to π.</summary>
    public static Tensor Arctan2(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(Floating(x1), Floating(x2));
        // Both infinite: the angle of the diagonal.
        Tensor isCorner = LogicalAnd(IsInf(x1), IsInf(x2));
        Tensor y = Where(isCorner, Sign(x1), x1), x = Where(isCorner, Sign(x2), x2);
        Tensor isFlat = Abs(x) >= Abs(y);
        Tensor flat = Arctan(DivideNoNan(y, Where(isFlat, x, 1))), steep = Arctan(DivideNoNan(x, Where(isFlat, 1, y)));
        Tensor pi = Tensor.Number(Math.PI, x.DType), turned = Where(SignBit(x), flat + Where(SignBit(y), -pi, pi), flat);
        return Where(LogicalOr(IsNaN(x), IsNaN(y)), double.NaN, Where(isFlat, turned, Where(y < 0, pi * -0.5, pi * 0.5) - steep));
    }

    /// <summary>log(exp(x1) + exp(x2)), without overflow.</summary>
    public static Tensor LogAddExp(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(Floating(x1), Floating(x2));
        Tensor difference = x1 - x2, isNaN = IsNaN(difference); // Both ∞, both −∞, or one NaN.
        return Where(isNaN, x1 + x2, Maximum(x1, x2) + Log1p(Exp(-Abs(Where(isNaN, 0, difference)))));
    }

    /// <summary>log₂(2 to the power x1 + 2 to the power x2), without overflow.</summary>
    public static Tensor LogAddExp2(Tensor x1, Tensor x2) =>
        LogAddExp(Floating(x1) * Math.Log(2), Floating(x2) * Math.Log(2)) * (1 / Math.Log(2));

    /// <summary>sin(πx) / (πx), and 1 at 0.</summary>
    public static Tensor Sinc(Tensor x)
    {
        Tensor angle = Floating(x) * Math.PI, isZero = Equal(angle, 0);
        return Where(isZero, 1, Sin(angle) / Where(isZero, 1, angle));
    }

    /// <summary>Degrees to radians.</summary>
    public static Tensor Deg2Rad(Tensor x) => Floating(x) * (Math.PI / 180);

    /// <summary>Radians to degrees.</summary>
    public static Tensor Rad2Deg(Tensor x) => Floating(x) * (180 / Math.PI);

    /// <summary>0 below 0, 1 above, and at 0 the second value.</summary>
    public static Tensor Heaviside(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(Floating(x1), Floating(x2));
        return Where(x1 < 0, 0, Where(Equal(x1, 0), x2, Where(IsNaN(x1), x1, 1)));
    }

    /// <summary>True where x is below 0.</summary>
    public static Tensor SignBit(Tensor x) => x.DType.IsFloating ? LogicalOr(x < 0, LogicalAnd(Equal(x, 0), Reciprocal(x) < 0)) : x < 0;

    /// <summary>x1 · 2 to the power x2.</summary>
    public static Tensor Ldexp(Tensor x1, Tensor x2) => Floating(x1) * Exp2(x2);

    /// <summary>The number whose error function is x; ±∞ at ±1, NaN beyond.</summary>
    /// <remarks>By Giles' polynomials (2012) and Newton's method.</remarks>
    public static Tensor ErfInv(Tensor x)
    {
        x = Floating(x);
        Tensor fixedX = StopGradient(x), size = Abs(fixedX), inside = Where(size < 1, size, 0), start = ErfInvStart(inside);
        Tensor centre = start - ((Erf(start) - inside) * Pace(start)), tail = start;

        // Near 1 the digits are those of 1 − x, which is exact there; the logarithm of erfc is almost a parabola, so that far starts arrive too.
        for (int step = 0; step < (x.DType == DType.Float64 ? 4 : 1); step++)
        {
            Tensor rest = Erfc(tail);
            tail += Log(rest / (1 - inside)) * rest * Pace(tail);
        }

        Tensor y = Where(size < 1, Where(inside > 0.5, tail, centre), Where(Equal(size, 1), double.PositiveInfinity, double.NaN));
        return WithGradient("Erfinv", Where(fixedX < 0, -y, y), x, dy => dy * Pace(ErfInv(x)));

        static Tensor Pace(Tensor y) => Exp(Square(y)) * (Math.Sqrt(Math.PI) / 2); // 1 / erf′(y).
    }

    /// <summary>NaN and ±∞ replaced by numbers.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="nan">For NaN.</param>
    /// <param name="posinf">For +∞; the dtype's largest without one.</param>
    /// <param name="neginf">For −∞; the dtype's lowest without one.</param>
    public static Tensor NanToNum(Tensor x, double nan = 0, double? posinf = null, double? neginf = null)
    {
        if (!x.DType.IsFloating) return x;
        double largest = x.DType == DType.Float64 ? double.MaxValue : float.MaxValue;
        x = Where(IsNaN(x), nan, x);
        x = Where(Equal(x, double.PositiveInfinity), posinf ?? largest, x);
        return Where(Equal(x, double.NegativeInfinity), neginf ?? -largest, x);
    }

    /// <summary>The greatest common divisor of integers, by Euclid's algorithm; as many steps as 64 bits may need.</summary>
    public static Tensor Gcd(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(x1, x2);
        (x1, x2) = (Abs(x1), Abs(x2));
        for (int step = 0; step < (x1.DType == DType.Int64 ? 91 : x1.DType == DType.UInt8 ? 13 : 46); step++)
            (x1, x2) = (Where(Equal(x2, 0), x1, x2), Where(Equal(x2, 0), 0, Mod(x1, Where(Equal(x2, 0), 1, x2))));
        return x1;
    }

    /// <summary>The least common multiple of integers.</summary>
    public static Tensor Lcm(Tensor x1, Tensor x2)
    {
        Tensor divisor = Gcd(x1, x2);
        return Abs(Multiply(FloorDivide(x1, Where(Equal(divisor, 0), 1, divisor)), x2));
    }

    /// <summary>The modified Bessel function of order 0, to 2 · 10⁻⁷ (Abramowitz &amp; Stegun 9.8.1, 9.8.2).</summary>
    public static Tensor I0(Tensor x)
    {
        x = Abs(Floating(x));
        double[] near = [0.0045813, 0.0360768, 0.2659732, 1.2067492, 3.0899424, 3.5156229, 1];
        double[] far = [0.00392377, -0.01647633, 0.02635537, -0.02057706, 0.00916281, -0.00157565, 0.00225319, 0.01328592, 0.39894228];
        Tensor square = Square(Minimum(x, 3.75) / 3.75), large = Maximum(x, 3.75);
        return Where(x < 3.75, Polynomial(near, square), Exp(large) * Rsqrt(large) * Polynomial(far, 3.75 / large));
    }

    // Horner's rule, the highest coefficient first.
    private static Tensor Polynomial(double[] coefficients, Tensor x) =>
        coefficients[1..].Aggregate((x * 0) + coefficients[0], (sum, coefficient) => (sum * x) + coefficient);

    private static Tensor ErfInvStart(Tensor x)
    {
        Tensor w = -Log((1 - x) * (1 + x));
        return x * Where(w < 5, Polynomial(ErfInvCentre, w - 2.5), Polynomial(ErfInvTail, Sqrt(Maximum(w, 0)) - 3));
    }
}
