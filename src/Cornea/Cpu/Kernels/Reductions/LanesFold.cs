using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Sixteen lanes to one number by the fixed tree 16 → 8 → 4 → 2 → 1, upper half onto lower half.</summary>
internal static class LanesFold
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Run<TOperator, TLanes>(TLanes value)
        where TOperator : struct, IBinaryOperator
        where TLanes : struct, ILanes<TLanes>
    {
        value = TOperator.Invoke(value, TLanes.UpperHalf(value, 8));
        value = TOperator.Invoke(value, TLanes.UpperHalf(value, 4));
        value = TOperator.Invoke(value, TLanes.UpperHalf(value, 2));
        return TLanes.First(TOperator.Invoke(value, TLanes.UpperHalf(value, 1)));
    }
}
