using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>left / right, as IEEE has it: x / 0 is ±∞, 0 / 0 is NaN.</summary>
internal readonly struct DivideOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> => left / right;
}
