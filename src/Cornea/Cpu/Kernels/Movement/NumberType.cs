namespace Cornea.Cpu.Kernels;

/// <summary>The kinds of numbers that <see cref="CastProblem"/> converts between.</summary>
internal enum NumberType
{
    Float32,
    Float64,
    Int32,
    Int64,
    UInt8,

    /// <summary>A byte: 0 or 1.</summary>
    Bool,
}
