namespace Cornea.Cpu.Kernels;

/// <summary>The elements from <paramref name="Start"/> on, <paramref name="Count"/> of them, of a flat array.</summary>
internal readonly record struct ElementwiseRange(nint Start, nint Count);
