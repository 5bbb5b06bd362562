namespace Cornea.Cpu.Kernels;

/// <summary>What the windows of one row of outputs have in common.</summary>
/// <param name="Input">The first input row inside the windows, at column 0.</param>
/// <param name="InputPitch">Elements from input row to input row.</param>
/// <param name="Rows">Rows of the windows that lie inside the image; 0 or less where there is none.</param>
/// <param name="Position">Position inside the window of the first of these rows.</param>
internal readonly unsafe struct PoolingRow(float* Input, nint InputPitch, int Rows, int Position)
{
    public readonly float* Input = Input;
    public readonly nint InputPitch = InputPitch;
    public readonly int Rows = Rows;
    public readonly int Position = Position;

    /// <param name="problem">The problem.</param>
    /// <param name="x">The input.</param>
    /// <param name="row">Row of the output, counted over all images.</param>
    public static PoolingRow Of(in PoolingProblem problem, float* x, nint row)
    {
        nint image = row / problem.OutHeight;
        nint pitch = (nint)problem.InWidth * problem.Channels;
        WindowSpan rows = WindowSpan.Of(
            (int)(row - image * problem.OutHeight), problem.StrideHeight, problem.PadTop, problem.WindowHeight, problem.InHeight);
        return new PoolingRow(
            x + (image * problem.InHeight + rows.First) * pitch, pitch, rows.Count, rows.Skipped * problem.WindowWidth);
    }
}
