namespace Cornea.Cpu.Kernels;

/// <summary>What becomes of random bits.</summary>
internal unsafe interface IRandomOutput
{
    /// <summary>Takes the bits of some elements.</summary>
    /// <param name="bits">Whole groups of 32 elements; the output may write over them.</param>
    /// <param name="made">How many there are.</param>
    /// <param name="skipped">How many of them come before what was asked for.</param>
    /// <param name="index">Where the output is to go, counted from the first element asked for.</param>
    /// <param name="count">How many were asked for.</param>
    void Write(uint* bits, nint made, nint skipped, nint index, nint count);
}
