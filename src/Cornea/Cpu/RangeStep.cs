using Cornea.Cpu.Kernels;

namespace Cornea.Cpu;

/// <summary>A step whose last phase writes its output in ranges, piece by piece: what an elementwise program can follow at once.</summary>
internal abstract class RangeStep : Step
{
    /// <summary>The elements of the output that a piece of the last phase writes.</summary>
    public abstract OutputRange Range(int piece);
}
