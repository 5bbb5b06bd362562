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

    /// <summary>The cube root, negative for negative x.</summary>
    public static Tensor Cbrt(Tensor x)
    {
        x = Floating(x);
        return Sign(x) * Power(Abs(x), 1.0 / 3);
    }

    /// <summary>The integer next to x towards 0.</summary>
    public static Tensor Trunc(Tensor x) => x.DType.IsFloating ? Sign(x) * Floor(Abs(x)) : x;

    /// <summary>x rounded to so many decimal places; halves go to the even one. Negative places round to tens, hundreds, ….</summary>
    public static Tensor Round(Tensor x, int decimals)
    {
        if (decimals == 0) return Round(x);
        double factor = Math.Pow(10, decimals);
        return (Round(Floating(x) * factor) / factor).Cast(x.DType);
    }

    /// <summary>⌊a / b⌋; 0 where integers are divided by 0.</summary>
    public static Tensor FloorDivide(Tensor a, Tensor b)
    {
        (a, b) = Meet(a, b);
        if (a.DType.IsFloating) return Floor(a / b);
        if (a.DType == DType.Bool) (a, b) = (a.Cast(DType.Int32), b.Cast(DType.Int32));
        return Emit(BinaryFunction.Divide, a - Mod(a, b), b);
    }

    /// <summary>The remainder with the sign of a, as in C.</summary>
    public static Tensor Fmod(Tensor a, Tensor b)
    {
        (a, b) = Meet(a, b);
        return a - (b * (a.DType.IsFloating ? Trunc(a / b) : Emit(BinaryFunction.Divide, a, b)));
    }

    /// <summary>The larger of a and b; a number wins over NaN.</summary>
    public static Tensor Fmax(Tensor a, Tensor b) => Where(IsNaN(a), b, Where(IsNaN(b), a, Maximum(a, b)));

    /// <summary>The smaller of a and b; a number wins over NaN.</summary>
    public static Tensor Fmin(Tensor a, Tensor b) => Where(IsNaN(a), b, Where(IsNaN(b), a, Minimum(a, b)));

    /// <summary>√(a² + b²), without overflow.</summary>
    public static Tensor Hypot(Tensor a, Tensor b)
    {
        (a, b) = Meet(Floating(a), Floating(b));
        a = Abs(a);
        b = Abs(b);
        Tensor larger = Maximum(a, b), ratio = DivideNoNan(Minimum(a, b), larger);
        return larger * Sqrt(1 + Square(ratio));
    }

    /// <summary>The angle of the point (x, y) = (<paramref name="b"/>, <paramref name="a"/>), from −π to π.</summary>
    public static Tensor Arctan2(Tensor a, Tensor b)
    {
        (a, b) = Meet(Floating(a), Floating(b));
        Tensor isFlat = Abs(b) >= Abs(a);
        Tensor flat = Arctan(DivideNoNan(a, Where(isFlat, b, 1))), steep = Arctan(DivideNoNan(b, Where(isFlat, 1, a)));
        Tensor turned = Where(b < 0, Where(a < 0, -Math.PI, Math.PI), 0);
        return Where(isFlat, flat + turned, Where(a < 0, -Math.PI / 2, Math.PI / 2) - steep);
    }

    /// <summary>log(eᵃ + eᵇ), without overflow.</summary>
    public static Tensor LogAddExp(Tensor a, Tensor b)
    {
        (a, b) = Meet(Floating(a), Floating(b));
        Tensor difference = a - b;
        return Where(IsNaN(difference), a + b, Maximum(a, b) + Log1p(Exp(-Abs(difference))));
    }

    /// <summary>log₂(2ᵃ + 2ᵇ), without overflow.</summary>
    public static Tensor LogAddExp2(Tensor a, Tensor b) =>
        LogAddExp(Floating(a) * Math.Log(2), Floating(b) * Math.Log(2)) * (1 / Math.Log(2));

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
    public static Tensor Heaviside(Tensor a, Tensor b)
    {
        (a, b) = Meet(Floating(a), Floating(b));
        return Where(a < 0, 0, Where(Equal(a, 0), b, Where(IsNaN(a), a, 1)));
    }

    /// <summary>True where x is below 0.</summary>
    public static Tensor SignBit(Tensor x) => x.DType.IsFloating ? LogicalOr(x < 0, LogicalAnd(Equal(x, 0), Reciprocal(x) < 0)) : x < 0;

    /// <summary>a · 2ᵇ.</summary>
    public static Tensor Ldexp(Tensor a, Tensor b) => Floating(a) * Exp2(b);

    /// <summary>The number whose error function is x; ±∞ at ±1, NaN beyond.</summary>
    /// <remarks>By Giles' polynomials (2012) and one step of Newton's method.</remarks>
    public static Tensor ErfInv(Tensor x)
    {
        x = Floating(x);
        Tensor fixedX = StopGradient(x), y = ErfInvStart(fixedX), isInside = Abs(fixedX) < 1;
        y = Where(isInside, y - ((Erf(y) - fixedX) * (Math.Sqrt(Math.PI) / 2) * Exp(Square(y))), Where(Equal(Abs(fixedX), 1), fixedX * double.PositiveInfinity, double.NaN));
        y = Where(Equal(fixedX, 0), 0, y);
        return CustomGradient(y, [x], dy => [dy * (Math.Sqrt(Math.PI) / 2) * Exp(Square(ErfInv(x)))]);
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
    public static Tensor Gcd(Tensor a, Tensor b)
    {
        (a, b) = Meet(a, b);
        (a, b) = (Abs(a), Abs(b));
        for (int step = 0; step < (a.DType == DType.Int64 ? 91 : a.DType == DType.UInt8 ? 13 : 46); step++)
            (a, b) = (Where(Equal(b, 0), a, b), Where(Equal(b, 0), 0, Mod(a, Where(Equal(b, 0), 1, b))));
        return a;
    }

    /// <summary>The least common multiple of integers.</summary>
    public static Tensor Lcm(Tensor a, Tensor b)
    {
        Tensor divisor = Gcd(a, b);
        return Abs(Multiply(FloorDivide(a, Where(Equal(divisor, 0), 1, divisor)), b));
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
        Tensor inside = Clip(x, -0.9999999, 0.9999999), w = -Log((1 - inside) * (1 + inside));
        return inside * Where(w < 5, Polynomial(ErfInvCentre, w - 2.5), Polynomial(ErfInvTail, Sqrt(Maximum(w, 0)) - 3));
    }
}
