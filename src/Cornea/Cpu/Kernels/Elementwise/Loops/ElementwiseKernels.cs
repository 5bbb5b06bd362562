using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The compiled loop of each opcode at this machine's width, as a pointer: operands, destination, count. A loop of fewer operands
/// ignores the rest.
/// </summary>
internal static unsafe class ElementwiseKernels
{
    /// <summary>The loop for operands that are arrays, or single floats where the flags say so. Unary loops take arrays only.</summary>
    public static delegate*<float*, float*, float*, float*, nint, void> Find(
        ElementwiseOpcode opcode, bool firstIsScalar, bool secondIsScalar, bool thirdIsScalar) =>
        Vector512.IsHardwareAccelerated ? Find<Lanes512>(opcode, firstIsScalar, secondIsScalar, thirdIsScalar)
        : Vector256.IsHardwareAccelerated ? Find<Lanes256>(opcode, firstIsScalar, secondIsScalar, thirdIsScalar)
        : Find<Lanes128>(opcode, firstIsScalar, secondIsScalar, thirdIsScalar);

    /// <summary>The loop that writes one float to all elements.</summary>
    public static delegate*<float*, float*, float*, float*, nint, void> Fill => &UnaryLoop.Fill;

    /// <summary>The loop that folds its right operand into its left one, as reductions do.</summary>
    public static delegate*<float*, float*, float*, float*, nint, void> Fold<TOperator>() where TOperator : struct, IReduceOperator =>
        Vector512.IsHardwareAccelerated ? Binary<TOperator, Lanes512>(false, false)
        : Vector256.IsHardwareAccelerated ? Binary<TOperator, Lanes256>(false, false)
        : Binary<TOperator, Lanes128>(false, false);

