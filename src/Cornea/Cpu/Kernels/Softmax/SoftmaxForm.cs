namespace Cornea.Cpu.Kernels;

/// <summary>What a softmax problem computes.</summary>
internal enum SoftmaxForm : byte
{
    Softmax,
    Logarithm,
    Gradient,
    LogarithmGradient,
}
