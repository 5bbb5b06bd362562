using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// The gradient of average pooling, seen from the input: each input gathers its share from the windows that cover it, in row order.
/// </summary>
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
        nint rowElements = (nint)problem.InWidth * problem.Channels;
        nint outPitch = (nint)problem.OutWidth * problem.Channels;
        RowCut cut = problem.GradientCut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.InHeight;
            (int first, int end) = WindowSpan.Covering(
                (int)(row - image * problem.InHeight), problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.OutHeight);
            float* to = dx + row * rowElements;
            Memory.Fill(to, 0f, rowElements);
            for (int outRow = first; outRow < end; outRow++)
            {
                int height = WindowSpan.Of(outRow, problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.InHeight).Count;
                AddRow<TLanes, TFloats, TInts>(problem, dy + (image * problem.OutHeight + outRow) * outPitch, height, to);
            }
        }
    }

    /// <summary>Adds to a row of dx, which is in L1, the shares from one row of windows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddRow<TLanes, TFloats, TInts>(in PoolingProblem problem, float* dy, int height, float* to)
        where TLanes : struct, IChannelLanes<TFloats, TInts> where TFloats : struct where TInts : struct
    {
        int channels = problem.Channels;
        int whole = channels - channels % TLanes.Count;
        TInts mask = TLanes.Mask(channels - whole);
        // Without overlap there is nothing to add to. A load would have to wait for the store before it where their lines overlap.
        bool adds = !problem.IsDisjoint;
        for (int column = 0; column < problem.OutWidth; column++, dy += channels)
        {
            WindowSpan columns = WindowSpan.Of(column, problem.StrideWidth, problem.PadLeft, problem.WindowWidth, problem.InWidth);
            if (columns.Count <= 0)
                continue;
            TFloats share = TLanes.Broadcast(1f / (height * columns.Count));
            float* corner = to + (nint)columns.First * channels;
            for (int channel = 0; channel < whole; channel += TLanes.Count)
            {
                TFloats part = TLanes.Multiply(TLanes.Load(dy + channel, mask, false), share);
                float* at = corner + channel;
                for (int place = columns.Count; place > 0; place--, at += channels)
                    TLanes.Store(at, adds ? TLanes.Add(TLanes.Load(at, mask, false), part) : part, mask, false);
            }

            if (whole < channels)
            {
                TFloats part = TLanes.Multiply(TLanes.Load(dy + whole, mask, true), share);
                float* at = corner + whole;
                for (int place = columns.Count; place > 0; place--, at += channels)
                    TLanes.Store(at, adds ? TLanes.Add(TLanes.Load(at, mask, true), part) : part, mask, true);
            }
        }
    }
}
