namespace Cornea.Cpu.Kernels;

/// <summary>The contiguous elements of an output that one piece of work writes.</summary>
/// <param name="Start">Index of the first element.</param>
/// <param name="Count">Number of elements.</param>
internal readonly record struct OutputRange(long Start, long Count);
