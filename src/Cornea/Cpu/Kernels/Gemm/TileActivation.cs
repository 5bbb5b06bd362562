namespace Cornea.Cpu.Kernels;

/// <summary>What a kernel can do to its sums at last.</summary>
internal enum TileActivation
{
    None,
    Relu,
    Relu6,
}
