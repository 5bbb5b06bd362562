using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 / √x by two operations, each rounded exactly.</summary>
internal readonly struct RsqrtOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => TLanes.Broadcast(1f) / TLanes.Sqrt(x);
}
