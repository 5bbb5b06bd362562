namespace Cornea.Cpu.Kernels;

/// <summary>Depthwise convolution, row by row.</summary>
internal static unsafe class DepthwiseForward
{
    public static void Run(in DepthwiseProblem problem, float* x, float* w, float* y, int piece, in TileEpilogue epilogue)
    {
        DepthwiseTaps rows = DepthwiseTaps.Forward(problem.OutHeight, problem.InHeight,
            problem.KernelHeight, problem.StrideHeight, problem.DilationHeight, problem.PadTop);
        DepthwiseTaps columns = DepthwiseTaps.Forward(problem.OutWidth, problem.InWidth,
            problem.KernelWidth, problem.StrideWidth, problem.DilationWidth, problem.PadLeft);
        nint inPitch = (nint)problem.InWidth * problem.Channels;
        RowCut cut = problem.Cut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.OutHeight;
            int outRow = (int)(row - image * problem.OutHeight);
            float* from = x + image * problem.InHeight * inPitch;
            float* to = y + row * problem.OutWidth * problem.OutChannels;
            if (problem.Multiplier == 1)
            {
                DepthwiseRow.Run(rows, columns, outRow, problem.KernelWidth, problem.Channels, from, inPitch, w, to, epilogue);
                continue;
            }

            Row(problem, rows, columns, outRow, from, w, to);
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
