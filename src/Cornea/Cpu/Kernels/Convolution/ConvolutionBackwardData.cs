namespace Cornea.Cpu.Kernels;

/// <summary>
/// dx from dy and w: the gradient of <see cref="ConvolutionForward"/> to its input; also the transposed convolution.
/// Phases: <see cref="Pack"/> (once, where w is constant), then <see cref="Run"/>.
/// </summary>
internal readonly unsafe record struct ConvolutionBackwardData(ConvolutionProblem Shape)
{
    /// <summary>Pieces of <see cref="Pack"/>.</summary>
    public int PackPieces => 1;

    /// <summary>Size of the packed weights; the packing differs from <see cref="ConvolutionForward"/>'s.</summary>
    public nint PackedBytes => (nint)Shape.KernelHeight * Shape.KernelWidth * Shape.GroupIn * Shape.OutChannels * sizeof(float);

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => 1;

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => 0;

    /// <summary>The elements of dx (whole rows of pixels, all channels) that a piece writes.</summary>
    public OutputRange Range(int piece) => new(0, (long)Shape.Batch * Shape.InHeight * Shape.InWidth * Shape.InChannels);

    /// <summary>Packs one piece of the weights.</summary>
    public void Pack(float* w, float* packed, int piece) => Buffer.MemoryCopy(w, packed, PackedBytes, PackedBytes);

    /// <summary>Computes one piece of dx from dy and the packed weights.</summary>
    public void Run(float* dy, float* packed, float* dx, int piece, byte* scratch)
    {
        ConvolutionProblem s = Shape;
        new Span<float>(dx, s.Batch * s.InHeight * s.InWidth * s.InChannels).Clear();
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
                                    dx[(((long)n * s.InHeight + iy) * s.InWidth + ix) * s.InChannels + oc / s.GroupOut * s.GroupIn + ic] +=
                                        dy[(((long)n * s.OutHeight + oy) * s.OutWidth + ox) * s.OutChannels + oc]
                                        * packed[(((long)kh * s.KernelWidth + kw) * s.GroupIn + ic) * s.OutChannels + oc];
                        }
    }
}
