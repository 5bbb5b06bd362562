using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>y = x · scale + shift, with a scale and a shift per channel.</summary>
internal static unsafe class BatchNormalize
{
    public static void Run(in BatchNormalizationProblem problem, float* x, float* scale, float* shift, float* y, int piece)
    {
        OutputRange range = problem.Range(piece);
        nint rows = range.Count / problem.Channels;
        x += range.Start;
        y += range.Start;
        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(x, scale, shift, y, rows, problem.Channels);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(x, scale, shift, y, rows, problem.Channels);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(x, scale, shift, y, rows, problem.Channels);
    }

    private static void Rows<TLanes, TFloats, TInts>(float* x, float* scale, float* shift, float* y, nint rows, int channels)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        for (nint row = 0; row < rows; row++, x += channels, y += channels)
        {
            for (int channel = 0; channel < whole; channel += TLanes.Count)
                Vector<TLanes, TFloats, TInts>(x + channel, scale + channel, shift + channel, y + channel, mask, false);
            if (whole < channels)
                Vector<TLanes, TFloats, TInts>(x + whole, scale + whole, shift + whole, y + whole, mask, true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Vector<TLanes, TFloats, TInts>(float* x, float* scale, float* shift, float* y, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats product = TLanes.Multiply(TLanes.Load(x, mask, partial), TLanes.Load(scale, mask, partial));
        TLanes.Store(y, TLanes.Add(product, TLanes.Load(shift, mask, partial)), mask, partial);
    }
}
