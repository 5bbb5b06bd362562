namespace Cornea.Cpu.Kernels;

/// <summary>
/// A 2-D convolution: x [Batch, InHeight, InWidth, InChannels], w [KernelHeight, KernelWidth, InChannels / Groups, OutChannels],
/// y [Batch, OutHeight, OutWidth, OutChannels], all contiguous. Output pixel (oy, ox) reads input pixels
/// (oy · StrideHeight − PadTop + kh · DilationHeight, ox · StrideWidth − PadLeft + kw · DilationWidth), zero where outside.
/// Padding below and to the right follows from the output's size.
/// </summary>
internal readonly record struct ConvolutionProblem(
    int Batch, int InHeight, int InWidth, int InChannels,
    int OutHeight, int OutWidth, int OutChannels,
    int KernelHeight, int KernelWidth,
    int StrideHeight = 1, int StrideWidth = 1, int DilationHeight = 1, int DilationWidth = 1,
    int PadTop = 0, int PadLeft = 0, int Groups = 1)
{
    /// <summary>Input channels that one output channel sees.</summary>
    public int GroupIn => InChannels / Groups;

    /// <summary>Output channels of one group.</summary>
    public int GroupOut => OutChannels / Groups;

    /// <summary>Multiplications and additions.</summary>
    public long Flops => 2L * Batch * OutHeight * OutWidth * KernelHeight * KernelWidth * GroupIn * OutChannels;

    /// <summary>Input rows from the first to the last that a number of output rows read, borders included.</summary>
    public int InputRows(int outputRows) => (outputRows - 1) * StrideHeight + (KernelHeight - 1) * DilationHeight + 1;

    /// <summary>Input columns that a row of the output reads, borders included.</summary>
    public int InputColumns => (OutWidth - 1) * StrideWidth + (KernelWidth - 1) * DilationWidth + 1;
}
