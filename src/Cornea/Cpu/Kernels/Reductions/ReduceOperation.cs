namespace Cornea.Cpu.Kernels;

/// <summary>How a reduction folds; NaN passes through each.</summary>
internal enum ReduceOperation : byte
{
    Sum,
    Maximum,
    Minimum,
    Product,
}
