using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>max(x, 0). NaN stays NaN, −0 becomes +0.</summary>
internal readonly struct ReluOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        // Cleared where x ≤ 0, which no NaN is.
        return TLanes.AndNot(x, TLanes.LessOrEqual(x, TLanes.Broadcast(0f)));
    }
}
