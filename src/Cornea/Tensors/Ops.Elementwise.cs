using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

/// <summary>What keras.ops offers: operations on tensors, computed when somebody looks. Shapes broadcast by NumPy's rule.</summary>
public static partial class Ops
{
    /// <summary>x1 + x2.</summary>
    public static Tensor Add(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Add, x1, x2);

    /// <summary>x1 − x2.</summary>
    public static Tensor Subtract(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Subtract, x1, x2);

    /// <summary>x1 · x2, element by element.</summary>
    public static Tensor Multiply(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Multiply, x1, x2);

    /// <summary>x1 / x2; integers become float32 first.</summary>
    public static Tensor Divide(Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(x1, x2);
        return x1.DType.IsFloating ? Emit(BinaryFunction.Divide, x1, x2) : Emit(BinaryFunction.Divide, x1.Cast(DType.Float32), x2.Cast(DType.Float32));
    }

    /// <summary>The larger of x1 and x2; NaN wins.</summary>
    public static Tensor Maximum(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Maximum, x1, x2);

    /// <summary>The smaller of x1 and x2; NaN wins.</summary>
    public static Tensor Minimum(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Minimum, x1, x2);

    /// <summary>x1 to the power x2.</summary>
    public static Tensor Power(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Power, x1, x2);

    /// <summary>The remainder with the sign of x2, x1 − x2 · ⌊x1 / x2⌋.</summary>
    public static Tensor Mod(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.FloorModulo, x1, x2);

    /// <summary>x1 = x2, as bool.</summary>
    public static Tensor Equal(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Equal, x1, x2);

    /// <summary>x1 ≠ x2, as bool.</summary>
    public static Tensor NotEqual(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.NotEqual, x1, x2);

    /// <summary>x1 &lt; x2, as bool.</summary>
    public static Tensor Less(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Less, x1, x2);

    /// <summary>x1 ≤ x2, as bool.</summary>
    public static Tensor LessEqual(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.LessEqual, x1, x2);

    /// <summary>x1 &gt; x2, as bool.</summary>
    public static Tensor Greater(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.Greater, x1, x2);

    /// <summary>x1 ≥ x2, as bool.</summary>
    public static Tensor GreaterEqual(Tensor x1, Tensor x2) => Arithmetic(BinaryFunction.GreaterEqual, x1, x2);

    /// <summary>True where both are.</summary>
    public static Tensor LogicalAnd(Tensor x1, Tensor x2) => Emit(BinaryFunction.And, x1.Cast(DType.Bool), x2.Cast(DType.Bool));

    /// <summary>True where one is.</summary>
    public static Tensor LogicalOr(Tensor x1, Tensor x2) => Emit(BinaryFunction.Or, x1.Cast(DType.Bool), x2.Cast(DType.Bool));

    /// <summary>True where x isn't.</summary>
    public static Tensor LogicalNot(Tensor x) => Apply(UnaryFunction.Not, x.Cast(DType.Bool));

    /// <summary>For each element x1 where the condition holds, else x2.</summary>
    public static Tensor Where(Tensor condition, Tensor x1, Tensor x2)
    {
        (x1, x2) = Meet(x1, x2);
        return Node.Emit(new Select(), condition.Cast(DType.Bool), x1, x2)[0];
    }

    /// <summary>The int32 positions of what is true, axis by axis, as <see cref="Nonzero"/> gives them; computes.</summary>
    public static IReadOnlyList<Tensor> Where(Tensor condition) => Nonzero(condition);

    /// <summary>−x.</summary>
    public static Tensor Negative(Tensor x) => Apply(UnaryFunction.Negate, x);

    /// <summary>|x|.</summary>
    public static Tensor Abs(Tensor x) => x.DType == DType.Bool ? x : Apply(UnaryFunction.Abs, x);

    /// <summary>−1, 0 or 1.</summary>
    public static Tensor Sign(Tensor x) => Apply(UnaryFunction.Sign, x);

    /// <summary>eˣ.</summary>
    public static Tensor Exp(Tensor x) => Apply(UnaryFunction.Exp, x);

    /// <summary>eˣ − 1, exact for small x.</summary>
    public static Tensor Expm1(Tensor x) => Apply(UnaryFunction.Expm1, x);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => Apply(UnaryFunction.Log, x);

    /// <summary>log(1 + x), exact for small x.</summary>
    public static Tensor Log1p(Tensor x) => Apply(UnaryFunction.Log1p, x);

    /// <summary>√x.</summary>
    public static Tensor Sqrt(Tensor x) => Apply(UnaryFunction.Sqrt, x);

    /// <summary>1 / √x.</summary>
    public static Tensor Rsqrt(Tensor x) => Apply(UnaryFunction.Rsqrt, x);

    /// <summary>x².</summary>
    public static Tensor Square(Tensor x) => Apply(UnaryFunction.Square, x.DType == DType.Bool ? x.Cast(DType.Int32) : x);

    /// <summary>1 / x.</summary>
    public static Tensor Reciprocal(Tensor x) => Apply(UnaryFunction.Reciprocal, x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) => Apply(UnaryFunction.Sigmoid, x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Apply(UnaryFunction.Tanh, x);

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Tensor x) => Apply(UnaryFunction.Relu, x);

    /// <summary>min(max(x, 0), 6).</summary>
    public static Tensor Relu6(Tensor x) => Apply(UnaryFunction.Relu6, x);

    /// <summary>log(1 + eˣ).</summary>
    public static Tensor Softplus(Tensor x) => Apply(UnaryFunction.Softplus, x);

