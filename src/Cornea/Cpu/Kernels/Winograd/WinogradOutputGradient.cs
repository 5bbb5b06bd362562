using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Kernels;

/// <summary>A·dy·Aᵀ of 4 × 4 pixels: the gradient of the output.</summary>
internal readonly struct WinogradOutputGradient : IWinogradTransform
{
    public static int Pixels => WinogradConvolution.Tile;

    // Rows of A: (1, 0, 0, 0), (1, 1, 1, 1), (1, −1, 1, −1), (1, 2, 4, 8), (1, −2, 4, −8), (0, 0, 0, 1).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Six<TLanes, TFloats, TInts>(
        TFloats d0, TFloats d1, TFloats d2, TFloats d3, TFloats d4, TFloats d5,
        out TFloats r0, out TFloats r1, out TFloats r2, out TFloats r3, out TFloats r4, out TFloats r5)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats four = TLanes.Broadcast(4f);
        r0 = d0;
        TFloats even = TLanes.Add(d0, d2), odd = TLanes.Add(d1, d3);
        r1 = TLanes.Add(even, odd);
        r2 = TLanes.Subtract(even, odd);
        even = TLanes.MultiplyAdd(four, d2, d0);
        odd = TLanes.Multiply(TLanes.Broadcast(2f), TLanes.MultiplyAdd(four, d3, d1));
        r3 = TLanes.Add(even, odd);
        r4 = TLanes.Subtract(even, odd);
        r5 = d3;
    }
}
