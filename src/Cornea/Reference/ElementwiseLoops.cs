using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>A function of one, two or three numbers for each element, inputs broadcast to the output's shape.</summary>
internal static class ElementwiseLoops
{
    private const double SmallestNormal = 1.17549435082228750797e-38; // 2⁻¹²⁶, of float32.

    public static void Unary(Unary op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], y = outputs[0];
        bool isInteger = x.DType.IsInteger && y.DType.IsInteger;
        for (int index = 0; index < y.Values.Length; index++)
            y.Values[index] = isInteger ? Integers.Wrap(OfInteger(op.Function, (long)x[index]), y.DType) : Of(op.Function, x[index]);
    }

    public static void Binary(Binary op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray a = inputs[0], b = inputs[1], y = outputs[0];
        int[] placesA = Grid.Broadcast(a.Shape, y.Shape), placesB = Grid.Broadcast(b.Shape, y.Shape);
        for (int index = 0; index < y.Values.Length; index++)
        {
            double left = a[placesA[index]], right = b[placesB[index]];
            y.Values[index] = y.DType.IsInteger
                ? Integers.Wrap(OfIntegers(op.Function, (long)left, (long)right), y.DType)
                : Of(op.Function, left, right);
        }
    }

    public static void Select(Select op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray condition = inputs[0], a = inputs[1], b = inputs[2], y = outputs[0];
        int[] places = Grid.Broadcast(condition.Shape, y.Shape);
        int[] placesA = Grid.Broadcast(a.Shape, y.Shape), placesB = Grid.Broadcast(b.Shape, y.Shape);
        for (int index = 0; index < y.Values.Length; index++)
            y.Values[index] = condition[places[index]] != 0 ? a[placesA[index]] : b[placesB[index]];
    }

    public static void Bitcast(Bitcast op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        var bytes = new byte[inputs[0].Values.Length * inputs[0].DType.Size];
        inputs[0].Write(bytes);
        ReferenceArray.Read(bytes, outputs[0].Spec).Values.CopyTo(outputs[0].Values, 0);
    }

    public static void Cast(Cast op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], y = outputs[0];
        for (int index = 0; index < y.Values.Length; index++)
        {
            y.Values[index] = y.DType.IsFloating ? x[index]
                : y.DType == DType.Bool ? Truth(x[index] != 0)
                : x.DType.IsFloating ? Integers.Truncate(x[index], y.DType)
                : Integers.Wrap((long)x[index], y.DType);
        }
    }

    /// <summary>StopGradient, Watch and CustomGradient: the first input's values.</summary>
    public static void HostNumber(HostNumber op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        outputs[0].Values[0] = op.Function((long)inputs[0][0], (float)inputs[1][0]);

    public static void Copy(Graphs.Op op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        inputs[0].Values.CopyTo(outputs[0].Values, 0);

    private static double Of(UnaryFunction function, double x) => function switch
    {
        UnaryFunction.Negate => -x,
        UnaryFunction.Abs => Math.Abs(x),
        UnaryFunction.Sign => double.IsNaN(x) ? x : Math.Sign(x),
        UnaryFunction.Exp => Math.Exp(x),
        UnaryFunction.Expm1 => SpecialFunctions.Expm1(x),
        UnaryFunction.Log => Math.Log(x),
        UnaryFunction.Log1p => SpecialFunctions.Log1p(x),
        UnaryFunction.Sqrt => Math.Sqrt(x),
        UnaryFunction.Rsqrt => 1 / Math.Sqrt(x),
        UnaryFunction.Square => x * x,
        UnaryFunction.Reciprocal => 1 / x,
        UnaryFunction.Sigmoid => SpecialFunctions.Sigmoid(x),
        UnaryFunction.Tanh => Math.Tanh(x),
        UnaryFunction.Relu => Math.Max(x, 0), // .NET's Max and Min keep NaN.
        UnaryFunction.Relu6 => Math.Min(Math.Max(x, 0), 6),
        UnaryFunction.Softplus => SpecialFunctions.Softplus(x),
        UnaryFunction.Erf => SpecialFunctions.Erf(x),
        UnaryFunction.Erfc => SpecialFunctions.Erfc(x),
        UnaryFunction.Sin => Math.Sin(x),
        UnaryFunction.Cos => Math.Cos(x),
        UnaryFunction.Tan => Math.Tan(x),
        UnaryFunction.Asin => Math.Asin(x),
        UnaryFunction.Acos => Math.Acos(x),
        UnaryFunction.Atan => Math.Atan(x),
        UnaryFunction.Sinh => Math.Sinh(x),
        UnaryFunction.Cosh => Math.Cosh(x),
        UnaryFunction.Asinh => Math.Asinh(x),
        UnaryFunction.Acosh => Math.Acosh(x),
        UnaryFunction.Atanh => Math.Atanh(x),
        UnaryFunction.Floor => Math.Floor(x),
        UnaryFunction.Ceil => Math.Ceiling(x),
        UnaryFunction.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryFunction.IsNaN => Truth(double.IsNaN(x)),
        UnaryFunction.IsInfinite => Truth(double.IsInfinity(x)),
        UnaryFunction.IsFinite => Truth(double.IsFinite(x)),
        UnaryFunction.Not => Truth(x == 0),
        UnaryFunction.FlushSubnormal => Math.Abs(x) < SmallestNormal ? 0 : x,
        _ => throw Unknown(function),
    };

    private static long OfInteger(UnaryFunction function, long x) => function switch
    {
        UnaryFunction.Negate => unchecked(-x),
        UnaryFunction.Abs => x < 0 ? unchecked(-x) : x,
        UnaryFunction.Sign => Math.Sign(x),
        UnaryFunction.Square => unchecked(x * x),
        UnaryFunction.Relu => Math.Max(x, 0),
        UnaryFunction.Relu6 => Math.Clamp(x, 0, 6),
        UnaryFunction.Floor or UnaryFunction.Ceil or UnaryFunction.Round => x,
        _ => throw Unknown(function),
    };

    private static double Of(BinaryFunction function, double a, double b) => function switch
    {
        BinaryFunction.Add => a + b,
        BinaryFunction.Subtract => a - b,
        BinaryFunction.Multiply => a * b,
        BinaryFunction.Divide => a / b,
        BinaryFunction.Maximum => Math.Max(a, b),
        BinaryFunction.Minimum => Math.Min(a, b),
        BinaryFunction.Power => Math.Pow(a, b),
        BinaryFunction.FloorModulo => FloorModulo(a, b),
        BinaryFunction.Equal => Truth(a == b),
        BinaryFunction.NotEqual => Truth(a != b),
        BinaryFunction.Less => Truth(a < b),
        BinaryFunction.LessEqual => Truth(a <= b),
        BinaryFunction.Greater => Truth(a > b),
        BinaryFunction.GreaterEqual => Truth(a >= b),
        BinaryFunction.And => Truth(a != 0 && b != 0),
        BinaryFunction.Or => Truth(a != 0 || b != 0),
        _ => throw Unknown(function),
    };

    private static long OfIntegers(BinaryFunction function, long a, long b) => function switch
    {
        BinaryFunction.Add => unchecked(a + b),
        BinaryFunction.Subtract => unchecked(a - b),
        BinaryFunction.Multiply => unchecked(a * b),
        BinaryFunction.Divide => Integers.Divide(a, b),
        BinaryFunction.Maximum => Math.Max(a, b),
        BinaryFunction.Minimum => Math.Min(a, b),
        BinaryFunction.Power => Integers.Power(a, b),
        BinaryFunction.FloorModulo => Integers.FloorModulo(a, b),
        BinaryFunction.BitAnd => a & b,
        BinaryFunction.BitOr => a | b,
        BinaryFunction.BitXor => a ^ b,
        BinaryFunction.ShiftLeft => b is >= 0 and < 64 ? a << (int)b : 0,
        BinaryFunction.ShiftRight => b is >= 0 and < 64 ? a >> (int)b : a < 0 ? -1 : 0,
        _ => throw Unknown(function),
    };

    // By C#'s exact remainder: a − b·⌊a/b⌋ itself loses digits where a / b is large.
    private static double FloorModulo(double a, double b)
    {
        double remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    private static double Truth(bool value) => value ? 1 : 0;

    private static NotSupportedException Unknown(Enum function) => new($"The reference executor has no loop for {function}.");
}
