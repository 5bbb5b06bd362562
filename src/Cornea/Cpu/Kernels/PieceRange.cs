namespace Cornea.Cpu.Kernels;

/// <summary>The contiguous elements of the result that one piece writes.</summary>
internal readonly record struct PieceRange(nint Start, nint Count);
