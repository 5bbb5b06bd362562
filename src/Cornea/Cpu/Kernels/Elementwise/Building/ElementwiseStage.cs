namespace Cornea.Cpu.Kernels;

/// <summary>How often a value is computed in a run; a result belongs to the latest stage of its operands.</summary>
internal enum ElementwiseStage : byte
{
    /// <summary>Once, as a single float.</summary>
    Scalar,

    /// <summary>Once, as whole rows that are the same for every block.</summary>
    Tile,

    /// <summary>For each block.</summary>
    Block,
}
