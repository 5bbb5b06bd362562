using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 for a number, 0 for ±∞ and NaN.</summary>
internal readonly struct IsFiniteOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Less(TLanes.Abs(x), TLanes.Broadcast(float.PositiveInfinity)) & TLanes.Broadcast(1f);
}
