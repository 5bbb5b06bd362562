using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The gradient of max pooling, seen from the input: each input asks the windows that cover it whether it was their largest.
/// So pieces write ranges of dx, and overlapping windows are added in row order.
/// </summary>
internal static unsafe class MaxPoolingGradient
{
    public static void Run(in PoolingProblem problem, float* dy, int* positions, float* dx, int piece)
    {
        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, dy, positions, dx, piece);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, dy, positions, dx, piece);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, dy, positions, dx, piece);
    }

    private static void Rows<TLanes, TFloats, TInts>(in PoolingProblem problem, float* dy, int* positions, float* dx, int piece)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        nint rowElements = (nint)problem.InWidth * problem.Channels;
        nint outRowElements = (nint)problem.OutWidth * problem.Channels;
        RowCut cut = problem.GradientCut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.InHeight;
            int height = (int)(row - image * problem.InHeight);
            (int first, int end) = WindowSpan.Covering(
                height, problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.OutHeight);
            float* to = dx + row * rowElements;
            if (first >= end)
            {
                new Span<float>(to, checked((int)rowElements)).Clear();
                continue;
            }

            nint from = (image * problem.OutHeight + first) * outRowElements;
            int windowRow = height + problem.PadTop - first * problem.StrideHeight;
            if (problem.IsDisjoint)
                DisjointRow<TLanes, TFloats, TInts>(problem, dy + from, positions + from, windowRow * problem.WindowWidth, to);
            else
                OverlappingRow<TLanes, TFloats, TInts>(problem, dy + from, positions + from, end - first, windowRow, to);
        }
    }

    private static void DisjointRow<TLanes, TFloats, TInts>(
        in PoolingProblem problem, float* dy, int* positions, int position, float* to)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        // Walks along the inputs; output and place in its window follow without a division.
        int output = problem.PadLeft / problem.StrideWidth;
        int place = problem.PadLeft - output * problem.StrideWidth;
        for (int column = 0; column < problem.InWidth; column++, to += channels)
        {
            if (output < problem.OutWidth && place < problem.WindowWidth)
            {
                float* from = dy + (nint)output * channels;
                int* where = positions + (nint)output * channels;
                TInts here = TLanes.Broadcast(position + place);
                for (int channel = 0; channel < whole; channel += TLanes.Count)
                {
                    TInts largest = TLanes.Equal(TLanes.Load(where + channel, mask, false), here);
                    TLanes.Store(to + channel, TLanes.Keep(largest, TLanes.Load(from + channel, mask, false)), mask, false);
                }

                if (whole < channels)
                {
                    TInts largest = TLanes.Equal(TLanes.Load(where + whole, mask, true), here);
                    TLanes.Store(to + whole, TLanes.Keep(largest, TLanes.Load(from + whole, mask, true)), mask, true);
                }
            }
            else
            {
                new Span<float>(to, channels).Clear();
            }

            if (++place == problem.StrideWidth)
            {
                place = 0;
                output++;
            }
        }
    }

    private static void OverlappingRow<TLanes, TFloats, TInts>(
        in PoolingProblem problem, float* dy, int* positions, int windows, int windowRow, float* to)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        for (int column = 0; column < problem.InWidth; column++, to += channels)
        {
            (int first, int end) = WindowSpan.Covering(
                column, problem.StrideWidth, problem.PadLeft, problem.WindowWidth, problem.OutWidth);
            nint from = (nint)first * channels;
            int place = windowRow * problem.WindowWidth + column + problem.PadLeft - first * problem.StrideWidth;
            for (int channel = 0; channel < whole; channel += TLanes.Count)
            {
                Sum<TLanes, TFloats, TInts>(
                    problem, dy + from + channel, positions + from + channel, windows, end - first, place, to + channel, mask, false);
            }

            if (whole < channels)
            {
                Sum<TLanes, TFloats, TInts>(
                    problem, dy + from + whole, positions + from + whole, windows, end - first, place, to + whole, mask, true);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TLanes, TFloats, TInts>(
        in PoolingProblem problem, float* dy, int* positions, int rows, int columns, int place, float* to, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        nint outRowElements = (nint)problem.OutWidth * problem.Channels;
        TFloats sum = TLanes.Broadcast(0f);
        for (int row = 0; row < rows; row++)
        {
            // A window further down or right sees the same input further up or left.
            int here = place - row * problem.StrideHeight * problem.WindowWidth;
            nint at = row * outRowElements;
            for (int column = 0; column < columns; column++)
            {
                TInts largest = TLanes.Equal(TLanes.Load(positions + at, mask, partial), TLanes.Broadcast(here));
                sum = TLanes.Add(sum, TLanes.Keep(largest, TLanes.Load(dy + at, mask, partial)));
                here -= problem.StrideWidth;
                at += problem.Channels;
            }
        }

        TLanes.Store(to, sum, mask, partial);
    }
}
