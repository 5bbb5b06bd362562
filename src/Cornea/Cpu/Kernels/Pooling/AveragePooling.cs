using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>The mean of each window: the sum in row order, times the reciprocal of the number of inputs that exist.</summary>
internal static unsafe class AveragePooling
{
    public static void Run(in PoolingProblem problem, float* x, float* y, int piece)
    {
        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, x, y, piece);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, x, y, piece);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, x, y, piece);
    }

    private static void Rows<TLanes, TFloats, TInts>(in PoolingProblem problem, float* x, float* y, int piece)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        nint rowPitch = (nint)problem.InWidth * channels;
        RowCut cut = problem.Cut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.OutHeight;
            WindowSpan rows = WindowSpan.Of(
                (int)(row - image * problem.OutHeight), problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.InHeight);
            float* inRow = x + (image * problem.InHeight + rows.First) * rowPitch;
            float* to = y + row * problem.OutWidth * channels;
            for (int column = 0; column < problem.OutWidth; column++, to += channels)
            {
                WindowSpan columns = WindowSpan.Of(column, problem.StrideWidth, problem.PadLeft, problem.WindowWidth, problem.InWidth);
                if (rows.Count <= 0 || columns.Count <= 0)
                {
                    new Span<float>(to, channels).Clear();
                    continue;
                }

                float* corner = inRow + (nint)columns.First * channels;
                TFloats share = TLanes.Broadcast(1f / (rows.Count * columns.Count));
                for (int channel = 0; channel < whole; channel += TLanes.Count)
                {
                    TFloats sum = Sum<TLanes, TFloats, TInts>(
                        corner + channel, rowPitch, channels, rows.Count, columns.Count, mask, false);
                    TLanes.Store(to + channel, TLanes.Multiply(sum, share), mask, false);
                }

                if (whole < channels)
                {
                    TFloats sum = Sum<TLanes, TFloats, TInts>(corner + whole, rowPitch, channels, rows.Count, columns.Count, mask, true);
                    TLanes.Store(to + whole, TLanes.Multiply(sum, share), mask, true);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloats Sum<TLanes, TFloats, TInts>(
        float* corner, nint rowPitch, nint channels, int rows, int columns, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats sum = TLanes.Load(corner, mask, partial);
        if (rows == 2 && columns == 2)
        {
            // The usual window, without loops; the same order as below.
            sum = TLanes.Add(sum, TLanes.Load(corner + channels, mask, partial));
            sum = TLanes.Add(sum, TLanes.Load(corner + rowPitch, mask, partial));
            return TLanes.Add(sum, TLanes.Load(corner + rowPitch + channels, mask, partial));
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = row == 0 ? 1 : 0; column < columns; column++)
                sum = TLanes.Add(sum, TLanes.Load(corner + row * rowPitch + column * channels, mask, partial));
        }

        return sum;
    }
}
