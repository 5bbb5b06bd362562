namespace Cornea.Cpu.Kernels;

/// <summary>Target rows that a convolution computes at once: some rows of one image, or all rows of several.</summary>
internal readonly record struct Segment(int Image, int Images, int Row, int Rows);
