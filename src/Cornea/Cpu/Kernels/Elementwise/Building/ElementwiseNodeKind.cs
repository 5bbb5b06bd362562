namespace Cornea.Cpu.Kernels;

/// <summary>Where a value of a program comes from.</summary>
internal enum ElementwiseNodeKind : byte
{
    Constant,
    Input,
    Operation,
}
