using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>Bᵀ·d·B of 6 × 6 pixels: the input.</summary>
internal readonly struct WinogradInput : IWinogradTransform
{
    public static int Pixels => 6;

    // Rows of Bᵀ: (4, 0, −5, 0, 1, 0), (0, −4, −4, 1, 1, 0), (0, 4, −4, −1, 1, 0), (0, −2, −1, 2, 1, 0), (0, 2, −1, −2, 1, 0), (0, 4, 0, −5, 0, 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Six<TLanes, TFloats, TInts>(
        TFloats d0, TFloats d1, TFloats d2, TFloats d3, TFloats d4, TFloats d5,
        out TFloats r0, out TFloats r1, out TFloats r2, out TFloats r3, out TFloats r4, out TFloats r5)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats four = TLanes.Broadcast(4f), minusFour = TLanes.Broadcast(-4f), minusFive = TLanes.Broadcast(-5f), two = TLanes.Broadcast(2f);
        r0 = TLanes.MultiplyAdd(four, d0, TLanes.MultiplyAdd(minusFive, d2, d4));
        TFloats even = TLanes.MultiplyAdd(minusFour, d2, d4), odd = TLanes.MultiplyAdd(minusFour, d1, d3);
        r1 = TLanes.Add(even, odd);
        r2 = TLanes.Subtract(even, odd);
        even = TLanes.Subtract(d4, d2);
        odd = TLanes.Multiply(two, TLanes.Subtract(d3, d1));
        r3 = TLanes.Add(even, odd);
        r4 = TLanes.Subtract(even, odd);
        r5 = TLanes.MultiplyAdd(four, d1, TLanes.MultiplyAdd(minusFive, d3, d5));
    }
}
