using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>The gradient of batch normalisation in training.</summary>
internal static unsafe class BatchGradient
{
    /// <summary>The sums of a block of this many rows start at zero and are then added to the piece's.</summary>
    private const int BlockRows = 128;

    public static void Sums(
        in BatchNormalizationProblem problem, float* x, float* dy, float* mean, float* inverseStd, float* partials, int piece)
    {
        int channels = problem.Channels;
        RowCut cut = problem.StatisticsCut;
        float* sums = partials + (nint)piece * 2 * channels;
        new Span<float>(sums, 2 * channels).Clear();
        nint end = cut.End(piece);
        for (nint row = cut.Start(piece); row < end; row += BlockRows)
        {
            nint rows = Math.Min(BlockRows, end - row);
            nint at = row * channels, next = (row + rows) * channels, ahead = Math.Min(BlockRows, end - row - rows) * channels;
            Ahead.OfFew(x + next, ahead).Fetch();
            Ahead.OfFew(dy + next, ahead).Fetch();
            if (Vector512.IsHardwareAccelerated)
                Block<ChannelLanes512, Vector512<float>, Vector512<int>>(x + at, dy + at, mean, rows, channels, sums);
            else if (Vector256.IsHardwareAccelerated)
                Block<ChannelLanes256, Vector256<float>, Vector256<int>>(x + at, dy + at, mean, rows, channels, sums);
            else
                Block<ChannelLanes128, Vector128<float>, Vector128<int>>(x + at, dy + at, mean, rows, channels, sums);
        }

        // Once for the whole piece, instead of once for each element.
        for (int channel = 0; channel < channels; channel++)
            sums[channels + channel] *= inverseStd[channel];
    }

    public static void Merge(in BatchNormalizationProblem problem,
        float* partials, float* gamma, float* inverseStd, float* dgamma, float* dbeta, float* coefficients, int piece)
    {
        int channels = problem.Channels;
        RowCut cut = problem.ChannelCut;
        nint start = cut.Start(piece);
        int count = (int)(cut.End(piece) - start);
        float* scales = coefficients, offsets = coefficients + channels, slopes = coefficients + 2 * channels;
        // The totals pass through their coefficients' places.
        if (problem.StatisticsPieces == 0)
        {
            Memory.Fill(offsets + start, 0f, count);
            Memory.Fill(slopes + start, 0f, count);
        }
        else
        {
            PartialSums.Add(partials + start, 2 * channels, problem.StatisticsPieces, offsets + start, count);
            PartialSums.Add(partials + channels + start, 2 * channels, problem.StatisticsPieces, slopes + start, count);
        }

        float rows = Math.Max(1, problem.Rows);
        for (nint channel = start; channel < start + count; channel++)
        {
            if (dbeta != null)
                dbeta[channel] = offsets[channel];
            if (dgamma != null)
                dgamma[channel] = slopes[channel];
            scales[channel] = gamma == null ? inverseStd[channel] : gamma[channel] * inverseStd[channel];
            offsets[channel] = offsets[channel] / rows;
            slopes[channel] = -(slopes[channel] / rows * inverseStd[channel]);
        }
    }

    public static void Input(
        in BatchNormalizationProblem problem, float* x, float* dy, float* mean, float* coefficients, float* dx, int piece)
    {
        OutputRange range = problem.Range(piece);
        nint rows = range.Count / problem.Channels;
        x += range.Start;
        dy += range.Start;
        dx += range.Start;
        if (Vector512.IsHardwareAccelerated)
            InputRows<ChannelLanes512, Vector512<float>, Vector512<int>>(x, dy, mean, coefficients, dx, rows, problem.Channels);
        else if (Vector256.IsHardwareAccelerated)
            InputRows<ChannelLanes256, Vector256<float>, Vector256<int>>(x, dy, mean, coefficients, dx, rows, problem.Channels);
        else
            InputRows<ChannelLanes128, Vector128<float>, Vector128<int>>(x, dy, mean, coefficients, dx, rows, problem.Channels);
    }

