using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>The largest of each window, with and without its position.</summary>
internal static unsafe class MaxPooling
{
    public static void Run(in PoolingProblem problem, float* x, float* y, int* positions, nint firstRow, nint endRow)
    {
        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, x, y, positions, firstRow, endRow);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, x, y, positions, firstRow, endRow);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, x, y, positions, firstRow, endRow);
    }

    private static void Rows<TLanes, TFloats, TInts>(in PoolingProblem problem, float* x, float* y, int* positions, nint firstRow, nint endRow)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        nint outPitch = (nint)problem.OutWidth * channels;
        for (nint row = firstRow; row < endRow; row++)
        {
            PoolingRow windows = PoolingRow.Of(problem, x, row);
            float* to = y + row * outPitch;
            int* where = positions == null ? null : positions + row * outPitch;
            if (positions == null)
            {
                if (whole > 0)
                    Row<TLanes, TFloats, TInts, Off, Off>(problem, windows, to, where, 0, whole);
                if (whole < channels)
                    Row<TLanes, TFloats, TInts, Off, On>(problem, windows, to, where, whole, channels);
            }
            else
            {
                if (whole > 0)
                    Row<TLanes, TFloats, TInts, On, Off>(problem, windows, to, where, 0, whole);
                if (whole < channels)
                    Row<TLanes, TFloats, TInts, On, On>(problem, windows, to, where, whole, channels);
            }
        }
    }

    // Not inlined: the four calls above would be more than the JIT inlines into one method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Row<TLanes, TFloats, TInts, TPositions, TPartial>(
        in PoolingProblem problem, in PoolingRow windows, float* y, int* positions, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
        where TPositions : struct, IFlag where TPartial : struct, IFlag
    {
        TInts mask = TLanes.Mask(endChannel - firstChannel);
        for (int column = 0; column < problem.OutWidth; column++, y += problem.Channels)
        {
            WindowSpan columns = WindowSpan.Of(column, problem.StrideWidth, problem.PadLeft, problem.WindowWidth, problem.InWidth);
            float* corner = windows.Input + (nint)columns.First * problem.Channels;
            int position = windows.Position + columns.Skipped;
            for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
            {
                TFloats best = TLanes.Broadcast(float.NegativeInfinity);
                TInts where = TLanes.Broadcast(-1);
                if (windows.Rows > 0 && columns.Count > 0)
                {
                    best = TLanes.Load(corner + channel, mask, TPartial.IsOn);
                    where = TLanes.Broadcast(position);
                    Window<TLanes, TFloats, TInts, TPositions, TPartial>(corner + channel, windows.InputPitch, problem.Channels,
                        windows.Rows, columns.Count, position, problem.WindowWidth, mask, ref best, ref where);
                }

                TLanes.Store(y + channel, best, mask, TPartial.IsOn);
                if (TPositions.IsOn)
                    TLanes.Store(positions + (nint)column * problem.Channels + channel, where, mask, TPartial.IsOn);
            }
        }
    }

    // The first input is taken already; comparing it with itself changes nothing. The usual widths have no inner loop.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Window<TLanes, TFloats, TInts, TPositions, TPartial>(
        float* x, nint rowPitch, nint channels, int rows, int columns, int position, int windowWidth, TInts mask,
        ref TFloats best, ref TInts where)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
        where TPositions : struct, IFlag where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        for (int row = 0; row < rows; row++, x += rowPitch, position += windowWidth)
        {
            Take<TLanes, TFloats, TInts, TPositions>(TLanes.Load(x, mask, partial), position, ref best, ref where);
            if (columns == 2)
            {
                Take<TLanes, TFloats, TInts, TPositions>(TLanes.Load(x + channels, mask, partial), position + 1, ref best, ref where);
            }
            else if (columns == 3)
            {
                Take<TLanes, TFloats, TInts, TPositions>(TLanes.Load(x + channels, mask, partial), position + 1, ref best, ref where);
                Take<TLanes, TFloats, TInts, TPositions>(TLanes.Load(x + 2 * channels, mask, partial), position + 2, ref best, ref where);
            }
            else
            {
                for (int column = 1; column < columns; column++)
                {
                    Take<TLanes, TFloats, TInts, TPositions>(
                        TLanes.Load(x + column * channels, mask, partial), position + column, ref best, ref where);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<TLanes, TFloats, TInts, TPositions>(TFloats candidate, int position, ref TFloats best, ref TInts where)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPositions : struct, IFlag
    {
        TInts beats = TLanes.Beats(candidate, best);
        best = TLanes.Select(beats, candidate, best);
        if (TPositions.IsOn)
            where = TLanes.Select(beats, TLanes.Broadcast(position), where);
    }
}
