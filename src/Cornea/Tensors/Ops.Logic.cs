using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Truth values and the bits of integers.
public static partial class Ops
{
    /// <summary>True where exactly one is.</summary>
    public static Tensor LogicalXor(Tensor a, Tensor b) => NotEqual(a.Cast(DType.Bool), b.Cast(DType.Bool));

    /// <summary>True where |a − b| ≤ atol + rtol · |b|.</summary>
    public static Tensor IsClose(Tensor a, Tensor b, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false)
    {
        (a, b) = Meet(Floating(a), Floating(b));
        Tensor near = Abs(a - b) <= (Abs(b) * rtol) + atol;
        Tensor result = LogicalOr(Equal(a, b), LogicalAnd(near, IsFinite(b)));
        return equalNan ? LogicalOr(result, LogicalAnd(IsNaN(a), IsNaN(b))) : result;
    }

    /// <summary>True if all are close.</summary>
    public static Tensor AllClose(Tensor a, Tensor b, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) =>
        All(IsClose(a, b, rtol, atol, equalNan));

    /// <summary>True where x is +∞.</summary>
    public static Tensor IsPosInf(Tensor x) => Equal(Floating(x), double.PositiveInfinity);

    /// <summary>True where x is −∞.</summary>
    public static Tensor IsNegInf(Tensor x) => Equal(Floating(x), double.NegativeInfinity);

    /// <summary>True where an element of the first is among the second's; the other way round if inverted.</summary>
    public static Tensor IsIn(Tensor x, Tensor values, bool invert = false)
    {
        Tensor found = Any(Equal(x.ExpandDims(-1), values.Reshape([-1])), axis: -1);
        return invert ? LogicalNot(found) : found;
    }

    /// <summary>For each element the choice of the first condition that holds, else the default.</summary>
    /// <exception cref="ArgumentException">There aren't as many choices as conditions, or none.</exception>
    public static Tensor Select(IReadOnlyList<Tensor> conditions, IReadOnlyList<Tensor> choices, Tensor? defaultValue = null)
    {
        if (conditions.Count == 0 || conditions.Count != choices.Count)
            throw new ArgumentException($"Select: expected as many choices as conditions and at least one, got {conditions.Count} conditions and {choices.Count} choices.");
        Tensor result = defaultValue ?? 0;
        for (int index = conditions.Count - 1; index >= 0; index--) result = Where(conditions[index], choices[index], result);
        return result;
    }

    /// <summary>The bits that both integers have; for truth values: and.</summary>
    public static Tensor BitwiseAnd(Tensor a, Tensor b) => Bits(BinaryFunction.BitAnd, a, b);

    /// <summary>The bits that one of two integers has; for truth values: or.</summary>
    public static Tensor BitwiseOr(Tensor a, Tensor b) => Bits(BinaryFunction.BitOr, a, b);

    /// <summary>The bits that exactly one of two integers has.</summary>
    public static Tensor BitwiseXor(Tensor a, Tensor b) => Bits(BinaryFunction.BitXor, a, b);

    /// <summary>All bits turned over.</summary>
    public static Tensor BitwiseNot(Tensor x) => x.DType == DType.Bool ? LogicalNot(x) : x.DType == DType.UInt8 ? 255 - x : -x - 1;

    /// <summary>a · 2ᵇ as integers, bits above the dtype's lost.</summary>
    public static Tensor LeftShift(Tensor a, Tensor b) => Bits(BinaryFunction.ShiftLeft, a, b);

    /// <summary>⌊a / 2ᵇ⌋ as integers.</summary>
    public static Tensor RightShift(Tensor a, Tensor b) => Bits(BinaryFunction.ShiftRight, a, b);

    private static Tensor Bits(BinaryFunction function, Tensor a, Tensor b)
    {
        (a, b) = Meet(a, b);
        if (a.DType.IsFloating) throw new ArgumentException($"{function}: expected integers or truth values, got {a.DType}; use Cast.");
        if (a.DType == DType.Bool && function > BinaryFunction.BitXor) (a, b) = (a.Cast(DType.Int32), b.Cast(DType.Int32));
        if (a.DType != DType.Bool) return Emit(function, a, b);
        return function == BinaryFunction.BitAnd ? LogicalAnd(a, b) : function == BinaryFunction.BitOr ? LogicalOr(a, b) : LogicalXor(a, b);
    }
}
