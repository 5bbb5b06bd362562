using Cornea.Layers;
using static Cornea.Vision.DetectionBlocks;

namespace Cornea.Vision;

/// <summary>Mixes features of three sizes: what is seen on the whole goes down to the fine ones, and back up.</summary>
/// <remarks>Source: Lin et al., Feature pyramid networks (2016), arXiv:1612.03144; Liu et al., Path aggregation network (2018), arXiv:1803.01534.</remarks>
internal static class FeaturePyramid
{
    // Channels at strides 8, 16 and 32.
    private static readonly int[] Widths = [64, 96, 128];

    public static Tensor[] Mix(IReadOnlyList<Tensor> features)
    {
        Tensor[] mixed = [.. features];
        mixed[^1] = Convolve(mixed[^1], Widths[^1], name: "lateral");
        for (int level = features.Count - 2; level >= 0; level--)
        {
            Tensor coarse = new UpSampling2D(2, name: $"up{level}").Call(mixed[level + 1]);
            mixed[level] = Stage(Beside(coarse, mixed[level], $"up{level}"), Widths[level], 1, residual: false, $"topdown{level}");
        }

        for (int level = 1; level < features.Count; level++)
        {
            Tensor fine = Convolve(mixed[level - 1], Widths[level - 1], 3, 2, $"down{level}");
            mixed[level] = Stage(Beside(fine, mixed[level], $"down{level}"), Widths[level], 1, residual: false, $"bottomup{level}");
        }

        return mixed;
    }

    private static Tensor Beside(Tensor first, Tensor second, string name) => new Concatenate(name: $"{name}_concat").Call([first, second]);
}
