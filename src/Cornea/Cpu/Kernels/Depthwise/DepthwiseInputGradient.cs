namespace Cornea.Cpu.Kernels;

/// <summary>The input's gradient of a depthwise convolution: every input gathers from the outputs it reached.</summary>
internal static unsafe class DepthwiseInputGradient
{
    public static void Run(in DepthwiseProblem problem, float* dy, float* w, float* dx, int piece)
    {
        nint outPitch = (nint)problem.OutWidth * problem.OutChannels;
        RowCut cut = problem.InputGradientCut;
        for (nint row = cut.Start(piece); row < cut.End(piece); row++)
        {
            nint image = row / problem.InHeight;
            int inRow = (int)(row - image * problem.InHeight);
            DepthwiseTaps rows = DepthwiseTaps.Backward(inRow % problem.StrideHeight, problem.OutHeight, problem.InHeight,
                problem.KernelHeight, problem.StrideHeight, problem.DilationHeight, problem.PadTop);
            float* from = dy + image * problem.OutHeight * outPitch;
            float* to = dx + row * problem.InWidth * problem.Channels;
            for (int phase = 0; phase < problem.StrideWidth; phase++)
            {
                DepthwiseTaps columns = DepthwiseTaps.Backward(phase, problem.OutWidth, problem.InWidth,
                    problem.KernelWidth, problem.StrideWidth, problem.DilationWidth, problem.PadLeft);
                int result = inRow / problem.StrideHeight;
                if (problem.Multiplier == 1)
                    DepthwiseRow.Run(rows, columns, result, problem.KernelWidth, problem.Channels, from, outPitch, w, to);
                else
                    Row(problem, rows, columns, result, from, w, to);
            }
        }
    }

    private static void Row(
        in DepthwiseProblem problem, in DepthwiseTaps rows, in DepthwiseTaps columns, int result, float* from, float* w, float* to)
    {
        int multiplier = problem.Multiplier, outChannels = problem.OutChannels;
        (int firstRow, int endRow) = rows.Inside(result);
        for (int column = 0; column < columns.Results; column++)
        {
            (int firstColumn, int endColumn) = columns.Inside(column);
            float* pixel = to + (nint)(columns.Start + column * columns.Pitch) * problem.Channels;
            for (int channel = 0; channel < problem.Channels; channel++)
            {
                float sum = 0f;
                for (int r = firstRow; r < endRow; r++)
                {
                    nint outRow = result * rows.Advance + rows.Source + r * rows.SourceStep;
                    nint weightRow = rows.Weight + r * rows.WeightStep;
                    for (int s = firstColumn; s < endColumn; s++)
                    {
                        nint outColumn = column * columns.Advance + columns.Source + s * columns.SourceStep;
                        nint weightColumn = columns.Weight + s * columns.WeightStep;
                        float* gradient = from + (outRow * problem.OutWidth + outColumn) * outChannels + (nint)channel * multiplier;
                        float* weights = w + (weightRow * problem.KernelWidth + weightColumn) * outChannels + (nint)channel * multiplier;
                        for (int m = 0; m < multiplier; m++)
                            sum = MathF.FusedMultiplyAdd(gradient[m], weights[m], sum);
                    }
                }

                pixel[channel] = sum;
            }
        }
    }
}
