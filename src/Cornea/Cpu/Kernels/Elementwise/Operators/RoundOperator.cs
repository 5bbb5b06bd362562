using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The nearest integer, halves to even.</summary>
internal readonly struct RoundOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => TLanes.Round(x);
}