    /// <summary>The error function.</summary>
    public static Tensor Erf(Tensor x) => Apply(UnaryFunction.Erf, x);

    /// <summary>1 − erf(x), exact for large x.</summary>
    public static Tensor Erfc(Tensor x) => Apply(UnaryFunction.Erfc, x);

    /// <summary>The sine of an angle in radians.</summary>
    public static Tensor Sin(Tensor x) => Apply(UnaryFunction.Sin, x);

    /// <summary>The cosine of an angle in radians.</summary>
    public static Tensor Cos(Tensor x) => Apply(UnaryFunction.Cos, x);

    /// <summary>The tangent of an angle in radians.</summary>
    public static Tensor Tan(Tensor x) => Apply(UnaryFunction.Tan, x);

    /// <summary>The angle whose sine is x.</summary>
    public static Tensor Arcsin(Tensor x) => Apply(UnaryFunction.Asin, x);

    /// <summary>The angle whose cosine is x.</summary>
    public static Tensor Arccos(Tensor x) => Apply(UnaryFunction.Acos, x);

    /// <summary>The angle whose tangent is x.</summary>
    public static Tensor Arctan(Tensor x) => Apply(UnaryFunction.Atan, x);

    /// <summary>The hyperbolic sine.</summary>
    public static Tensor Sinh(Tensor x) => Apply(UnaryFunction.Sinh, x);

    /// <summary>The hyperbolic cosine.</summary>
    public static Tensor Cosh(Tensor x) => Apply(UnaryFunction.Cosh, x);

    /// <summary>The inverse of the hyperbolic sine.</summary>
    public static Tensor Arcsinh(Tensor x) => Apply(UnaryFunction.Asinh, x);

    /// <summary>The inverse of the hyperbolic cosine.</summary>
    public static Tensor Arccosh(Tensor x) => Apply(UnaryFunction.Acosh, x);

    /// <summary>The inverse of the hyperbolic tangent.</summary>
    public static Tensor Arctanh(Tensor x) => Apply(UnaryFunction.Atanh, x);

    /// <summary>The largest integer not above x, in floating point.</summary>
    public static Tensor Floor(Tensor x) => Apply(UnaryFunction.Floor, Floating(x));

    /// <summary>The smallest integer not below x, in floating point.</summary>
    public static Tensor Ceil(Tensor x) => Apply(UnaryFunction.Ceil, Floating(x));

    /// <summary>True where x is not a number.</summary>
    public static Tensor IsNaN(Tensor x) => Apply(UnaryFunction.IsNaN, x);

    /// <summary>True where x is ±∞.</summary>
    public static Tensor IsInf(Tensor x) => Apply(UnaryFunction.IsInfinite, x);

    /// <summary>True where x is neither ±∞ nor NaN.</summary>
    public static Tensor IsFinite(Tensor x) => Apply(UnaryFunction.IsFinite, x);

    /// <summary>x kept between two bounds.</summary>
    public static Tensor Clip(Tensor x, Tensor xMin, Tensor xMax) => Minimum(Maximum(x, xMin), xMax);

    /// <summary>x where it is at least the smallest normal float32 (2⁻¹²⁶) in size, else 0: keeps decaying state from slow subnormals.</summary>
    internal static Tensor FlushSubnormal(Tensor x) => Apply(UnaryFunction.FlushSubnormal, x);

    internal static Tensor Apply(UnaryFunction function, Tensor x)
    {
        if (x.DType == DType.Bool && function != UnaryFunction.Not) x = x.Cast(DType.Float32);
        var op = new Unary(function);
        bool fitsIntegers = x.DType.IsFloating || function == UnaryFunction.Not || op.Infer([x.Spec])[0].DType == x.DType;
        return Node.Emit(op, fitsIntegers ? x : x.Cast(DType.Float32))[0];
    }

    /// <summary>Brings two values to one dtype: a number written in the program takes the other's, else the wider one wins, as in Keras.</summary>
    internal static (Tensor A, Tensor B) Meet(Tensor a, Tensor b)
    {
        if (a.Literal is { } left && b.Literal is null) return (Tensor.Number(left, NumberType(left, b.DType)), b.Cast(NumberType(left, b.DType)));
        if (b.Literal is { } right && a.Literal is null) return (a.Cast(NumberType(right, a.DType)), Tensor.Number(right, NumberType(right, a.DType)));
        DType dtype = DType.Promote(a.DType, b.DType);
        return (a.Cast(dtype), b.Cast(dtype));
    }

    // The other's dtype if that holds the number; else the narrowest that does, so that pixels + (−1) or pixels < 300 mean what they say.
    private static DType NumberType(double number, DType other)
    {
        if (other.IsFloating) return other;
        if (number != Math.Floor(number) || Math.Abs(number) >= 1L << 62) return DType.Float32;
        if (other == DType.UInt8 && number is >= byte.MinValue and <= byte.MaxValue) return other;
        return other != DType.Int64 && number is >= int.MinValue and <= int.MaxValue ? DType.Int32 : DType.Int64;
    }

    private static Tensor Arithmetic(BinaryFunction function, Tensor a, Tensor b)
    {
        (a, b) = Meet(a, b);
        if (a.DType == DType.Bool && function < BinaryFunction.Equal) (a, b) = (a.Cast(DType.Int32), b.Cast(DType.Int32));
        return Emit(function, a, b);
    }

    private static Tensor Emit(BinaryFunction function, Tensor a, Tensor b) => Node.Emit(new Binary(function), a, b)[0];
}
