namespace Cornea.Cpu.Kernels;

/// <summary>What a strided copy's innermost axis looks like.</summary>
internal enum StridedCopyKind
{
    /// <summary>Contiguous on both sides.</summary>
    Runs,

    /// <summary>One element, repeated contiguously.</summary>
    Repeats,

    /// <summary>Contiguous in the destination, while the axis before it is contiguous in the source.</summary>
    Transposes,

    /// <summary>Anything else.</summary>
    Elements,
}
