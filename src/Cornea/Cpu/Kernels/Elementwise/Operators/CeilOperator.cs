using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The smallest integer not below x.</summary>
internal readonly struct CeilOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => TLanes.Ceiling(x);
}
