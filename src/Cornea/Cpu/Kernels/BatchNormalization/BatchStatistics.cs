using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// Mean and sum of squared deviations per channel. A piece goes block by block, so small that the second pass (deviations from the block's
/// own mean: nothing cancels) finds the block in L1. Blocks, and later pieces, are merged in order by Chan, Golub and LeVeque's formula
/// ("Updating formulae and a pairwise algorithm for computing sample variances", 1979).
/// </summary>
/// <remarks>Within a block, rows r mod 4 have a sum of their own, folded as (0 + 2) + (1 + 3): four chains, at every vector
/// width.</remarks>
internal static unsafe class BatchStatistics
{
    /// <summary>24 KiB of L1, which has 32 or more.</summary>
    private const int BlockElements = 6 * 1024;

    public static void Run(in BatchNormalizationProblem problem, float* x, float* partials, int piece)
    {
        int channels = problem.Channels;
        RowCut cut = problem.StatisticsCut;
        float* means = partials + (nint)piece * 2 * channels;
        nint blockRows = Math.Max(16, BlockElements / channels);
        nint end = cut.End(piece);
        nint before = 0;
        for (nint row = cut.Start(piece); row < end;)
        {
            nint rows = Math.Min(blockRows, end - row);
            float* block = x + row * channels;
            Ahead.OfFew(block + (rows * channels), Math.Min(blockRows, end - row - rows) * channels).Fetch();
            if (Vector512.IsHardwareAccelerated)
                Block<ChannelLanes512, Vector512<float>, Vector512<int>>(block, rows, channels, means, before);
            else if (Vector256.IsHardwareAccelerated)
                Block<ChannelLanes256, Vector256<float>, Vector256<int>>(block, rows, channels, means, before);
            else
                Block<ChannelLanes128, Vector128<float>, Vector128<int>>(block, rows, channels, means, before);
            row += rows;
            before += rows;
        }
    }

    public static void Merge(in BatchNormalizationProblem problem, float* partials, float* gamma, float* beta, float epsilon,
        float* mean, float* variance, float* inverseStd, float* scale, float* shift, int piece)
    {
        RowCut cut = problem.ChannelCut;
        nint start = cut.Start(piece);
        int count = (int)(cut.End(piece) - start);
        if (Vector512.IsHardwareAccelerated)
            MergeChannels<ChannelLanes512, Vector512<float>, Vector512<int>>(
                problem, partials + start, mean + start, variance + start, count);
        else if (Vector256.IsHardwareAccelerated)
            MergeChannels<ChannelLanes256, Vector256<float>, Vector256<int>>(
                problem, partials + start, mean + start, variance + start, count);
        else
            MergeChannels<ChannelLanes128, Vector128<float>, Vector128<int>>(
                problem, partials + start, mean + start, variance + start, count);

        float rows = Math.Max(1, problem.Rows);
        for (nint channel = start; channel < start + count; channel++)
        {
            variance[channel] /= rows;
            inverseStd[channel] = 1f / MathF.Sqrt(variance[channel] + epsilon);
            scale[channel] = gamma == null ? inverseStd[channel] : gamma[channel] * inverseStd[channel];
            float product = mean[channel] * scale[channel];
            shift[channel] = (beta == null ? 0f : beta[channel]) - product;
        }
    }

    private static void Block<TLanes, TFloats, TInts>(float* x, nint rows, int channels, float* means, nint before)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        float reciprocal = 1f / rows;
        float ours = (float)((double)rows / (before + rows));
        float both = (float)((double)before * rows / (before + rows));
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
        {
            Channels<TLanes, TFloats, TInts, Off>(
                x + channel, rows, channels, means + channel, reciprocal, ours, both, before == 0, default);
        }

