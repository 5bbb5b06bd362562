namespace Cornea.Cpu.Kernels;

/// <summary>The elements of an output that one piece of work writes: runs of <paramref name="Count"/>, one if nothing else is said.</summary>
/// <param name="Start">Index of the first element.</param>
/// <param name="Count">Number of elements of a run.</param>
/// <param name="Rows">Number of runs.</param>
/// <param name="Pitch">Elements from the start of one run to that of the next.</param>
internal readonly record struct OutputRange(nint Start, nint Count, int Rows = 1, nint Pitch = 0)
{
    /// <summary>A piece of one run.</summary>
    public void Deconstruct(out nint start, out nint count) => (start, count) = (Start, Count);
}
