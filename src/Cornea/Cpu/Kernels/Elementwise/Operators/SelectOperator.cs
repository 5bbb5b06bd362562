using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>second where first is true (not 0), else third.</summary>
internal readonly struct SelectOperator : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes first, TLanes second, TLanes third) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Select(TLanes.Equal(first, TLanes.Broadcast(0f)), third, second);
}
