using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>ln x, within 1.5 ulp. −∞ for ±0, NaN below 0, +∞ for +∞; subnormals are exact too.</summary>
internal readonly struct LogOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Invoke<TLanes>(TLanes x) where TLanes : struct, ILanes<TLanes>
    {
        TLanes smallestNormal = TLanes.Broadcast(1.17549435e-38f);
        TLanes isSubnormal = TLanes.Less(x, smallestNormal);
        TLanes normal = TLanes.Select(isSubnormal, x * TLanes.Broadcast(8388608f), x);
        TLanes exponent = Logarithm.Exponent(normal);
        TLanes f = TLanes.SubtractInt32(normal, TLanes.ShiftLeftInt32(exponent, 23)) - TLanes.Broadcast(1f);
        exponent = TLanes.ConvertInt32ToSingle(exponent) - (isSubnormal & TLanes.Broadcast(23f));
        return Logarithm.Special(x, Logarithm.Combine(f, exponent));
    }
}
