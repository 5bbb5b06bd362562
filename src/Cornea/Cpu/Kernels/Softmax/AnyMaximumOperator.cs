using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>The larger of both by the machine's own instruction, for where neither a NaN nor a zero's sign matters.</summary>
internal readonly struct AnyMaximumOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes left, TLanes right) where TLanes : struct, ILanes<TLanes> => TLanes.AnyMaximum(left, right);
}
