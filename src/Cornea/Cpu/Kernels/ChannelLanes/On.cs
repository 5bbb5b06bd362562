namespace Cornea.Cpu.Kernels;

/// <summary>Yes.</summary>
internal readonly struct On : IFlag
{
    public static bool IsOn => true;
}
