using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// One row of results of a depthwise convolution with multiplier 1, or of its input's gradient. A sum runs over its taps in the order of
/// the weights, whether eight results are done together or one, so the bits don't depend on it.
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
    /// <param name="epilogue">What is done to the sums at last.</param>
    public static void Run(
        in DepthwiseTaps rows, in DepthwiseTaps columns, int row, int kernelWidth, int channels,
        float* source, nint sourcePitch, float* w, float* to, in TileEpilogue epilogue = default)
    {
        if (Vector512.IsHardwareAccelerated)
            Row<ChannelLanes512, Vector512<float>, Vector512<int>>(rows, columns, row, kernelWidth, channels, source, sourcePitch, w, to, epilogue);
        else if (Vector256.IsHardwareAccelerated)
            Row<ChannelLanes256, Vector256<float>, Vector256<int>>(rows, columns, row, kernelWidth, channels, source, sourcePitch, w, to, epilogue);
        else
            Row<ChannelLanes128, Vector128<float>, Vector128<int>>(rows, columns, row, kernelWidth, channels, source, sourcePitch, w, to, epilogue);
    }

    private static void Row<TLanes, TFloats, TInts>(
        in DepthwiseTaps rows, in DepthwiseTaps columns, int row, int kernelWidth, int channels,
        float* source, nint sourcePitch, float* w, float* to, in TileEpilogue epilogue)
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
            Epilogue = epilogue.ToResidual == 0 ? epilogue : default, // A residual is added afterwards, and so is what goes with it.
        };
        source += (row * rows.Advance + rows.Source + firstRow * rows.SourceStep) * sourcePitch;
        w += ((nint)(rows.Weight + firstRow * rows.WeightStep) * kernelWidth + columns.Weight) * channels;
        to += (nint)columns.Start * channels;
        int whole = channels - channels % TLanes.Count;
        int result = 0;
        while (result < columns.Results)
        {
            // Only results whose taps all exist are done together: the others differ in their number of taps. What is left of them at the end is
            // done once more with some that are done already, to the same numbers, which takes less time than one by one.
            int together = result < wholeFirst || result >= wholeEnd ? 1 : wholeEnd - wholeFirst >= 8 ? 8 : wholeEnd - wholeFirst >= 4 ? 4 : 1;
            if (together > 1) result = Math.Min(result, wholeEnd - together);
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

        if (epilogue.ToResidual != 0)
            epilogue.Run((byte*)to, taps.Pitch * sizeof(float), columns.Results, channels);
    }

    private static void Results<TLanes, TFloats, TInts, TPartial>(
        in TapBlock taps, int together, float* from, float* w, float* to, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        if (together == 8 && taps.Columns == 3 && taps.ColumnStep == taps.Advance)
        {
            EightByThree<TLanes, TFloats, TInts, TPartial>(taps, from, taps.Advance, w, to, taps.Pitch, firstChannel, endChannel);
        }
        else if (together == 8 && taps.Columns == 3 && taps.ColumnStep == -taps.Advance)
        {
            // The last result first: then taps and results go the same way here too.
            EightByThree<TLanes, TFloats, TInts, TPartial>(
                taps, from + 7 * taps.Advance, -taps.Advance, w, to + 7 * taps.Pitch, -taps.Pitch, firstChannel, endChannel);
        }
        else if (together == 8)
        {
            Eight<TLanes, TFloats, TInts, TPartial>(taps, from, w, to, firstChannel, endChannel);
        }
        else if (together == 4)
        {
            Four<TLanes, TFloats, TInts, TPartial>(taps, from, w, to, firstChannel, endChannel);
        }
        else
        {
            One<TLanes, TFloats, TInts, TPartial>(taps, from, w, to, firstChannel, endChannel);
        }
    }

    /// <summary>
    /// Eight results of three taps each per row, where neighbouring results share two of their three places: ten loads instead of 24.
    /// A method of its own, as there is only so much that the JIT inlines into one.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EightByThree<TLanes, TFloats, TInts, TPartial>(
        in TapBlock taps, float* from, nint advance, float* w, float* to, nint pitch, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        nint weightStep = taps.WeightColumnStep;
        int rows = taps.Rows;
        nint rowStep = taps.RowStep, weightRowStep = taps.WeightRowStep;
        TInts mask = TLanes.Mask(endChannel - firstChannel);
        for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
        {
            float* rowFrom = from + channel, rowWeights = w + channel, results = to + channel;
            TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
            for (int row = rows; row > 0; row--, rowFrom += rowStep, rowWeights += weightRowStep)
            {
                TFloats w0 = TLanes.Load(rowWeights, mask, partial);
                TFloats w1 = TLanes.Load(rowWeights + weightStep, mask, partial);
                TFloats w2 = TLanes.Load(rowWeights + 2 * weightStep, mask, partial);
                float* at = rowFrom;
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

            taps.Epilogue.Finish<TLanes, TFloats, TInts>(channel, mask, partial, ref s0, ref s1, ref s2, ref s3);
            taps.Epilogue.Finish<TLanes, TFloats, TInts>(channel, mask, partial, ref s4, ref s5, ref s6, ref s7);
            TLanes.Store(results, s0, mask, partial);
            TLanes.Store(results + pitch, s1, mask, partial);
            TLanes.Store(results + 2 * pitch, s2, mask, partial);
            TLanes.Store(results + 3 * pitch, s3, mask, partial);
            TLanes.Store(results + 4 * pitch, s4, mask, partial);
            TLanes.Store(results + 5 * pitch, s5, mask, partial);
            TLanes.Store(results + 6 * pitch, s6, mask, partial);
            TLanes.Store(results + 7 * pitch, s7, mask, partial);
        }
    }

    // Eight chains: multiply-add takes four cycles and two start in each.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Eight<TLanes, TFloats, TInts, TPartial>(
        in TapBlock taps, float* from, float* w, float* to, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        nint columnStep = taps.ColumnStep, weightStep = taps.WeightColumnStep;
        nint advance = taps.Advance, pitch = taps.Pitch;
        int rows = taps.Rows, columns = taps.Columns;
        nint rowStep = taps.RowStep, weightRowStep = taps.WeightRowStep;
        TInts mask = TLanes.Mask(endChannel - firstChannel);
        for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
        {
            float* rowFrom = from + channel, rowWeights = w + channel, results = to + channel;
            TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
            for (int row = rows; row > 0; row--, rowFrom += rowStep, rowWeights += weightRowStep)
            {
                float* x = rowFrom;
                float* weights = rowWeights;
                for (int column = columns; column > 0; column--)
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
                    x += columnStep;
                    weights += weightStep;
                }
            }

            taps.Epilogue.Finish<TLanes, TFloats, TInts>(channel, mask, partial, ref s0, ref s1, ref s2, ref s3);
            taps.Epilogue.Finish<TLanes, TFloats, TInts>(channel, mask, partial, ref s4, ref s5, ref s6, ref s7);
            TLanes.Store(results, s0, mask, partial);
            TLanes.Store(results + pitch, s1, mask, partial);
            TLanes.Store(results + 2 * pitch, s2, mask, partial);
            TLanes.Store(results + 3 * pitch, s3, mask, partial);
            TLanes.Store(results + 4 * pitch, s4, mask, partial);
            TLanes.Store(results + 5 * pitch, s5, mask, partial);
            TLanes.Store(results + 6 * pitch, s6, mask, partial);
            TLanes.Store(results + 7 * pitch, s7, mask, partial);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Four<TLanes, TFloats, TInts, TPartial>(
        in TapBlock taps, float* from, float* w, float* to, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        nint columnStep = taps.ColumnStep, weightStep = taps.WeightColumnStep;
        nint advance = taps.Advance, pitch = taps.Pitch;
        int rows = taps.Rows, columns = taps.Columns;
        nint rowStep = taps.RowStep, weightRowStep = taps.WeightRowStep;
        TInts mask = TLanes.Mask(endChannel - firstChannel);
        for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
        {
            float* rowFrom = from + channel, rowWeights = w + channel, results = to + channel;
            TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0;
            for (int row = rows; row > 0; row--, rowFrom += rowStep, rowWeights += weightRowStep)
            {
                float* x = rowFrom;
                float* weights = rowWeights;
                for (int column = columns; column > 0; column--)
                {
                    TFloats weight = TLanes.Load(weights, mask, partial);
                    s0 = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), weight, s0);
                    s1 = TLanes.MultiplyAdd(TLanes.Load(x + advance, mask, partial), weight, s1);
                    s2 = TLanes.MultiplyAdd(TLanes.Load(x + 2 * advance, mask, partial), weight, s2);
                    s3 = TLanes.MultiplyAdd(TLanes.Load(x + 3 * advance, mask, partial), weight, s3);
                    x += columnStep;
                    weights += weightStep;
                }
            }

            taps.Epilogue.Finish<TLanes, TFloats, TInts>(channel, mask, partial, ref s0, ref s1, ref s2, ref s3);
            TLanes.Store(results, s0, mask, partial);
            TLanes.Store(results + pitch, s1, mask, partial);
            TLanes.Store(results + 2 * pitch, s2, mask, partial);
            TLanes.Store(results + 3 * pitch, s3, mask, partial);
        }
    }

    // One result of four vectors of channels: a sum alone would wait for itself.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void One<TLanes, TFloats, TInts, TPartial>(
        in TapBlock taps, float* from, float* w, float* to, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        nint columnStep = taps.ColumnStep, weightStep = taps.WeightColumnStep;
        int rows = taps.Rows, columns = taps.Columns;
        nint rowStep = taps.RowStep, weightRowStep = taps.WeightRowStep;
        TInts mask = TLanes.Mask(endChannel - firstChannel);
        int channel = firstChannel;
        for (; channel <= endChannel - (4 * TLanes.Count); channel += 4 * TLanes.Count)
        {
            float* rowFrom = from + channel, rowWeights = w + channel, results = to + channel;
            TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0;
            for (int row = rows; row > 0; row--, rowFrom += rowStep, rowWeights += weightRowStep)
            {
                float* x = rowFrom;
                float* weights = rowWeights;
                for (int column = columns; column > 0; column--)
                {
                    s0 = TLanes.MultiplyAdd(TLanes.Load(x, mask, false), TLanes.Load(weights, mask, false), s0);
                    s1 = TLanes.MultiplyAdd(TLanes.Load(x + TLanes.Count, mask, false), TLanes.Load(weights + TLanes.Count, mask, false), s1);
                    s2 = TLanes.MultiplyAdd(TLanes.Load(x + (2 * TLanes.Count), mask, false), TLanes.Load(weights + (2 * TLanes.Count), mask, false), s2);
                    s3 = TLanes.MultiplyAdd(TLanes.Load(x + (3 * TLanes.Count), mask, false), TLanes.Load(weights + (3 * TLanes.Count), mask, false), s3);
                    x += columnStep;
                    weights += weightStep;
                }
            }

            TLanes.Store(results, taps.Epilogue.Finished<TLanes, TFloats, TInts>(channel, mask, false, s0), mask, false);
            TLanes.Store(results + TLanes.Count, taps.Epilogue.Finished<TLanes, TFloats, TInts>(channel + TLanes.Count, mask, false, s1), mask, false);
            TLanes.Store(results + (2 * TLanes.Count), taps.Epilogue.Finished<TLanes, TFloats, TInts>(channel + (2 * TLanes.Count), mask, false, s2), mask, false);
            TLanes.Store(results + (3 * TLanes.Count), taps.Epilogue.Finished<TLanes, TFloats, TInts>(channel + (3 * TLanes.Count), mask, false, s3), mask, false);
        }

        for (; channel < endChannel; channel += TLanes.Count)
        {
            float* rowFrom = from + channel, rowWeights = w + channel;
            TFloats sum = TLanes.Broadcast(0f);
            for (int row = rows; row > 0; row--, rowFrom += rowStep, rowWeights += weightRowStep)
            {
                float* x = rowFrom;
                float* weights = rowWeights;
                for (int column = columns; column > 0; column--)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), TLanes.Load(weights, mask, partial), sum);
                    x += columnStep;
                    weights += weightStep;
                }
            }

            TLanes.Store(to + channel, taps.Epilogue.Finished<TLanes, TFloats, TInts>(channel, mask, partial, sum), mask, partial);
        }
    }

    /// <summary>The taps that exist, as distances in elements.</summary>
    private struct TapBlock
    {
        public int Rows, Columns;
        public nint RowStep, ColumnStep, WeightRowStep, WeightColumnStep, Advance, Pitch;
        public TileEpilogue Epilogue;
    }
}
