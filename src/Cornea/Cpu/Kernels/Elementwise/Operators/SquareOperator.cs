using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>x · x.</summary>
internal readonly struct SquareOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => x * x;
}
