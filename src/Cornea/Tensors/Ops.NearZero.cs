namespace Cornea;

// Divisions and roots that stay numbers at 0, which losses, metrics, constraints and activations share.
public static partial class Ops
{
    /// <summary>x1 / x2, and 0 where x2 is 0.</summary>
    public static Tensor DivideNoNan(Tensor x1, Tensor x2)
    {
        Tensor isZero = Equal(x2, 0);
        return Where(isZero, 0, x1 / Where(isZero, 1, x2));
    }

    /// <summary>√x of what isn't negative, a sum of squares: its gradient at 0 is 0, where that of <see cref="Sqrt"/> is ∞, and NaN for the squares.</summary>
    internal static Tensor Root(Tensor x)
    {
        Tensor isZero = Equal(x, 0);
        return Where(isZero, 0, Sqrt(Where(isZero, 1, x)));
    }

    /// <summary>Keras' epsilon(): what keeps divisions and logarithms from zero.</summary>
    internal const double KerasEpsilon = 1e-7;

    /// <summary>1 − epsilon() as float32 has it, which is 1.19 · 10⁻⁷ below 1.</summary>
    internal const double OneLessEpsilon = 1f - 1e-7f;
}
