namespace Cornea.Cpu.Kernels;

/// <summary>No.</summary>
internal readonly struct Off : IFlag
{
    public static bool IsOn => false;
}
