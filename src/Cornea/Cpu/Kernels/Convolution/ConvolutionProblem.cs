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
}
