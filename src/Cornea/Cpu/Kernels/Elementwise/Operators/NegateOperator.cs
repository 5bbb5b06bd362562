using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>−x.</summary>
internal readonly struct NegateOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => -x;
}
