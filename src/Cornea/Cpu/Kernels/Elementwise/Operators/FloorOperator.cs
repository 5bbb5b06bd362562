using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The largest integer not above x.</summary>
internal readonly struct FloorOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => TLanes.Floor(x);
}
