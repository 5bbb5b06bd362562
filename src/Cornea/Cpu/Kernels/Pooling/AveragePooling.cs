using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>The mean of each window: the sum in row order, times the reciprocal of the number of inputs that exist.</summary>
internal static unsafe class AveragePooling
{
    public static void Run(in PoolingProblem problem, float* x, float* y, nint firstRow, nint endRow)
    {
        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, x, y, firstRow, endRow);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, x, y, firstRow, endRow);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, x, y, firstRow, endRow);
    }

    private static void Rows<TLanes, TFloats, TInts>(in PoolingProblem problem, float* x, float* y, nint firstRow, nint endRow)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        for (nint row = firstRow; row < endRow; row++)
        {
            PoolingRow windows = PoolingRow.Of(problem, x, row);
            float* to = y + row * problem.OutWidth * channels;
            if (whole > 0)
                Row<TLanes, TFloats, TInts, Off>(problem, windows, to, 0, whole);
            if (whole < channels)
                Row<TLanes, TFloats, TInts, On>(problem, windows, to, whole, channels);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Row<TLanes, TFloats, TInts, TPartial>(
        in PoolingProblem problem, in PoolingRow windows, float* y, int firstChannel, int endChannel)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        TInts mask = TLanes.Mask(endChannel - firstChannel);
        for (int column = 0; column < problem.OutWidth; column++, y += problem.Channels)
        {
            WindowSpan columns = WindowSpan.Of(column, problem.StrideWidth, problem.PadLeft, problem.WindowWidth, problem.InWidth);
            bool any = windows.Rows > 0 && columns.Count > 0;
            float* corner = windows.Input + (nint)columns.First * problem.Channels;
            TFloats share = TLanes.Broadcast(any ? 1f / (windows.Rows * columns.Count) : 0f);
            for (int channel = firstChannel; channel < endChannel; channel += TLanes.Count)
            {
                TFloats sum = TLanes.Broadcast(0f);
                if (any)
                {
                    sum = Sum<TLanes, TFloats, TInts, TPartial>(
                        corner + channel, windows.InputPitch, problem.Channels, windows.Rows, columns.Count, mask);
                }

                TLanes.Store(y + channel, TLanes.Multiply(sum, share), mask, TPartial.IsOn);
            }
        }
    }

    // The usual widths have no inner loop; the order is the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloats Sum<TLanes, TFloats, TInts, TPartial>(
        float* x, nint rowPitch, nint channels, int rows, int columns, TInts mask)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct where TPartial : struct, IFlag
    {
        bool partial = TPartial.IsOn;
        TFloats sum = TLanes.Broadcast(0f);
        for (int row = 0; row < rows; row++, x += rowPitch)
        {
            sum = TLanes.Add(sum, TLanes.Load(x, mask, partial));
            if (columns == 2)
            {
                sum = TLanes.Add(sum, TLanes.Load(x + channels, mask, partial));
            }
            else if (columns == 3)
            {
                sum = TLanes.Add(sum, TLanes.Load(x + channels, mask, partial));
                sum = TLanes.Add(sum, TLanes.Load(x + 2 * channels, mask, partial));
            }
            else
            {
                for (int column = 1; column < columns; column++)
                    sum = TLanes.Add(sum, TLanes.Load(x + column * channels, mask, partial));
            }
        }

        return sum;
    }
}
