using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// Truth values and the bits of integers.
public static partial class Ops
{
    /// <summary>True where exactly one is.</summary>
    public static Tensor LogicalXor(Tensor x1, Tensor x2) => NotEqual(x1.Cast(DType.Bool), x2.Cast(DType.Bool));

    /// <summary>True where |x1 − x2| ≤ atol + rtol · |x2|.</summary>
    public static Tensor IsClose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false)
    {
        (x1, x2) = Meet(Floating(x1), Floating(x2));
        Tensor near = Abs(x1 - x2) <= (Abs(x2) * rtol) + atol;
        Tensor result = LogicalOr(Equal(x1, x2), LogicalAnd(near, IsFinite(x2)));
        return equalNan ? LogicalOr(result, LogicalAnd(IsNaN(x1), IsNaN(x2))) : result;
    }

    /// <summary>True if all are close.</summary>
    public static Tensor AllClose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) =>
        All(IsClose(x1, x2, rtol, atol, equalNan));

    /// <summary>True where x is +∞.</summary>
    public static Tensor IsPosInf(Tensor x) => Equal(Floating(x), double.PositiveInfinity);

    /// <summary>True where x is −∞.</summary>
    public static Tensor IsNegInf(Tensor x) => Equal(Floating(x), double.NegativeInfinity);

    /// <summary>True where an element of the first is among the second's; the other way round if inverted.</summary>
    public static Tensor IsIn(Tensor x1, Tensor x2, bool invert = false)
    {
        Tensor found = Any(Equal(x1.ExpandDims(-1), x2.Reshape([-1])), axis: -1);
        return invert ? LogicalNot(found) : found;
    }

    /// <summary>For each element the choice of the first condition that holds, else the default.</summary>
    /// <exception cref="ArgumentException">There aren't as many choices as conditions, or none.</exception>
    public static Tensor Select(IReadOnlyList<Tensor> condList, IReadOnlyList<Tensor> choiceList, Tensor? @default = null)
    {
        if (condList.Count == 0 || condList.Count != choiceList.Count)
            throw new ArgumentException($"Select: expected as many choiceList as condList and at least one, got {condList.Count} condList and {choiceList.Count} choiceList.");
        Tensor result = @default ?? 0;
        for (int index = condList.Count - 1; index >= 0; index--) result = Where(condList[index], choiceList[index], result);
        return result;
    }

    /// <summary>The bits that both integers have; for truth values: and.</summary>
    public static Tensor BitwiseAnd(Tensor x, Tensor y) => Bits(BinaryFunction.BitAnd, x, y);

    /// <summary>The bits that one of two integers has; for truth values: or.</summary>
    public static Tensor BitwiseOr(Tensor x, Tensor y) => Bits(BinaryFunction.BitOr, x, y);

    /// <summary>The bits that exactly one of two integers has.</summary>
    public static Tensor BitwiseXor(Tensor x, Tensor y) => Bits(BinaryFunction.BitXor, x, y);

    /// <summary>All bits turned over.</summary>
    public static Tensor BitwiseNot(Tensor x) => x.DType == DType.Bool ? LogicalNot(x) : x.DType == DType.UInt8 ? 255 - x : -x - 1;

    /// <summary>x · 2 to the power y as integers, bits above the dtype's lost.</summary>
    public static Tensor LeftShift(Tensor x, Tensor y) => Bits(BinaryFunction.ShiftLeft, x, y);

    /// <summary>⌊x / 2 to the power y⌋ as integers.</summary>
    public static Tensor RightShift(Tensor x, Tensor y) => Bits(BinaryFunction.ShiftRight, x, y);

    private static Tensor Bits(BinaryFunction function, Tensor a, Tensor b)
    {
        (a, b) = Meet(a, b);
        if (a.DType.IsFloating) throw new ArgumentException($"{function}: expected integers or truth values, got {a.DType}; use Cast.");
        if (a.DType == DType.Bool && function > BinaryFunction.BitXor) (a, b) = (a.Cast(DType.Int32), b.Cast(DType.Int32));
        if (a.DType != DType.Bool) return Emit(function, a, b);
        return function == BinaryFunction.BitAnd ? LogicalAnd(a, b) : function == BinaryFunction.BitOr ? LogicalOr(a, b) : LogicalXor(a, b);
    }
}
