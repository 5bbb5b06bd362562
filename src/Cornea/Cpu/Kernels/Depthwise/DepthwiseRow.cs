using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// One row of results of a depthwise convolution with multiplier 1, or of its input's gradient. A sum runs over its taps in the order of the weights,
/// whether eight results are done together or one, so the bits don't depend on it.
/// </summary>
internal static unsafe class DepthwiseRow
{
    /// <param name="rows">Taps along the height.</param>
    /// <param name="columns">Taps along the width.</param>
    /// <param name="row">Which result of <paramref name="rows"/>.</param>
    /// <param name="kernelWidth">Weights per row of the kernel.</param>
    /// <param name="channels">Channels of source and result.</param>
    /// <param name="source">The source's image.</param>
    /// <param name="sourcePitch">Elements from row to row of it.</param>
    /// <param name="w">The weights.</param>
    /// <param name="to">The row of results.</param>
    public static void Run(
        in DepthwiseTaps rows, in DepthwiseTaps columns, int row, int kernelWidth, int channels,
        float* source, nint sourcePitch, float* w, float* to)
    {
        if (Vector512.IsHardwareAccelerated)
            Row<ChannelLanes512, Vector512<float>, Vector512<int>>(rows, columns, row, kernelWidth, channels, source, sourcePitch, w, to);
        else if (Vector256.IsHardwareAccelerated)
            Row<ChannelLanes256, Vector256<float>, Vector256<int>>(rows, columns, row, kernelWidth, channels, source, sourcePitch, w, to);
        else
            Row<ChannelLanes128, Vector128<float>, Vector128<int>>(rows, columns, row, kernelWidth, channels, source, sourcePitch, w, to);
    }

