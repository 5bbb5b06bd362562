namespace Cornea.Lowering;

/// <summary>Optimisations that tests switch off one by one, to prove that each changes no bit (Winograd's: only low ones).</summary>
internal sealed record LoweringOptions
{
    /// <summary>Elementwise work is gathered into programs and follows kernels.</summary>
    public bool Fuse { get; init; } = true;

    /// <summary>Kernels run one after the other by rows where at least so many bytes would pass between two of them: more than a second cache holds.</summary>
    public long ChainBytes { get; init; } = 1 << 20;

    /// <summary>How much may pass between all kernels of such a chain for one band of rows: it shares the second cache with their weights.</summary>
    public int BandBytes { get; init; } = 384 << 10;

    /// <summary>Where values of all samples together have so many bytes, more than stays in a third cache that others use too, the samples are computed in groups.</summary>
    public long LargeBytes { get; init; } = 16 << 20;

    /// <summary>What one operation may read and write of a group's values.</summary>
    public long GroupBytes { get; init; } = 32 << 20;

    /// <summary>Values whose lives don't overlap share memory, and results may overwrite what they are computed from.</summary>
    public bool ReuseMemory { get; init; } = true;

    /// <summary>Variables are written where they stand instead of by a copy at the end.</summary>
    public bool AssignInPlace { get; init; } = true;

    /// <summary>Convolutions of 3 × 3 are made of fewer products: other low bits. <c>CORNEA_WINOGRAD=0</c> switches it off.</summary>
    public bool Winograd { get; init; } = Environment.GetEnvironmentVariable("CORNEA_WINOGRAD") != "0";
}
