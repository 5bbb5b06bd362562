using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>The functions of two numbers that an elementwise node may apply.</summary>
internal enum BinaryFunction
{
    Add, Subtract, Multiply, Divide, Maximum, Minimum, Power, FloorModulo,
    BitAnd, BitOr, BitXor, ShiftLeft, ShiftRight,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, And, Or,
}

/// <summary>
/// A function of two numbers for each pair of elements, broadcast by NumPy's rule; both inputs have one dtype. Maximum and minimum
/// keep NaN. Where maximum or minimum tie, the gradient goes to the first input (as TensorFlow's rule with ≥ and ≤ does).
/// </summary>
internal sealed record Binary(BinaryFunction Function) : Op
{
    public override string Name => Function.ToString();

    public override bool IsDifferentiable => !IsPredicate;

    private bool IsPredicate => Function >= BinaryFunction.Equal;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].DType != inputs[1].DType)
            throw new ArgumentException($"{Name}: expected two tensors of one dtype, got {inputs[0].DType} and {inputs[1].DType}; use Cast.");
        return One(Shape.Broadcast(inputs[0].Shape, inputs[1].Shape, Name), IsPredicate ? DType.Bool : inputs[0].DType);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients)
    {
        if (gradients[0] is not { } dy) return [null, null];
        Tensor a = node.Inputs[0], b = node.Inputs[1];
        return
        [
            a.RequiresGradient && Left(dy, a, b, node.Outputs[0]) is { } left ? SumTo(left, a.Shape) : null,
            b.RequiresGradient && Right(dy, a, b, node.Outputs[0]) is { } right ? SumTo(right, b.Shape) : null,
        ];
    }

    private Tensor? Left(Tensor dy, Tensor a, Tensor b, Tensor y) => Function switch
    {
        BinaryFunction.Add or BinaryFunction.Subtract => dy,
        BinaryFunction.Multiply => dy * b,
        BinaryFunction.Divide => dy / b,
        BinaryFunction.Maximum => Where(a >= b, dy, 0),
        BinaryFunction.Minimum => Where(a <= b, dy, 0),
        BinaryFunction.Power => PowerSlope(a, b) is { } slope ? dy * slope : null,
        BinaryFunction.FloorModulo => dy,
        _ => null,
    };

    private Tensor? Right(Tensor dy, Tensor a, Tensor b, Tensor y) => Function switch
    {
        BinaryFunction.Add => dy,
        BinaryFunction.Subtract => -dy,
        BinaryFunction.Multiply => dy * a,
        BinaryFunction.Divide => -dy * y / b,
        BinaryFunction.Maximum => Where(a >= b, 0, dy),
        BinaryFunction.Minimum => Where(a <= b, 0, dy),
        BinaryFunction.Power => dy * y * Where(a > 0, Log(Where(a > 0, a, 1)), 0), // 0 where the logarithm isn't real.
        BinaryFunction.FloorModulo => -dy * Floor(a / b),
        _ => null,
    };

    // b · aᵇ⁻¹, and 0 where b is 0: there a⁰ is 1 for every a, but 0 · 0⁻¹ would be NaN.
    private static Tensor? PowerSlope(Tensor a, Tensor b) => b.Literal switch
    {
        0 => null,
        { } number => b * Power(a, Tensor.Number(number - 1, b.DType)),
        null => b * Power(a, Where(Equal(b, 0), 1, b - 1)),
    };
}