    private static void Row<TLanes, TFloats, TInts>(
        in DepthwiseTaps rows, in DepthwiseTaps columns, int row, int kernelWidth, int channels,
        float* source, nint sourcePitch, float* w, float* to)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        (int firstRow, int endRow) = rows.Inside(row);
        (int wholeFirst, int wholeEnd) = columns.Whole();
        var taps = new TapBlock
        {
            Rows = endRow - firstRow,
            RowStep = rows.SourceStep * sourcePitch,
            ColumnStep = (nint)columns.SourceStep * channels,
            WeightRowStep = (nint)rows.WeightStep * kernelWidth * channels,
            WeightColumnStep = (nint)columns.WeightStep * channels,
            Advance = (nint)columns.Advance * channels,
            Pitch = (nint)columns.Pitch * channels,
        };
        source += (row * rows.Advance + rows.Source + firstRow * rows.SourceStep) * sourcePitch;
        w += ((nint)(rows.Weight + firstRow * rows.WeightStep) * kernelWidth + columns.Weight) * channels;
        to += (nint)columns.Start * channels;
        int result = 0;
        while (result < columns.Results)
        {
            // Only results whose taps all exist are done together: the others differ in their number of taps.
            int together = result < wholeFirst || result >= wholeEnd ? 1 : wholeEnd - result >= 8 ? 8 : wholeEnd - result >= 4 ? 4 : 1;
            (int first, int end) = together > 1 ? (0, columns.Taps) : columns.Inside(result);
            taps.Columns = end - first;
            float* from = source + ((nint)result * columns.Advance + columns.Source + first * columns.SourceStep) * channels;
            float* weights = w + first * taps.WeightColumnStep;
            float* at = to + result * taps.Pitch;
            int channel = 0;
            for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
                Results<TLanes, TFloats, TInts>(taps, together, from + channel, weights + channel, at + channel, default, false);
            if (channel < channels)
            {
                Results<TLanes, TFloats, TInts>(
                    taps, together, from + channel, weights + channel, at + channel, TLanes.Mask(channels - channel), true);
            }

            result += together;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Results<TLanes, TFloats, TInts>(
        in TapBlock taps, int together, float* from, float* w, float* to, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        if (together == 8)
            Eight<TLanes, TFloats, TInts>(taps, from, w, to, mask, partial);
        else if (together == 4)
            Four<TLanes, TFloats, TInts>(taps, from, w, to, mask, partial);
        else
            One<TLanes, TFloats, TInts>(taps, from, w, to, mask, partial);
    }

    // Eight chains: multiply-add takes four cycles and two start in each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight<TLanes, TFloats, TInts>(in TapBlock taps, float* from, float* w, float* to, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        nint advance = taps.Advance, pitch = taps.Pitch;
        TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (int row = 0; row < taps.Rows; row++)
        {
            float* x = from + row * taps.RowStep;
            float* weights = w + row * taps.WeightRowStep;
            for (int column = 0; column < taps.Columns; column++)
            {
                TFloats weight = TLanes.Load(weights, mask, partial);
                s0 = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), weight, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(x + advance, mask, partial), weight, s1);
                s2 = TLanes.MultiplyAdd(TLanes.Load(x + 2 * advance, mask, partial), weight, s2);
                s3 = TLanes.MultiplyAdd(TLanes.Load(x + 3 * advance, mask, partial), weight, s3);
                s4 = TLanes.MultiplyAdd(TLanes.Load(x + 4 * advance, mask, partial), weight, s4);
                s5 = TLanes.MultiplyAdd(TLanes.Load(x + 5 * advance, mask, partial), weight, s5);
                s6 = TLanes.MultiplyAdd(TLanes.Load(x + 6 * advance, mask, partial), weight, s6);
                s7 = TLanes.MultiplyAdd(TLanes.Load(x + 7 * advance, mask, partial), weight, s7);
                x += taps.ColumnStep;
                weights += taps.WeightColumnStep;
            }
        }

        TLanes.Store(to, s0, mask, partial);
        TLanes.Store(to + pitch, s1, mask, partial);
        TLanes.Store(to + 2 * pitch, s2, mask, partial);
        TLanes.Store(to + 3 * pitch, s3, mask, partial);
        TLanes.Store(to + 4 * pitch, s4, mask, partial);
        TLanes.Store(to + 5 * pitch, s5, mask, partial);
        TLanes.Store(to + 6 * pitch, s6, mask, partial);
        TLanes.Store(to + 7 * pitch, s7, mask, partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four<TLanes, TFloats, TInts>(in TapBlock taps, float* from, float* w, float* to, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        nint advance = taps.Advance, pitch = taps.Pitch;
        TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0;
        for (int row = 0; row < taps.Rows; row++)
        {
            float* x = from + row * taps.RowStep;
            float* weights = w + row * taps.WeightRowStep;
            for (int column = 0; column < taps.Columns; column++)
            {
                TFloats weight = TLanes.Load(weights, mask, partial);
                s0 = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), weight, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(x + advance, mask, partial), weight, s1);
                s2 = TLanes.MultiplyAdd(TLanes.Load(x + 2 * advance, mask, partial), weight, s2);
                s3 = TLanes.MultiplyAdd(TLanes.Load(x + 3 * advance, mask, partial), weight, s3);
                x += taps.ColumnStep;
                weights += taps.WeightColumnStep;
            }
        }

        TLanes.Store(to, s0, mask, partial);
        TLanes.Store(to + pitch, s1, mask, partial);
        TLanes.Store(to + 2 * pitch, s2, mask, partial);
        TLanes.Store(to + 3 * pitch, s3, mask, partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One<TLanes, TFloats, TInts>(in TapBlock taps, float* from, float* w, float* to, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats sum = TLanes.Broadcast(0f);
        for (int row = 0; row < taps.Rows; row++)
        {
            float* x = from + row * taps.RowStep;
            float* weights = w + row * taps.WeightRowStep;
            for (int column = 0; column < taps.Columns; column++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), TLanes.Load(weights, mask, partial), sum);
                x += taps.ColumnStep;
                weights += taps.WeightColumnStep;
            }
        }

        TLanes.Store(to, sum, mask, partial);
    }

    /// <summary>The taps that exist, as distances in elements.</summary>
    private struct TapBlock
    {
        public int Rows, Columns;
        public nint RowStep, ColumnStep, WeightRowStep, WeightColumnStep, Advance, Pitch;
    }
}
