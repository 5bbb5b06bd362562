using Cornea.Cpu.Kernels;
using Cornea.Graphs.Operations;

namespace Cornea.Cpu.Lowering;

/// <summary>From the functions of graphs to the opcodes of elementwise programs.</summary>
internal static class ElementwiseOpcodeTable
{
    public static ElementwiseOpcode Of(UnaryFunction function) => function switch
    {
        UnaryFunction.Negate => ElementwiseOpcode.Negate,
        UnaryFunction.Abs => ElementwiseOpcode.Abs,
        UnaryFunction.Sign => ElementwiseOpcode.Sign,
        UnaryFunction.Exp => ElementwiseOpcode.Exp,
        UnaryFunction.Expm1 => ElementwiseOpcode.Expm1,
        UnaryFunction.Log => ElementwiseOpcode.Log,
        UnaryFunction.Log1p => ElementwiseOpcode.Log1p,
        UnaryFunction.Sqrt => ElementwiseOpcode.Sqrt,
        UnaryFunction.Rsqrt => ElementwiseOpcode.Rsqrt,
        UnaryFunction.Square => ElementwiseOpcode.Square,
        UnaryFunction.Reciprocal => ElementwiseOpcode.Reciprocal,
        UnaryFunction.Sigmoid => ElementwiseOpcode.Sigmoid,
        UnaryFunction.Tanh => ElementwiseOpcode.Tanh,
        UnaryFunction.Relu => ElementwiseOpcode.Relu,
        UnaryFunction.Relu6 => ElementwiseOpcode.Relu6,
        UnaryFunction.Softplus => ElementwiseOpcode.Softplus,
        UnaryFunction.Erf => ElementwiseOpcode.Erf,
        UnaryFunction.Erfc => ElementwiseOpcode.Erfc,
        UnaryFunction.Sin => ElementwiseOpcode.Sin,
        UnaryFunction.Cos => ElementwiseOpcode.Cos,
        UnaryFunction.Tan => ElementwiseOpcode.Tan,
        UnaryFunction.Asin => ElementwiseOpcode.Asin,
        UnaryFunction.Acos => ElementwiseOpcode.Acos,
        UnaryFunction.Atan => ElementwiseOpcode.Atan,
        UnaryFunction.Sinh => ElementwiseOpcode.Sinh,
        UnaryFunction.Cosh => ElementwiseOpcode.Cosh,
        UnaryFunction.Asinh => ElementwiseOpcode.Asinh,
        UnaryFunction.Acosh => ElementwiseOpcode.Acosh,
        UnaryFunction.Atanh => ElementwiseOpcode.Atanh,
        UnaryFunction.Floor => ElementwiseOpcode.Floor,
        UnaryFunction.Ceil => ElementwiseOpcode.Ceil,
        UnaryFunction.Round => ElementwiseOpcode.Round,
        UnaryFunction.IsNaN => ElementwiseOpcode.IsNaN,
        UnaryFunction.IsInfinite => ElementwiseOpcode.IsInfinite,
        UnaryFunction.IsFinite => ElementwiseOpcode.IsFinite,
        UnaryFunction.Not => ElementwiseOpcode.Not,
        UnaryFunction.FlushSubnormal => ElementwiseOpcode.FlushSubnormal,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "No opcode."),
    };

    public static ElementwiseOpcode Of(BinaryFunction function) => function switch
    {
        BinaryFunction.Add => ElementwiseOpcode.Add,
        BinaryFunction.Subtract => ElementwiseOpcode.Subtract,
        BinaryFunction.Multiply => ElementwiseOpcode.Multiply,
        BinaryFunction.Divide => ElementwiseOpcode.Divide,
        BinaryFunction.Maximum => ElementwiseOpcode.Maximum,
        BinaryFunction.Minimum => ElementwiseOpcode.Minimum,
        BinaryFunction.Power => ElementwiseOpcode.Power,
        BinaryFunction.FloorModulo => ElementwiseOpcode.FloorModulo,
        BinaryFunction.Equal => ElementwiseOpcode.Equal,
        BinaryFunction.NotEqual => ElementwiseOpcode.NotEqual,
        BinaryFunction.Less => ElementwiseOpcode.Less,
        BinaryFunction.LessEqual => ElementwiseOpcode.LessEqual,
        BinaryFunction.Greater => ElementwiseOpcode.Greater,
        BinaryFunction.GreaterEqual => ElementwiseOpcode.GreaterEqual,
        BinaryFunction.And => ElementwiseOpcode.And,
        BinaryFunction.Or => ElementwiseOpcode.Or,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "No opcode."),
    };
}
