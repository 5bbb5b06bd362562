using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>1 / (1 + e⁻ˣ).</summary>
internal readonly struct SigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        // e to a negative power never overflows, and for x < 0 the quotient e / (1 + e) keeps small results exact.
        TLanes e = ExpOperator.Invoke(-TLanes.Abs(x));
        TLanes numerator = TLanes.Select(TLanes.Less(x, TLanes.Broadcast(0f)), e, TLanes.Broadcast(1f));
        return numerator / (TLanes.Broadcast(1f) + e);
    }
}
