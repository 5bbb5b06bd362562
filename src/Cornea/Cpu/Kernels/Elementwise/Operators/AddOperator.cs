using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>left + right.</summary>
internal readonly struct AddOperator : IReduceOperator
{
    public static float Identity => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> => left + right;
}
