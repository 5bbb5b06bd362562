namespace Cornea.Cpu.Kernels;

/// <summary>Depthwise convolution, row by row.</summary>
internal static unsafe class DepthwiseForward
{
    public static void Run(in DepthwiseProblem problem, float* x, float* w, float* y, int piece, in TileEpilogue epilogue)
    {
        nint inImage = (nint)problem.InHeight * problem.InWidth * problem.Channels, outImage = (nint)problem.OutHeight * problem.OutWidth * problem.OutChannels;
        RowCut cut = problem.Cut;
        nint end = cut.End(piece), next;
        for (nint row = cut.Start(piece); row < end; row = next)
        {
            nint image = row / problem.OutHeight, first = image * problem.OutHeight;
            next = Math.Min(end, first + problem.OutHeight);
            RunRows(problem, x + (image * inImage), w, y + (image * outImage), (int)(row - first), (int)(next - first), epilogue);
        }
    }

    /// <summary>Some rows of one image.</summary>
    public static void RunRows(in DepthwiseProblem problem, float* x, float* w, float* y, int firstRow, int endRow, in TileEpilogue epilogue)
    {
        DepthwiseTaps rows = DepthwiseTaps.Forward(problem.OutHeight, problem.InHeight, problem.KernelHeight, problem.StrideHeight, problem.DilationHeight, problem.PadTop);
        DepthwiseTaps columns = DepthwiseTaps.Forward(problem.OutWidth, problem.InWidth, problem.KernelWidth, problem.StrideWidth, problem.DilationWidth, problem.PadLeft);
        nint inPitch = (nint)problem.InWidth * problem.Channels, outPitch = (nint)problem.OutWidth * problem.OutChannels;
        for (int row = firstRow; row < endRow; row++)
        {
            float* to = y + (row * outPitch);
            if (problem.Multiplier == 1)
            {
                DepthwiseRow.Run(rows, columns, row, problem.KernelWidth, problem.Channels, x, inPitch, w, to, epilogue);
                continue;
            }

            Row(problem, rows, columns, row, x, w, to);
            epilogue.Run((byte*)to, (nint)problem.OutChannels * sizeof(float), problem.OutWidth, problem.OutChannels);
        }
    }

    private static void Row(
        in DepthwiseProblem problem, in DepthwiseTaps rows, in DepthwiseTaps columns, int outRow, float* from, float* w, float* to)
    {
        int channels = problem.Channels, outChannels = problem.OutChannels;
        (int firstRow, int endRow) = rows.Inside(outRow);
        for (int column = 0; column < problem.OutWidth; column++, to += outChannels)
        {
            (int firstColumn, int endColumn) = columns.Inside(column);
            for (int channel = 0; channel < outChannels; channel++)
            {
                float sum = 0f;
                for (int r = firstRow; r < endRow; r++)
                {
                    nint inRow = outRow * rows.Advance + rows.Source + r * rows.SourceStep;
                    for (int s = firstColumn; s < endColumn; s++)
                    {
                        nint inColumn = column * columns.Advance + columns.Source + s * columns.SourceStep;
                        float value = from[(inRow * problem.InWidth + inColumn) * channels + channel / problem.Multiplier];
                        sum = MathF.FusedMultiplyAdd(value, w[((nint)r * problem.KernelWidth + s) * outChannels + channel], sum);
                    }
                }

                to[channel] = sum;
            }
        }
    }
}
