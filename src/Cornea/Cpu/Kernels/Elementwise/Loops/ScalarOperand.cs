using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>An operand that is one float for all elements.</summary>
/// <remarks>It is read anew for each vector: a broadcasting load costs what a load does, and keeps no register.</remarks>
internal readonly unsafe struct ScalarOperand : IOperandAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(float* operand, nint index) where TLanes : struct, ILanes<TLanes> => TLanes.Broadcast(*operand);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LoadPartial<TLanes>(float* operand, nint index, nint count) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Broadcast(*operand);
}
