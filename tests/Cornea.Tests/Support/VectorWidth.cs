namespace Cornea.Tests.Support;

/// <summary>The instruction sets a child process is allowed, from what the machine has down to none.</summary>
public enum VectorWidth
{
    /// <summary>Whatever the machine has.</summary>
    Native,

    /// <summary>AVX2 with FMA, no AVX-512.</summary>
    Bits256,

    /// <summary>No AVX2 and no FMA: Vector128, and fused multiply-add in software.</summary>
    Bits128,

    /// <summary>No vector is hardware-accelerated.</summary>
    Scalar,
}
