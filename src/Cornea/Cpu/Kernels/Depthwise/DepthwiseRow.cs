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
        int whole = channels - channels % TLanes.Count;
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
            if (whole > 0)
                Results<TLanes, TFloats, TInts, Off>(taps, together, from, weights, at, 0, whole);
            if (whole < channels)
                Results<TLanes, TFloats, TInts, On>(taps, together, from, weights, at, whole, channels);
            result += together;
        }
    }

    private static void Results<TLanes, TFloats, TInts, TPartial>(
        in TapBlock taps, int together, float* from, float* w, float* to, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        TInts mask = TLanes.Mask(endChannel - firstChannel);
        if (together == 8 && taps.Columns == 3 && taps.ColumnStep == taps.Advance)
        {
            for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
            {
                EightByThree<TLanes, TFloats, TInts, TPartial>(
                    taps, from + channel, taps.Advance, w + channel, to + channel, taps.Pitch, mask);
            }
        }
        else if (together == 8 && taps.Columns == 3 && taps.ColumnStep == -taps.Advance)
        {
            // The last result first: then taps and results go the same way here too.
            from += 7 * taps.Advance;
            to += 7 * taps.Pitch;
            for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
            {
                EightByThree<TLanes, TFloats, TInts, TPartial>(
                    taps, from + channel, -taps.Advance, w + channel, to + channel, -taps.Pitch, mask);
            }
        }
        else if (together == 8)
        {
            for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
                Eight<TLanes, TFloats, TInts>(taps, from + channel, w + channel, to + channel, mask, TPartial.IsOn);
        }
        else if (together == 4)
        {
            for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
                Four<TLanes, TFloats, TInts>(taps, from + channel, w + channel, to + channel, mask, TPartial.IsOn);
        }
        else
        {
            for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
                One<TLanes, TFloats, TInts>(taps, from + channel, w + channel, to + channel, mask, TPartial.IsOn);
        }
    }

    /// <summary>
    /// Eight results of three taps each per row, where neighbouring results share two of their three places: ten loads instead of 24.
    /// A method of its own, as there is only so much that the JIT inlines into one.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EightByThree<TLanes, TFloats, TInts, TPartial>(
        in TapBlock taps, float* from, nint advance, float* w, float* to, nint pitch, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        nint weightStep = taps.WeightColumnStep;
        TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (int row = taps.Rows; row > 0; row--, from += taps.RowStep, w += taps.WeightRowStep)
        {
            TFloats w0 = TLanes.Load(w, mask, partial);
            TFloats w1 = TLanes.Load(w + weightStep, mask, partial);
            TFloats w2 = TLanes.Load(w + 2 * weightStep, mask, partial);
            float* at = from;
            TFloats x = TLanes.Load(at, mask, partial);
            s0 = TLanes.MultiplyAdd(x, w0, s0);
            x = TLanes.Load(at += advance, mask, partial);
            s0 = TLanes.MultiplyAdd(x, w1, s0);
            s1 = TLanes.MultiplyAdd(x, w0, s1);
            x = TLanes.Load(at += advance, mask, partial);
            s0 = TLanes.MultiplyAdd(x, w2, s0);
            s1 = TLanes.MultiplyAdd(x, w1, s1);
            s2 = TLanes.MultiplyAdd(x, w0, s2);
            x = TLanes.Load(at += advance, mask, partial);
            s1 = TLanes.MultiplyAdd(x, w2, s1);
            s2 = TLanes.MultiplyAdd(x, w1, s2);
            s3 = TLanes.MultiplyAdd(x, w0, s3);
            x = TLanes.Load(at += advance, mask, partial);
            s2 = TLanes.MultiplyAdd(x, w2, s2);
            s3 = TLanes.MultiplyAdd(x, w1, s3);
            s4 = TLanes.MultiplyAdd(x, w0, s4);
            x = TLanes.Load(at += advance, mask, partial);
            s3 = TLanes.MultiplyAdd(x, w2, s3);
            s4 = TLanes.MultiplyAdd(x, w1, s4);
            s5 = TLanes.MultiplyAdd(x, w0, s5);
            x = TLanes.Load(at += advance, mask, partial);
            s4 = TLanes.MultiplyAdd(x, w2, s4);
            s5 = TLanes.MultiplyAdd(x, w1, s5);
            s6 = TLanes.MultiplyAdd(x, w0, s6);
            x = TLanes.Load(at += advance, mask, partial);
            s5 = TLanes.MultiplyAdd(x, w2, s5);
            s6 = TLanes.MultiplyAdd(x, w1, s6);
            s7 = TLanes.MultiplyAdd(x, w0, s7);
            x = TLanes.Load(at += advance, mask, partial);
            s6 = TLanes.MultiplyAdd(x, w2, s6);
            s7 = TLanes.MultiplyAdd(x, w1, s7);
            x = TLanes.Load(at + advance, mask, partial);
            s7 = TLanes.MultiplyAdd(x, w2, s7);
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
