using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The weights' gradient of a depthwise convolution over one piece's rows of outputs. Each row's sum starts at zero (four sums, of columns
/// 0, 4, …; 1, 5, …; and so on, folded as (0 + 2) + (1 + 3)), and is then added to the piece's.
/// </summary>
internal static unsafe class DepthwiseWeightGradient
{
    public static void Run(in DepthwiseProblem problem, float* x, float* dy, float* sums, int piece)
    {
        new Span<float>(sums, checked((int)problem.WeightElements)).Clear();
        DepthwiseTaps rows = DepthwiseTaps.Forward(problem.OutHeight, problem.InHeight,
            problem.KernelHeight, problem.StrideHeight, problem.DilationHeight, problem.PadTop);
        nint inPitch = (nint)problem.InWidth * problem.Channels;
        RowCut cut = problem.WeightSumCut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.OutHeight;
            int outRow = (int)(row - image * problem.OutHeight);
            float* gradient = dy + row * problem.OutWidth * problem.OutChannels;
            (int first, int end) = rows.Inside(outRow);
            for (int r = first; r < end; r++)
            {
                float* from = x + (image * problem.InHeight + outRow * rows.Advance + rows.Source + r * rows.SourceStep) * inPitch;
                float* to = sums + (nint)r * problem.KernelWidth * problem.OutChannels;
                Row(problem, from, gradient, to);
            }
        }
    }

    private static void Row(in DepthwiseProblem problem, float* from, float* gradient, float* sums)
    {
        // Outputs whose three taps lie inside the row all, if that many are done together.
        int firstWhole = 0, endWhole = 0;
        if (problem.Multiplier == 1 && problem.KernelWidth == 3 && problem.StrideWidth == problem.DilationWidth)
        {
            DepthwiseTaps columns = DepthwiseTaps.Forward(problem.OutWidth, problem.InWidth,
                problem.KernelWidth, problem.StrideWidth, problem.DilationWidth, problem.PadLeft);
            (firstWhole, endWhole) = columns.Whole();
            if (firstWhole < endWhole)
            {
                float* x = from + (nint)(firstWhole * problem.StrideWidth - problem.PadLeft) * problem.Channels;
                float* dy = gradient + (nint)firstWhole * problem.Channels;
                DepthwiseThreeTaps.Run(x, (nint)problem.StrideWidth * problem.Channels, dy, endWhole - firstWhole, problem.Channels, sums);
            }
        }

        for (int s = 0; s < problem.KernelWidth; s++, sums += problem.OutChannels)
        {
            // Outputs whose tap s lies inside the row.
            int offset = s * problem.DilationWidth - problem.PadLeft;
            int first = offset >= 0 ? 0 : (-offset + problem.StrideWidth - 1) / problem.StrideWidth;
            int last = problem.InWidth - 1 - offset;
            int end = last < 0 ? 0 : Math.Min(problem.OutWidth, last / problem.StrideWidth + 1);
            if (firstWhole < endWhole)
            {
                Tap(problem, from, gradient, offset, first, firstWhole, sums);
                Tap(problem, from, gradient, offset, endWhole, end, sums);
            }
            else
            {
                Tap(problem, from, gradient, offset, first, end, sums);
            }
        }
    }

    /// <summary>One tap over the outputs from the first to before the end.</summary>
    private static void Tap(in DepthwiseProblem problem, float* from, float* gradient, int offset, int first, int end, float* sums)
    {
        if (first >= end)
            return;
        float* x = from + (nint)(first * problem.StrideWidth + offset) * problem.Channels;
        float* dy = gradient + (nint)first * problem.OutChannels;
        int count = end - first;
        if (problem.Multiplier != 1)
            Expand(problem, x, dy, count, sums);
        else if (Vector512.IsHardwareAccelerated)
            Channels<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, x, dy, count, sums);
        else if (Vector256.IsHardwareAccelerated)
            Channels<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, x, dy, count, sums);
        else
            Channels<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, x, dy, count, sums);
    }

    private static void Channels<TLanes, TFloats, TInts>(in DepthwiseProblem problem, float* x, float* dy, int count, float* sums)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        nint advance = (nint)problem.StrideWidth * channels;
        int channel = 0;
        for (; channel <= channels - TLanes.Count; channel += TLanes.Count)
            Sum<TLanes, TFloats, TInts, Off>(x + channel, advance, dy + channel, channels, count, sums + channel, default);
        if (channel < channels)
        {
            Sum<TLanes, TFloats, TInts, On>(
                x + channel, advance, dy + channel, channels, count, sums + channel, TLanes.Mask(channels - channel));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TLanes, TFloats, TInts, TPartial>(
        float* x, nint advance, float* dy, nint channels, int count, float* sums, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        TFloats s0 = TLanes.Broadcast(0f), s1 = s0, s2 = s0, s3 = s0;
        int column = 0;
        for (; column <= count - 4; column += 4)
        {
            s0 = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), TLanes.Load(dy, mask, partial), s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(x + advance, mask, partial), TLanes.Load(dy + channels, mask, partial), s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(x + 2 * advance, mask, partial), TLanes.Load(dy + 2 * channels, mask, partial), s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(x + 3 * advance, mask, partial), TLanes.Load(dy + 3 * channels, mask, partial), s3);
            x += 4 * advance;
            dy += 4 * channels;
        }

        if (column < count)
            s0 = TLanes.MultiplyAdd(TLanes.Load(x, mask, partial), TLanes.Load(dy, mask, partial), s0);
        if (column + 1 < count)
            s1 = TLanes.MultiplyAdd(TLanes.Load(x + advance, mask, partial), TLanes.Load(dy + channels, mask, partial), s1);
        if (column + 2 < count)
            s2 = TLanes.MultiplyAdd(TLanes.Load(x + 2 * advance, mask, partial), TLanes.Load(dy + 2 * channels, mask, partial), s2);
        TFloats sum = TLanes.Add(TLanes.Add(s0, s2), TLanes.Add(s1, s3));
        TLanes.Store(sums, TLanes.Add(TLanes.Load(sums, mask, partial), sum), mask, partial);
    }

    private static void Expand(in DepthwiseProblem problem, float* x, float* dy, int count, float* sums)
    {
        int outChannels = problem.OutChannels;
        nint advance = (nint)problem.StrideWidth * problem.Channels;
        for (int channel = 0; channel < outChannels; channel++)
        {
            float* from = x + channel / problem.Multiplier;
            float sum = 0f;
            for (int column = 0; column < count; column++)
                sum = MathF.FusedMultiplyAdd(from[column * advance], dy[(nint)column * outChannels + channel], sum);
            sums[channel] += sum;
        }
    }
}
