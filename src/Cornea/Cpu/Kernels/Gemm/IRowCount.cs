namespace Cornea.Cpu.Kernels;

/// <summary>A number of rows known to the JIT, which then drops the branches of the rows there aren't.</summary>
internal interface IRowCount
{
    static abstract int Count { get; }
}
