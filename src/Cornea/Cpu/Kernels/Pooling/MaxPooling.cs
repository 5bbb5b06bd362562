using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>The largest of each window, with and without its position.</summary>
internal static unsafe class MaxPooling
{
    public static void Run(in PoolingProblem problem, float* x, float* y, int* positions, int piece)
    {
        if (Vector512.IsHardwareAccelerated)
            Choose<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, x, y, positions, piece);
        else if (Vector256.IsHardwareAccelerated)
            Choose<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, x, y, positions, piece);
        else
            Choose<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, x, y, positions, piece);
    }

    private static void Choose<TLanes, TFloats, TInts>(in PoolingProblem problem, float* x, float* y, int* positions, int piece)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        if (positions == null)
            Rows<TLanes, TFloats, TInts>(problem, x, y, null, piece, withPositions: false);
        else
            Rows<TLanes, TFloats, TInts>(problem, x, y, positions, piece, withPositions: true);
    }

    // Inlined into both calls above, so that withPositions is a constant in each copy.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows<TLanes, TFloats, TInts>(
        in PoolingProblem problem, float* x, float* y, int* positions, int piece, bool withPositions)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels, outWidth = problem.OutWidth, inWidth = problem.InWidth, windowWidth = problem.WindowWidth;
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        nint rowPitch = (nint)inWidth * channels;
        RowCut cut = problem.Cut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.OutHeight;
            WindowSpan rows = WindowSpan.Of(
                (int)(row - image * problem.OutHeight), problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.InHeight);
            float* inRow = x + (image * problem.InHeight + rows.First) * rowPitch;
            for (int column = 0; column < outWidth; column++)
            {
                WindowSpan columns = WindowSpan.Of(column, problem.StrideWidth, problem.PadLeft, windowWidth, inWidth);
                nint at = (row * outWidth + column) * channels;
                if (rows.Count <= 0 || columns.Count <= 0)
                {
                    new Span<float>(y + at, channels).Fill(float.NegativeInfinity);
                    if (withPositions)
                        new Span<int>(positions + at, channels).Fill(-1);
                    continue;
                }

                float* corner = inRow + (nint)columns.First * channels;
                int position = rows.Skipped * windowWidth + columns.Skipped;
                for (int channel = 0; channel < whole; channel += TLanes.Count)
                {
                    Window<TLanes, TFloats, TInts>(corner + channel, rowPitch, channels, rows.Count, columns.Count, position, windowWidth,
                        y + at + channel, positions + at + channel, mask, withPositions, partial: false);
                }

                if (whole < channels)
                {
                    Window<TLanes, TFloats, TInts>(corner + whole, rowPitch, channels, rows.Count, columns.Count, position, windowWidth,
                        y + at + whole, positions + at + whole, mask, withPositions, partial: true);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<TLanes, TFloats, TInts>(
        float* corner, nint rowPitch, nint channels, int rows, int columns, int position, int windowWidth,
        float* y, int* positions, TInts mask, bool withPositions, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats best = TLanes.Load(corner, mask, partial);
        TInts where = TLanes.Broadcast(position);
        if (rows == 2 && columns == 2)
        {
            // The usual window, without loops.
            float* below = corner + rowPitch;
            Take<TLanes, TFloats, TInts>(TLanes.Load(corner + channels, mask, partial), position + 1, ref best, ref where, withPositions);
            Take<TLanes, TFloats, TInts>(TLanes.Load(below, mask, partial), position + windowWidth, ref best, ref where, withPositions);
            Take<TLanes, TFloats, TInts>(
                TLanes.Load(below + channels, mask, partial), position + windowWidth + 1, ref best, ref where, withPositions);
        }
        else
        {
            for (int row = 0; row < rows; row++)
            {
                // The first is taken already; comparing it with itself changes nothing.
                for (int column = 0; column < columns; column++)
                {
                    Take<TLanes, TFloats, TInts>(TLanes.Load(corner + row * rowPitch + column * channels, mask, partial),
                        position + row * windowWidth + column, ref best, ref where, withPositions);
                }
            }
        }

        TLanes.Store(y, best, mask, partial);
        if (withPositions)
            TLanes.Store(positions, where, mask, partial);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<TLanes, TFloats, TInts>(
        TFloats candidate, int position, ref TFloats best, ref TInts where, bool withPositions)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TInts beats = TLanes.Beats(candidate, best);
        best = TLanes.Select(beats, candidate, best);
        if (withPositions)
            where = TLanes.Select(beats, TLanes.Broadcast(position), where);
    }
}
