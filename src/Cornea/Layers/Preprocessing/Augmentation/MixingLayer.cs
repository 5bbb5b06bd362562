namespace Cornea.Layers;

/// <summary>What augmentations share that mix each image of a batch with another one, and the labels in the same measure.</summary>
public abstract class MixingLayer : RandomImageLayer
{
    /// <summary>In a draw: whom each image is mixed with, and how much of itself stays.</summary>
    private protected const string Order = "permutation_order", Weight = "mix_weight";

    private protected MixingLayer(int? seed, DataFormat dataFormat, string? name)
        : base(seed, dataFormat, name)
    {
    }

    internal override Tensor TransformLabels(Tensor labels, Transformation? draw)
    {
        if (draw is null) return labels;
        if (labels.Rank != 2) throw ShapeError($"expected labels as rows of numbers, [batch, classes], got {labels.Shape}; Labels.ToCategorical makes them of class numbers.");
        return Blend(labels.Cast(DType.Float32), draw[Weight].Reshape([-1, 1]), draw);
    }

    internal override bool MovesPixels => true;

    /// <summary>Each image's partner.</summary>
    private protected static Tensor Partners(Tensor x, Transformation draw) => Ops.Take(x, draw[Order].Cast(DType.Int32), 0);

    /// <summary>So much of each, and the rest of its partner.</summary>
    private protected static Tensor Blend(Tensor x, Tensor weight, Transformation draw) => (weight * x) + ((1 - weight) * Partners(x, draw));
}
