using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The upper 24 bits of a word as a number in [0, 1): all that a float near 1 can hold, so every step is equal.</summary>
internal readonly struct UniformOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.ConvertInt32ToSingle(TLanes.ShiftRightLogicalInt32(x, 8)) * TLanes.Broadcast(1f / (1 << 24));
}
