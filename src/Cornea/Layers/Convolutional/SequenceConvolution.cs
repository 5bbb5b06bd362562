using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>A convolution over a sequence as one over images of one row.</summary>
internal static class SequenceConvolution
{
    /// <param name="x">[batch, steps, channels].</param>
    /// <param name="size">The window's length.</param>
    /// <param name="stride">Steps from window to window.</param>
    /// <param name="dilation">Steps between the window's values.</param>
    /// <param name="padding">Causal puts zeros before the sequence, and takes whole windows of that.</param>
    /// <param name="convolve">The convolution of images [batch, 1, steps, channels].</param>
    public static Tensor Apply(Tensor x, int size, int stride, int dilation, Padding padding, Func<Tensor, Window2D, Tensor> convolve)
    {
        if (padding == Padding.Causal) x = Ops.Pad(x, [(0, 0), (dilation * (size - 1), 0), (0, 0)]);
        var window = new Window2D(1, size, 1, stride, 1, dilation, padding == Padding.Same);
        return convolve(x.ExpandDims(1), window).Squeeze(1);
    }
}