        if (channel < channels)
        {
            Channels<TLanes, TFloats, TInts, On>(
                x + channel, rows, channels, means + channel, reciprocal, ours, both, before == 0, TLanes.Mask(channels - channel));
        }
    }

    private static void Channels<TLanes, TFloats, TInts, TPartial>(
        float* x, nint rows, nint pitch, float* means, float reciprocal, float ours, float both, bool first, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        nint whole = rows & ~3;
        TFloats zero = TLanes.Broadcast(0f);
        TFloats s0 = zero, s1 = zero, s2 = zero, s3 = zero;
        float* from = x;
        for (nint row = 0; row < whole; row += 4, from += 4 * pitch)
        {
            s0 = TLanes.Add(s0, TLanes.Load(from, mask, partial));
            s1 = TLanes.Add(s1, TLanes.Load(from + pitch, mask, partial));
            s2 = TLanes.Add(s2, TLanes.Load(from + 2 * pitch, mask, partial));
            s3 = TLanes.Add(s3, TLanes.Load(from + 3 * pitch, mask, partial));
        }

        for (nint row = whole; row < rows; row++, from += pitch)
            s0 = TLanes.Add(s0, TLanes.Load(from, mask, partial));
        TFloats sum = TLanes.Add(TLanes.Add(s0, s2), TLanes.Add(s1, s3));
        TFloats mean = TLanes.Multiply(sum, TLanes.Broadcast(reciprocal));

        s0 = s1 = s2 = s3 = zero;
        from = x;
        for (nint row = 0; row < whole; row += 4, from += 4 * pitch)
        {
            TFloats d0 = TLanes.Subtract(TLanes.Load(from, mask, partial), mean);
            TFloats d1 = TLanes.Subtract(TLanes.Load(from + pitch, mask, partial), mean);
            TFloats d2 = TLanes.Subtract(TLanes.Load(from + 2 * pitch, mask, partial), mean);
            TFloats d3 = TLanes.Subtract(TLanes.Load(from + 3 * pitch, mask, partial), mean);
            s0 = TLanes.MultiplyAdd(d0, d0, s0);
            s1 = TLanes.MultiplyAdd(d1, d1, s1);
            s2 = TLanes.MultiplyAdd(d2, d2, s2);
            s3 = TLanes.MultiplyAdd(d3, d3, s3);
        }

        for (nint row = whole; row < rows; row++, from += pitch)
        {
            TFloats deviation = TLanes.Subtract(TLanes.Load(from, mask, partial), mean);
            s0 = TLanes.MultiplyAdd(deviation, deviation, s0);
        }

        TFloats squares = TLanes.Add(TLanes.Add(s0, s2), TLanes.Add(s1, s3));
        if (!first)
            Chan<TLanes, TFloats, TInts>(means, pitch, ref mean, ref squares, ours, both, mask, partial);
        TLanes.Store(means, mean, mask, partial);
        TLanes.Store(means + pitch, squares, mask, partial);
    }

    /// <summary>mean and squares become those of what <paramref name="means"/> holds (squares a pitch further) and of themselves.</summary>
    /// <param name="means">The means so far.</param>
    /// <param name="pitch">From the means to the squares.</param>
    /// <param name="mean">The new part's mean.</param>
    /// <param name="squares">The new part's sum of squared deviations.</param>
    /// <param name="ours">Share of the new part in the rows of both.</param>
    /// <param name="both">Rows so far · new rows / rows of both.</param>
    /// <param name="mask">Of a partial vector.</param>
    /// <param name="partial">Whether the mask counts.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Chan<TLanes, TFloats, TInts>(
        float* means, nint pitch, ref TFloats mean, ref TFloats squares, float ours, float both, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats earlier = TLanes.Load(means, mask, partial);
        TFloats distance = TLanes.Subtract(mean, earlier);
        mean = TLanes.MultiplyAdd(distance, TLanes.Broadcast(ours), earlier);
        squares = TLanes.Add(TLanes.Load(means + pitch, mask, partial), squares);
        squares = TLanes.MultiplyAdd(TLanes.Multiply(distance, distance), TLanes.Broadcast(both), squares);
    }

    // Leaves the sum of squares in variance.
    private static void MergeChannels<TLanes, TFloats, TInts>(
        in BatchNormalizationProblem problem, float* partials, float* mean, float* variance, int count)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channel = 0;
        for (; channel <= count - TLanes.Count; channel += TLanes.Count)
            MergePieces<TLanes, TFloats, TInts>(problem, partials + channel, mean + channel, variance + channel, default, false);
        if (channel < count)
        {
            MergePieces<TLanes, TFloats, TInts>(
                problem, partials + channel, mean + channel, variance + channel, TLanes.Mask(count - channel), true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MergePieces<TLanes, TFloats, TInts>(
        in BatchNormalizationProblem problem, float* partials, float* means, float* variances, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        RowCut cut = problem.StatisticsCut;
        nint pitch = problem.Channels;
        int pieces = cut.Pieces;
        if (pieces == 0)
        {
            TLanes.Store(means, TLanes.Broadcast(0f), mask, partial);
            TLanes.Store(variances, TLanes.Broadcast(0f), mask, partial);
            return;
        }

        TFloats mean = TLanes.Load(partials, mask, partial);
        TFloats squares = TLanes.Load(partials + pitch, mask, partial);
        for (int piece = 1; piece < pieces; piece++)
        {
            float* at = partials + piece * 2 * pitch;
            TFloats nextMean = TLanes.Load(at, mask, partial);
            TFloats nextSquares = TLanes.Load(at + pitch, mask, partial);
            nint before = cut.Start(piece);
            nint rows = cut.End(piece) - before;
            // As in Chan, with the parts' roles in registers. The first piece stands as it is: its mean squared may be ∞, and ∞ · 0 rows before it is NaN.
            TFloats distance = TLanes.Subtract(nextMean, mean);
            mean = TLanes.MultiplyAdd(distance, TLanes.Broadcast((float)((double)rows / (before + rows))), mean);
            squares = TLanes.Add(squares, nextSquares);
            TFloats both = TLanes.Broadcast((float)((double)before * rows / (before + rows)));
            squares = TLanes.MultiplyAdd(TLanes.Multiply(distance, distance), both, squares);
        }

        TLanes.Store(means, mean, mask, partial);
        TLanes.Store(variances, squares, mask, partial);
    }
}
