namespace Cornea.Cpu.Kernels;

/// <summary>
/// dw from x and dy: the gradient of <see cref="ConvolutionForward"/> to its weights. Phases: <see cref="Run"/>, then
/// <see cref="Reduce"/> where <see cref="ReducePieces"/> isn't 0.
/// </summary>
internal readonly unsafe record struct ConvolutionBackwardWeights(ConvolutionProblem Shape)
{
    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => 1;

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => 0;

    /// <summary>Size of the buffer for partial sums, 64-byte aligned; 0 where there is one partial sum, dw itself.</summary>
    public nint PartialBytes => 0;

    /// <summary>Pieces of <see cref="Reduce"/>; 0 where <see cref="Run"/> writes dw itself.</summary>
    public int ReducePieces => 0;

    /// <summary>The elements of dw that a piece of <see cref="Reduce"/> writes.</summary>
    public OutputRange ReduceRange(int piece) =>
        new(0, (long)Shape.KernelHeight * Shape.KernelWidth * Shape.GroupIn * Shape.OutChannels);

    /// <summary>Computes one piece of the partial sums (or of dw, where there is one).</summary>
    public void Run(float* x, float* dy, float* dw, float* partial, int piece, byte* scratch)
    {
        ConvolutionProblem s = Shape;
        new Span<float>(dw, s.KernelHeight * s.KernelWidth * s.GroupIn * s.OutChannels).Clear();
        for (int n = 0; n < s.Batch; n++)
            for (int oy = 0; oy < s.OutHeight; oy++)
                for (int ox = 0; ox < s.OutWidth; ox++)
                    for (int kh = 0; kh < s.KernelHeight; kh++)
                        for (int kw = 0; kw < s.KernelWidth; kw++)
                        {
                            int iy = oy * s.StrideHeight - s.PadTop + kh * s.DilationHeight;
                            int ix = ox * s.StrideWidth - s.PadLeft + kw * s.DilationWidth;
                            if (iy < 0 || iy >= s.InHeight || ix < 0 || ix >= s.InWidth)
                                continue;
                            for (int oc = 0; oc < s.OutChannels; oc++)
                                for (int ic = 0; ic < s.GroupIn; ic++)
                                    dw[(((long)kh * s.KernelWidth + kw) * s.GroupIn + ic) * s.OutChannels + oc] +=
                                        dy[(((long)n * s.OutHeight + oy) * s.OutWidth + ox) * s.OutChannels + oc]
                                        * x[(((long)n * s.InHeight + iy) * s.InWidth + ix) * s.InChannels + oc / s.GroupOut * s.GroupIn + ic];
                        }
    }

    /// <summary>Adds the partial sums of one piece in order, into dw.</summary>
    public void Reduce(float* partial, float* dw, int piece)
    {
    }
}
