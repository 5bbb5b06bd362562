using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>total += part · factor, rounded once, over the channels of a pixel.</summary>
internal static unsafe class ScaledSum
{
    public static void Add(float* total, float* part, float factor, int channels)
    {
        if (Vector512.IsHardwareAccelerated)
            Vectors<ChannelLanes512, Vector512<float>, Vector512<int>>(total, part, factor, channels);
        else if (Vector256.IsHardwareAccelerated)
            Vectors<ChannelLanes256, Vector256<float>, Vector256<int>>(total, part, factor, channels);
        else
            Vectors<ChannelLanes128, Vector128<float>, Vector128<int>>(total, part, factor, channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Vectors<TLanes, TFloats, TInts>(float* total, float* part, float factor, int channels)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats factors = TLanes.Broadcast(factor);
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
        {
            TFloats sum = TLanes.MultiplyAdd(
                TLanes.Load(part + channel, default, false), factors, TLanes.Load(total + channel, default, false));
            TLanes.Store(total + channel, sum, default, false);
        }

        for (; channel < channels; channel++)
            total[channel] = MathF.FusedMultiplyAdd(part[channel], factor, total[channel]);
    }
}
