namespace Cornea.Cpu.Kernels;

/// <summary>Resizing by repeating (or leaving out) pixels.</summary>
internal static unsafe class NearestResize
{
    public static void Run(in ResizeProblem problem, float* x, float* y, int piece)
    {
        int channels = problem.Channels;
        nint inPitch = (nint)problem.InWidth * channels, outPitch = (nint)problem.OutWidth * channels;
        RowCut cut = problem.Cut;
        float* previous = null;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.OutHeight;
            int inRow = ResizePoint.Nearest((int)(row - image * problem.OutHeight), problem.HeightScale, problem.InHeight);
            float* from = x + (image * problem.InHeight + inRow) * inPitch;
            float* to = y + row * outPitch;
            if (from == previous)
            {
                // The row before shows the same pixels.
                Memory.Copy(to - outPitch, to, outPitch);
                continue;
            }

            previous = from;
            for (int column = 0; column < problem.OutWidth; column++, to += channels)
            {
                float* pixel = from + (nint)ResizePoint.Nearest(column, problem.WidthScale, problem.InWidth) * channels;
                if (channels < 8)
                {
                    for (int channel = 0; channel < channels; channel++)
                        to[channel] = pixel[channel];
                }
                else
                {
                    Memory.Copy(pixel, to, channels);
                }
            }
        }
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
                if (ResizePoint.Nearest(outRow, problem.HeightScale, problem.InHeight) != inRow)
                    continue;
                float* from = dy + (image * problem.OutHeight + outRow) * outPitch;
                for (int column = 0; column < problem.OutWidth; column++, from += channels)
                {
                    nint at = (nint)ResizePoint.Nearest(column, problem.WidthScale, problem.InWidth) * channels;
                    ScaledSum.Add(to + at, from, 1f, channels);
                }
            }
        }
    }
}
