using static Cornea.Ops;

namespace Cornea.Graphs.Operations;

/// <summary>The functions of one number that an elementwise node may apply. Adding one: a line here, its derivative below, its kernel.</summary>
internal enum UnaryFunction
{
    Negate, Abs, Sign, Exp, Expm1, Log, Log1p, Sqrt, Rsqrt, Square, Reciprocal, Sigmoid, Tanh, Relu, Relu6, Softplus, Erf, Erfc,
    Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Asinh, Acosh, Atanh, Floor, Ceil, Round, IsNaN, IsInfinite, IsFinite, Not, FlushSubnormal,
}

/// <summary>A function of one number for each element. NaN stays NaN; the derivative at a kink is Keras' (relu at 0: 0).</summary>
internal sealed record Unary(UnaryFunction Function) : Op
{
    private static readonly double TwoOverRootPi = 2 / Math.Sqrt(Math.PI);

    public override string Name => Function.ToString();

    public override bool IsDifferentiable => Function is not (UnaryFunction.Sign or UnaryFunction.Floor or UnaryFunction.Ceil
        or UnaryFunction.Round or UnaryFunction.IsNaN or UnaryFunction.IsInfinite or UnaryFunction.IsFinite or UnaryFunction.Not);

    private bool IsPredicate => Function is UnaryFunction.IsNaN or UnaryFunction.IsInfinite or UnaryFunction.IsFinite or UnaryFunction.Not;

    private bool KeepsIntegers => Function is UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Sign or UnaryFunction.Square
        or UnaryFunction.Relu or UnaryFunction.Relu6 or UnaryFunction.Floor or UnaryFunction.Ceil or UnaryFunction.Round;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        DType dtype = inputs[0].DType;
        return One(inputs[0].Shape, IsPredicate ? DType.Bool : dtype.IsFloating || (KeepsIntegers && dtype.IsInteger) ? dtype : DType.Float32);
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) =>
        gradients[0] is { } dy ? [Times(dy, node.Inputs[0], node.Outputs[0])] : [null];

    // dy · f′(x); written with y = f(x) where that is cheaper, since y is there already.
    private Tensor? Times(Tensor dy, Tensor x, Tensor y) => Function switch
    {
        UnaryFunction.Negate => -dy,
        UnaryFunction.Abs => dy * Sign(x),
        UnaryFunction.Exp => dy * y,
        UnaryFunction.Expm1 => dy * (y + 1),
        UnaryFunction.Log => dy / x,
        UnaryFunction.Log1p => dy / (x + 1),
        UnaryFunction.Sqrt => dy * 0.5 / y,
        UnaryFunction.Rsqrt => dy * -0.5 * y / x,
        UnaryFunction.Square => dy * 2 * x,
        UnaryFunction.Reciprocal => -dy * y * y,
        UnaryFunction.Sigmoid => dy * y * (1 - y),
        UnaryFunction.Tanh => dy * (1 - Square(y)),
        UnaryFunction.Relu => Where(y > 0, dy, 0),
        UnaryFunction.Relu6 => Where(LogicalAnd(x > 0, x < 6), dy, 0),
        UnaryFunction.Softplus => dy * Sigmoid(x),
        UnaryFunction.Erf => dy * TwoOverRootPi * Exp(-Square(x)),
        UnaryFunction.Erfc => dy * -TwoOverRootPi * Exp(-Square(x)),
        UnaryFunction.Sin => dy * Cos(x),
        UnaryFunction.Cos => -dy * Sin(x),
        UnaryFunction.Tan => dy * (1 + Square(y)),
        UnaryFunction.Asin => dy * Rsqrt(1 - Square(x)),
        UnaryFunction.Acos => -dy * Rsqrt(1 - Square(x)),
        UnaryFunction.Atan => dy / (1 + Square(x)),
        UnaryFunction.Sinh => dy * Cosh(x),
        UnaryFunction.Cosh => dy * Sinh(x),
        UnaryFunction.Asinh => dy * Rsqrt(1 + Square(x)),
        UnaryFunction.Acosh => dy * Rsqrt(Square(x) - 1),
        UnaryFunction.Atanh => dy / (1 - Square(x)),
        UnaryFunction.FlushSubnormal => dy,
        _ => null,
    };
}
