using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>Bilinear resizing and its gradient.</summary>
internal static unsafe class BilinearResize
{
    public static void Run(in ResizeProblem problem, float* x, float* y, int piece)
    {
        if (Vector512.IsHardwareAccelerated)
            Rows<ChannelLanes512, Vector512<float>, Vector512<int>>(problem, x, y, piece);
        else if (Vector256.IsHardwareAccelerated)
            Rows<ChannelLanes256, Vector256<float>, Vector256<int>>(problem, x, y, piece);
        else
            Rows<ChannelLanes128, Vector128<float>, Vector128<int>>(problem, x, y, piece);
    }

    public static void Gradient(in ResizeProblem problem, float* dy, float* dx, int piece)
    {
        int channels = problem.Channels;
        nint inPitch = (nint)problem.InWidth * channels, outPitch = (nint)problem.OutWidth * channels;
        RowCut cut = problem.GradientCut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.InHeight;
            int inRow = (int)(row - image * problem.InHeight);
            float* to = dx + row * inPitch;
            Memory.Fill(to, 0f, inPitch);
            (int first, int end) = ResizePoint.Reach(inRow, problem.HeightScale, problem.OutHeight);
            for (int outRow = first; outRow < end; outRow++)
            {
                ResizePoint vertical = ResizePoint.Of(outRow, problem.HeightScale, problem.InHeight);
                if (vertical.Lower != inRow && vertical.Upper != inRow)
                    continue;
                float weight = vertical.Lower == vertical.Upper ? 1f
                    : vertical.Lower == inRow ? 1f - vertical.Fraction : vertical.Fraction;
                float* from = dy + (image * problem.OutHeight + outRow) * outPitch;
                for (int column = 0; column < problem.OutWidth; column++, from += channels)
                {
                    ResizePoint horizontal = ResizePoint.Of(column, problem.WidthScale, problem.InWidth);
                    ScaledSum.Add(to + (nint)horizontal.Lower * channels, from, weight * (1f - horizontal.Fraction), channels);
                    ScaledSum.Add(to + (nint)horizontal.Upper * channels, from, weight * horizontal.Fraction, channels);
                }
            }
        }
    }

    private static void Rows<TLanes, TFloats, TInts>(in ResizeProblem problem, float* x, float* y, int piece)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        nint inPitch = (nint)problem.InWidth * channels;
        RowCut cut = problem.Cut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.OutHeight;
            ResizePoint vertical = ResizePoint.Of((int)(row - image * problem.OutHeight), problem.HeightScale, problem.InHeight);
            float* top = x + (image * problem.InHeight + vertical.Lower) * inPitch;
            float* bottom = x + (image * problem.InHeight + vertical.Upper) * inPitch;
            float* to = y + row * problem.OutWidth * channels;
            for (int column = 0; column < problem.OutWidth; column++, to += channels)
            {
                ResizePoint horizontal = ResizePoint.Of(column, problem.WidthScale, problem.InWidth);
                nint left = (nint)horizontal.Lower * channels, right = (nint)horizontal.Upper * channels;
                for (int channel = 0; channel < whole; channel += TLanes.Count)
                {
                    Pixel<TLanes, TFloats, TInts>(top + channel, bottom + channel, left, right,
                        horizontal.Fraction, vertical.Fraction, to + channel, mask, false);
                }

                if (whole < channels)
                {
                    Pixel<TLanes, TFloats, TInts>(top + whole, bottom + whole, left, right,
                        horizontal.Fraction, vertical.Fraction, to + whole, mask, true);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pixel<TLanes, TFloats, TInts>(
        float* top, float* bottom, nint left, nint right, float horizontal, float vertical, float* to, TInts mask, bool partial)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        TFloats across = TLanes.Broadcast(horizontal);
        TFloats upper = Between<TLanes, TFloats, TInts>(
            TLanes.Load(top + left, mask, partial), TLanes.Load(top + right, mask, partial), across);
        TFloats lower = Between<TLanes, TFloats, TInts>(
            TLanes.Load(bottom + left, mask, partial), TLanes.Load(bottom + right, mask, partial), across);
        TLanes.Store(to, Between<TLanes, TFloats, TInts>(upper, lower, TLanes.Broadcast(vertical)), mask, partial);
    }

    // first + (second − first) · fraction, as TensorFlow has it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TFloats Between<TLanes, TFloats, TInts>(TFloats first, TFloats second, TFloats fraction)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct =>
        TLanes.MultiplyAdd(TLanes.Subtract(second, first), fraction, first);
}
