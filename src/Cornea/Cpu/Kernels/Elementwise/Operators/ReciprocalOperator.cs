using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 / x, rounded exactly.</summary>
internal readonly struct ReciprocalOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => TLanes.Broadcast(1f) / x;
}
