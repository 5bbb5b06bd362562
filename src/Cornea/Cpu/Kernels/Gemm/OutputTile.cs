namespace Cornea.Cpu.Kernels;

/// <summary>The part of a matrix that one piece of work writes.</summary>
/// <param name="Row">First row.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Column">First column; 0 where the piece covers whole rows.</param>
/// <param name="Columns">Number of columns.</param>
internal readonly record struct OutputTile(int Row, int Rows, int Column, int Columns);
