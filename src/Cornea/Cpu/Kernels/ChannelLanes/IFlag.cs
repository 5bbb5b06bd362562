namespace Cornea.Cpu.Kernels;

/// <summary>
/// Yes or no as a type. A loop that is generic over it is compiled once for each, and the question costs nothing; the JIT inlines only so
/// much into one method, so large bodies must not stand in it twice.
/// </summary>
internal interface IFlag
{
    static abstract bool IsOn { get; }
}
