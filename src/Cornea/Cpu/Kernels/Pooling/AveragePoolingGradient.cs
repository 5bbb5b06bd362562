using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>The gradient of average pooling, seen from the input: each input gathers its share from the windows that cover it.</summary>
internal static unsafe class AveragePoolingGradient
{
    public static void Run(in PoolingProblem problem, float* dy, float* dx, int piece)
    {
        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, dy, dx, piece);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, dy, dx, piece);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, dy, dx, piece);
    }

    private static void Rows<TLanes, TFloats, TInts>(in PoolingProblem problem, float* dy, float* dx, int piece)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        nint outRowElements = (nint)problem.OutWidth * channels;
        RowCut cut = problem.GradientCut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.InHeight;
            (int firstRow, int endRow) = WindowSpan.Covering(
                (int)(row - image * problem.InHeight), problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.OutHeight);
            float* from = dy + image * problem.OutHeight * outRowElements;
            float* to = dx + row * problem.InWidth * channels;
            for (int column = 0; column < problem.InWidth; column++, to += channels)
            {
                (int firstColumn, int endColumn) = WindowSpan.Covering(
                    column, problem.StrideWidth, problem.PadLeft, problem.WindowWidth, problem.OutWidth);
                // The windows are outside, the channels inside: else every vector would have to find the windows' sizes again.
                // dx's pixel, which is in L1, holds the sums.
                bool first = true;
                for (int outRow = firstRow; outRow < endRow; outRow++)
                {
                    int height = WindowSpan.Of(
                        outRow, problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.InHeight).Count;
                    for (int outColumn = firstColumn; outColumn < endColumn; outColumn++)
                    {
                        int width = WindowSpan.Of(
                            outColumn, problem.StrideWidth, problem.PadLeft, problem.WindowWidth, problem.InWidth).Count;
                        float* source = from + outRow * outRowElements + (nint)outColumn * channels;
                        TFloats share = TLanes.Broadcast(1f / (height * width));
                        for (int channel = 0; channel < whole; channel += TLanes.Count)
                            Gather<TLanes, TFloats, TInts>(source + channel, share, to + channel, first, mask, false);
                        if (whole < channels)
                            Gather<TLanes, TFloats, TInts>(source + whole, share, to + whole, first, mask, true);
                        first = false;
                    }
                }

                if (first)
                    new Span<float>(to, channels).Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gather<TLanes, TFloats, TInts>(
        float* source, TFloats share, float* to, bool first, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats part = TLanes.Multiply(TLanes.Load(source, mask, partial), share);
        TLanes.Store(to, first ? part : TLanes.Add(TLanes.Load(to, mask, partial), part), mask, partial);
    }
}
