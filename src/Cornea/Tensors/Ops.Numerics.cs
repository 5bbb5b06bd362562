namespace Cornea;

// Small compositions that losses, metrics, constraints and activations share.
public static partial class Ops
{
    /// <summary>a / b, and 0 where b is 0.</summary>
    public static Tensor DivideNoNan(Tensor a, Tensor b)
    {
        Tensor isZero = Equal(b, 0);
        return Where(isZero, 0, a / Where(isZero, 1, b));
    }

    /// <summary>x over its Euclidean norm along an axis; the norm counts as at least 10⁻⁷.</summary>
    public static Tensor Normalize(Tensor x, int axis = -1) =>
        x * Minimum(Rsqrt(Sum(Square(x), [axis], keepDims: true)), 1 / KerasEpsilon);

    /// <summary>A matrix with ones on its diagonal.</summary>
    public static Tensor Eye(int rows, int? columns = null, DType? dtype = null) =>
        Equal(Arange(rows).ExpandDims(1), Arange(columns ?? rows).ExpandDims(0)).Cast(dtype ?? DType.Float32);

    /// <summary>Keras' epsilon(): what keeps divisions and logarithms from zero.</summary>
    internal const double KerasEpsilon = 1e-7;

    /// <summary>1 − epsilon() as float32 has it, which is 1.19 · 10⁻⁷ below 1.</summary>
    internal const double OneLessEpsilon = 1f - 1e-7f;
}