    private static void Block<TLanes, TFloats, TInts>(float* x, float* dy, float* mean, nint rows, int channels, float* sums)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
        {
            BlockChannels<TLanes, TFloats, TInts, Off>(
                x + channel, dy + channel, mean + channel, rows, channels, sums + channel, default);
        }

        if (channel < channels)
        {
            BlockChannels<TLanes, TFloats, TInts, On>(
                x + channel, dy + channel, mean + channel, rows, channels, sums + channel, TLanes.Mask(channels - channel));
        }
    }

    // Rows r mod 4 have a sum of their own, folded as (0 + 2) + (1 + 3).
    private static void BlockChannels<TLanes, TFloats, TInts, TPartial>(
        float* x, float* dy, float* means, nint rows, nint pitch, float* sums, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        TFloats mean = TLanes.Load(means, mask, partial);
        TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0;
        TFloats p0 = s0, p1 = s0, p2 = s0, p3 = s0;
        nint row = 0;
        for (; row <= rows - 4; row += 4, x += 4 * pitch, dy += 4 * pitch)
        {
            Add<TLanes, TFloats, TInts>(x, dy, mean, ref s0, ref p0, mask, partial);
            Add<TLanes, TFloats, TInts>(x + pitch, dy + pitch, mean, ref s1, ref p1, mask, partial);
            Add<TLanes, TFloats, TInts>(x + 2 * pitch, dy + 2 * pitch, mean, ref s2, ref p2, mask, partial);
            Add<TLanes, TFloats, TInts>(x + 3 * pitch, dy + 3 * pitch, mean, ref s3, ref p3, mask, partial);
        }

        for (; row < rows; row++, x += pitch, dy += pitch)
            Add<TLanes, TFloats, TInts>(x, dy, mean, ref s0, ref p0, mask, partial);
        TFloats sum = TLanes.Add(TLanes.Add(s0, s2), TLanes.Add(s1, s3));
        TFloats product = TLanes.Add(TLanes.Add(p0, p2), TLanes.Add(p1, p3));
        TLanes.Store(sums, TLanes.Add(TLanes.Load(sums, mask, partial), sum), mask, partial);
        TLanes.Store(sums + pitch, TLanes.Add(TLanes.Load(sums + pitch, mask, partial), product), mask, partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes, TFloats, TInts>(
        float* x, float* dy, TFloats mean, ref TFloats sum, ref TFloats product, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats gradient = TLanes.Load(dy, mask, partial);
        sum = TLanes.Add(sum, gradient);
        product = TLanes.MultiplyAdd(gradient, TLanes.Subtract(TLanes.Load(x, mask, partial), mean), product);
    }

    private static void InputRows<TLanes, TFloats, TInts>(
        float* x, float* dy, float* mean, float* coefficients, float* dx, nint rows, int channels)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        for (nint row = 0; row < rows; row++, x += channels, dy += channels, dx += channels)
        {
            for (int channel = 0; channel < whole; channel += TLanes.Count)
            {
                InputVector<TLanes, TFloats, TInts>(
                    x + channel, dy + channel, mean + channel, coefficients + channel, channels, dx + channel, mask, false);
            }

            if (whole < channels)
            {
                InputVector<TLanes, TFloats, TInts>(
                    x + whole, dy + whole, mean + whole, coefficients + whole, channels, dx + whole, mask, true);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputVector<TLanes, TFloats, TInts>(
        float* x, float* dy, float* mean, float* coefficients, nint channels, float* dx, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats scale = TLanes.Load(coefficients, mask, partial);
        TFloats offset = TLanes.Load(coefficients + channels, mask, partial);
        TFloats slope = TLanes.Load(coefficients + 2 * channels, mask, partial);
        TFloats deviation = TLanes.Subtract(TLanes.Load(x, mask, partial), TLanes.Load(mean, mask, partial));
        TFloats gradient = TLanes.MultiplyAdd(deviation, slope, TLanes.Subtract(TLanes.Load(dy, mask, partial), offset));
        TLanes.Store(dx, TLanes.Multiply(scale, gradient), mask, partial);
    }
}
