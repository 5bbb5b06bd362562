using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The loop around every operator of two operands. In place (destination = an operand) is allowed.</summary>
/// <remarks>AggressiveOptimization: Run, a leaf that would spend its first calls in unoptimised code, a hundred times slower.</remarks>
internal static unsafe class BinaryLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TOperator, TLanes, TLeft, TRight>(float* left, float* right, float* third, float* destination, nint count)
        where TOperator : struct, IBinaryOperator
        where TLanes : struct, ILanes<TLanes>
        where TLeft : struct, IOperandAccess
        where TRight : struct, IOperandAccess
    {
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            TLanes result = TOperator.Invoke(TLeft.Load<TLanes>(left, index), TRight.Load<TLanes>(right, index));
            TLanes.Store(result, destination + index);
        }
        if (index < count)
        {
            nint rest = count - index;
            TLanes result = TOperator.Invoke(
                TLeft.LoadPartial<TLanes>(left, index, rest), TRight.LoadPartial<TLanes>(right, index, rest));
            TLanes.StorePartial(result, destination + index, rest);
        }
    }
}
