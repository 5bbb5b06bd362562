using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The loop around every operator of three operands. In place (destination = an operand) is allowed.</summary>
/// <remarks>AggressiveOptimization: Run, a leaf that would spend its first calls in unoptimised code, a hundred times slower.</remarks>
internal static unsafe class TernaryLoop
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TOperator, TLanes, TFirst, TSecond, TThird>(
        float* first, float* second, float* third, float* destination, nint count)
        where TOperator : struct, ITernaryOperator
        where TLanes : struct, ILanes<TLanes>
        where TFirst : struct, IOperandAccess
        where TSecond : struct, IOperandAccess
        where TThird : struct, IOperandAccess
    {
        nint index = 0;
        for (; index <= count - 16; index += 16)
        {
            TLanes result = TOperator.Invoke(
                TFirst.Load<TLanes>(first, index), TSecond.Load<TLanes>(second, index), TThird.Load<TLanes>(third, index));
            TLanes.Store(result, destination + index);
        }
        if (index < count)
        {
            nint rest = count - index;
            TLanes result = TOperator.Invoke(
                TFirst.LoadPartial<TLanes>(first, index, rest),
                TSecond.LoadPartial<TLanes>(second, index, rest),
                TThird.LoadPartial<TLanes>(third, index, rest));
            TLanes.StorePartial(result, destination + index, rest);
        }
    }
}
