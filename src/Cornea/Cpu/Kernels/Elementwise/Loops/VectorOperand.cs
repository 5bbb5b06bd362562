using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>An operand that lies in memory element by element.</summary>
internal readonly unsafe struct VectorOperand : IOperandAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(float* operand, nint index) where TLanes : struct, ILanes<TLanes> => TLanes.Load(operand + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadPartial<TLanes>(float* operand, nint index, nint count) where TLanes : struct, ILanes<TLanes> =>
        TLanes.LoadPartial(operand + index, count);
}
