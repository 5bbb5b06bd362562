using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>ln(1 + eˣ), within 2 ulp: max(x, 0) + ln(1 + e^(−|x|)), which never overflows. NaN stays NaN.</summary>
internal readonly struct SoftplusOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes e = ExpOperator.Invoke(-TLanes.Abs(x));
        // A NaN passes through the first term.
        return ReluOperator.Invoke(x) + Logarithm.OnePlus(e);
    }
}