    private static delegate*<float*, float*, float*, float*, nint, void> Find<TLanes>(
        ElementwiseOpcode opcode, bool firstIsScalar, bool secondIsScalar, bool thirdIsScalar)
        where TLanes : struct, ILanes<TLanes> => opcode switch
        {
            ElementwiseOpcode.Add => Binary<AddOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Subtract => Binary<SubtractOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Multiply => Binary<MultiplyOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Divide => Binary<DivideOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Maximum => Binary<MaximumOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Minimum => Binary<MinimumOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Power => Binary<PowerOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.FloorModulo => Binary<FloorModuloOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Equal => Binary<EqualOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.NotEqual => Binary<NotEqualOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Less => Binary<LessOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.LessEqual => Binary<LessEqualOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Greater => Binary<GreaterOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.GreaterEqual => Binary<GreaterEqualOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.And => Binary<AndOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Or => Binary<OrOperator, TLanes>(firstIsScalar, secondIsScalar),
            ElementwiseOpcode.Select => Ternary<SelectOperator, TLanes>(firstIsScalar, secondIsScalar, thirdIsScalar),
            ElementwiseOpcode.Copy => &UnaryLoop.Run<CopyOperator, TLanes>,
            ElementwiseOpcode.Negate => &UnaryLoop.Run<NegateOperator, TLanes>,
            ElementwiseOpcode.Abs => &UnaryLoop.Run<AbsOperator, TLanes>,
            ElementwiseOpcode.Sign => &UnaryLoop.Run<SignOperator, TLanes>,
            ElementwiseOpcode.Exp => &UnaryLoop.Run<ExpOperator, TLanes>,
            ElementwiseOpcode.Expm1 => &UnaryLoop.Run<Expm1Operator, TLanes>,
            ElementwiseOpcode.Log => &UnaryLoop.Run<LogOperator, TLanes>,
            ElementwiseOpcode.Log1p => &UnaryLoop.Run<Log1pOperator, TLanes>,
            ElementwiseOpcode.Sqrt => &UnaryLoop.Run<SqrtOperator, TLanes>,
            ElementwiseOpcode.Rsqrt => &UnaryLoop.Run<RsqrtOperator, TLanes>,
            ElementwiseOpcode.Square => &UnaryLoop.Run<SquareOperator, TLanes>,
            ElementwiseOpcode.Reciprocal => &UnaryLoop.Run<ReciprocalOperator, TLanes>,
            ElementwiseOpcode.Sigmoid => &UnaryLoop.Run<SigmoidOperator, TLanes>,
            ElementwiseOpcode.Tanh => &UnaryLoop.Run<TanhOperator, TLanes>,
            ElementwiseOpcode.Relu => &UnaryLoop.Run<ReluOperator, TLanes>,
            ElementwiseOpcode.Relu6 => &UnaryLoop.Run<Relu6Operator, TLanes>,
            ElementwiseOpcode.Softplus => &UnaryLoop.Run<SoftplusOperator, TLanes>,
            ElementwiseOpcode.Erf => &UnaryLoop.Run<ErfOperator, TLanes>,
            ElementwiseOpcode.Erfc => &UnaryLoop.Run<ErfcOperator, TLanes>,
            ElementwiseOpcode.Sin => &UnaryLoop.Run<SinOperator, TLanes>,
            ElementwiseOpcode.Cos => &UnaryLoop.Run<CosOperator, TLanes>,
            ElementwiseOpcode.Tan => &UnaryLoop.Run<TanOperator, TLanes>,
            ElementwiseOpcode.Asin => &UnaryLoop.Run<AsinOperator, TLanes>,
            ElementwiseOpcode.Acos => &UnaryLoop.Run<AcosOperator, TLanes>,
            ElementwiseOpcode.Atan => &UnaryLoop.Run<AtanOperator, TLanes>,
            ElementwiseOpcode.Sinh => &UnaryLoop.Run<SinhOperator, TLanes>,
            ElementwiseOpcode.Cosh => &UnaryLoop.Run<CoshOperator, TLanes>,
            ElementwiseOpcode.Asinh => &UnaryLoop.Run<AsinhOperator, TLanes>,
            ElementwiseOpcode.Acosh => &UnaryLoop.Run<AcoshOperator, TLanes>,
            ElementwiseOpcode.Atanh => &UnaryLoop.Run<AtanhOperator, TLanes>,
            ElementwiseOpcode.Floor => &UnaryLoop.Run<FloorOperator, TLanes>,
            ElementwiseOpcode.Ceil => &UnaryLoop.Run<CeilOperator, TLanes>,
            ElementwiseOpcode.Round => &UnaryLoop.Run<RoundOperator, TLanes>,
            ElementwiseOpcode.IsNaN => &UnaryLoop.Run<IsNaNOperator, TLanes>,
            ElementwiseOpcode.IsInfinite => &UnaryLoop.Run<IsInfiniteOperator, TLanes>,
            ElementwiseOpcode.IsFinite => &UnaryLoop.Run<IsFiniteOperator, TLanes>,
            ElementwiseOpcode.Not => &UnaryLoop.Run<NotOperator, TLanes>,
            ElementwiseOpcode.FlushSubnormal => &UnaryLoop.Run<FlushSubnormalOperator, TLanes>,
            _ => throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "No such elementwise opcode."),
        };

    private static delegate*<float*, float*, float*, float*, nint, void> Binary<TOperator, TLanes>(bool leftIsScalar, bool rightIsScalar)
        where TOperator : struct, IBinaryOperator
        where TLanes : struct, ILanes<TLanes> => (leftIsScalar, rightIsScalar) switch
        {
            (false, false) => &BinaryLoop.Run<TOperator, TLanes, VectorOperand, VectorOperand>,
            (true, false) => &BinaryLoop.Run<TOperator, TLanes, ScalarOperand, VectorOperand>,
            (false, true) => &BinaryLoop.Run<TOperator, TLanes, VectorOperand, ScalarOperand>,
            _ => throw new UnreachableException("What depends on scalars only is computed once, on arrays of one."),
        };

    private static delegate*<float*, float*, float*, float*, nint, void> Ternary<TOperator, TLanes>(
        bool firstIsScalar, bool secondIsScalar, bool thirdIsScalar)
        where TOperator : struct, ITernaryOperator
        where TLanes : struct, ILanes<TLanes> => (firstIsScalar, secondIsScalar, thirdIsScalar) switch
        {
            (false, false, false) => &TernaryLoop.Run<TOperator, TLanes, VectorOperand, VectorOperand, VectorOperand>,
            (false, false, true) => &TernaryLoop.Run<TOperator, TLanes, VectorOperand, VectorOperand, ScalarOperand>,
            (false, true, false) => &TernaryLoop.Run<TOperator, TLanes, VectorOperand, ScalarOperand, VectorOperand>,
            (false, true, true) => &TernaryLoop.Run<TOperator, TLanes, VectorOperand, ScalarOperand, ScalarOperand>,
            (true, false, false) => &TernaryLoop.Run<TOperator, TLanes, ScalarOperand, VectorOperand, VectorOperand>,
            (true, false, true) => &TernaryLoop.Run<TOperator, TLanes, ScalarOperand, VectorOperand, ScalarOperand>,
            (true, true, false) => &TernaryLoop.Run<TOperator, TLanes, ScalarOperand, ScalarOperand, VectorOperand>,
            _ => throw new UnreachableException("What depends on scalars only is computed once, on arrays of one."),
        };
}
