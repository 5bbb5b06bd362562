namespace Cornea.Cpu.Kernels;

/// <summary>Which rows of its input a kernel reads for rows of its output.</summary>
/// <param name="InHeight">Rows of an input image.</param>
/// <param name="OutHeight">Rows of an output image.</param>
/// <param name="InRow">Floats of an input row.</param>
/// <param name="OutRow">Floats of an output row.</param>
/// <param name="Reach">Input rows that one output row spans.</param>
/// <param name="Stride">Input rows from one output row to the next.</param>
/// <param name="Pad">Rows of zeros above the image.</param>
internal readonly record struct RowWindow(int InHeight, int OutHeight, nint InRow, nint OutRow, int Reach, int Stride, int Pad)
{
    /// <summary>The input rows, first and one past the last, that output rows are computed from.</summary>
    public (int First, int End) Needs(int first, int end)
    {
        int from = Math.Clamp((first * Stride) - Pad, 0, InHeight);
        return (from, Math.Clamp(((end - 1) * Stride) - Pad + Reach, from, InHeight));
    }

    /// <summary>The most input rows that so many output rows need.</summary>
    public int MostNeeded(int rows) => (int)Math.Min(InHeight, ((long)(rows - 1) * Stride) + Reach);
}
