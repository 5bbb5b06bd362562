namespace Cornea.Cpu.Kernels;

/// <summary>What a load left in its register.</summary>
/// <param name="Key">Equal for equal contents; −1 for contents of which nothing is known.</param>
/// <param name="Count">How many elements of them.</param>
internal readonly record struct RegisterContents(nint Key, nint Count)
{
    public static RegisterContents Unknown => new(-1, 0);

    /// <summary>Whether a block that needs the other contents can do with these.</summary>
    public bool Holds(RegisterContents other) => other.Key >= 0 && Key == other.Key && Count >= other.Count;
}
