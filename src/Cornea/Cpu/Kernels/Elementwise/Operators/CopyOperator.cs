using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>x, as it is.</summary>
internal readonly struct CopyOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes> => x;
}
