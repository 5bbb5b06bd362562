using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>√x, rounded exactly; NaN below zero, −0 for −0.</summary>
internal readonly struct SqrtOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => TLanes.Sqrt(x);
}
