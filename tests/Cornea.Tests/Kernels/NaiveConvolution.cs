using Cornea.Cpu.Kernels;

namespace Cornea.Tests.Kernels;

/// <summary>The convolution and both its gradients by their definition, in double precision.</summary>
internal static class NaiveConvolution
{
    public static void Run(ConvolutionProblem s, float[] x, float[] w, float[] dy, double[] y, double[] dx, double[] dw)
    {
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
                            int input = ((n * s.InHeight + iy) * s.InWidth + ix) * s.InChannels;
                            int output = ((n * s.OutHeight + oy) * s.OutWidth + ox) * s.OutChannels;
                            int weights = (kh * s.KernelWidth + kw) * s.GroupIn * s.OutChannels;
                            for (int oc = 0; oc < s.OutChannels; oc++)
                                for (int ic = 0; ic < s.GroupIn; ic++)
                                {
                                    int inputIndex = input + oc / s.GroupOut * s.GroupIn + ic;
                                    int weightIndex = weights + ic * s.OutChannels + oc;
                                    y[output + oc] += (double)x[inputIndex] * w[weightIndex];
                                    dx[inputIndex] += (double)dy[output + oc] * w[weightIndex];
                                    dw[weightIndex] += (double)x[inputIndex] * dy[output + oc];
                                }
                        }
    }
}
