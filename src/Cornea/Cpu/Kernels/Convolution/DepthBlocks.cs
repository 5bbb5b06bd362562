namespace Cornea.Cpu.Kernels;

/// <summary>How the sum of a convolution is cut into blocks: whole runs where they are short, else parts of one run.</summary>
/// <param name="Runs">Contiguous stretches of the window (its rows, or its pixels).</param>
/// <param name="RunLength">Elements of each.</param>
internal readonly record struct DepthBlocks(int Runs, int RunLength)
{
    private bool IsLong => RunLength > GemmProblem.MaximumBlock;

    private EvenCut RunCut => EvenCut.OfAtMost(Runs, Math.Max(1, GemmProblem.MaximumBlock / Math.Max(1, RunLength)));

    private EvenCut LengthCut => EvenCut.OfAtMost(RunLength, GemmProblem.MaximumBlock);

    /// <summary>Number of blocks; 0 where the sum is empty.</summary>
    public int Count => RunLength == 0 || Runs == 0 ? 0 : IsLong ? checked(Runs * LengthCut.Parts) : RunCut.Parts;

    /// <summary>A block takes the elements from Start on of the given runs.</summary>
    public (int FirstRun, int Runs, int Start, int Length) this[int block]
    {
        get
        {
            if (!IsLong)
                return (RunCut.Start(block), RunCut.Size(block), 0, RunLength);
            EvenCut cut = LengthCut;
            return (block / cut.Parts, 1, cut.Start(block % cut.Parts), cut.Size(block % cut.Parts));
        }
    }
}
