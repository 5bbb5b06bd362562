namespace Cornea.Cpu.Kernels;

/// <summary>The gradient of a convolution's weights as several sums over parts of the pixels, and the phase that adds them up in order.</summary>
/// <param name="Weights">Elements of the gradient.</param>
/// <param name="Parts">Sums; where there is one, it is the gradient itself.</param>
internal readonly unsafe record struct PartialWeights(long Weights, int Parts)
{
    private const int FewestElements = 1024, PieceElements = 1 << 18;

    private EvenCut ReduceCut => EvenCut.OfAtMost((int)Weights, Math.Max(FewestElements, PieceElements / Parts));

    /// <summary>Size of the buffer of sums, 64-byte aligned; 0 where there is one.</summary>
    public nint Bytes => Parts > 1 ? Parts * PartialSums.Stride(Weights) * sizeof(float) : 0;

    /// <summary>Where a part's sum goes.</summary>
    public float* Of(int part, float* partial, float* dw) => Parts > 1 ? partial + (part * PartialSums.Stride(Weights)) : dw;

    /// <summary>Pieces of <see cref="Reduce"/>; 0 where there is one sum.</summary>
    public int ReducePieces => Parts > 1 ? ReduceCut.Parts : 0;

    /// <summary>Adds the sums of one piece in order, into dw.</summary>
    public void Reduce(float* partial, float* dw, int piece)
    {
        EvenCut cut = ReduceCut;
        PartialSums.Add(partial + cut.Start(piece), PartialSums.Stride(Weights), Parts, dw + cut.Start(piece), cut.Size(piece));
    }
}
