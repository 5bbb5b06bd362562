namespace Cornea.Cpu.Kernels;

/// <summary>Cuts a length into parts that differ by at most one; the first parts are the longer ones.</summary>
/// <param name="Length">What is cut.</param>
/// <param name="Parts">Number of parts.</param>
internal readonly record struct EvenCut(int Length, int Parts)
{
    /// <summary>As few parts as possible, none longer than the maximum; no part where there is nothing to cut.</summary>
    public static EvenCut OfAtMost(int length, int maximum) => new(length, (int)(((long)length + maximum - 1) / maximum));

    /// <summary>Where a part begins; Start(Parts) is the end.</summary>
    public int Start(int part) => (int)((long)(Length / Parts) * part + Math.Min(part, Length % Parts));

    /// <summary>Length of a part.</summary>
    public int Size(int part) => Length / Parts + (part < Length % Parts ? 1 : 0);
}
