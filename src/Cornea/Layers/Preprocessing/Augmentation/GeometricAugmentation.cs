namespace Cornea.Layers;

/// <summary>What augmentations share that move pixels: the same is done to masks, which take the nearest pixel's class.</summary>
public abstract class GeometricAugmentation : RandomImageLayer
{
    private protected GeometricAugmentation(string interpolation, double fillValue, int? seed, DataFormat dataFormat, string? name)
        : base(seed, dataFormat, name)
    {
        Interpolation = OneOf(interpolation, nameof(interpolation), "nearest", "bilinear");
        FillValue = fillValue;
    }

    /// <summary>How values between pixels are made: nearest or bilinear.</summary>
    public string Interpolation { get; }

    /// <summary>What is put where there was no image, with the fill mode constant.</summary>
    public double FillValue { get; }

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) =>
        draw is null ? masks : Move(masks.Cast(DType.Float32), draw, "nearest").Cast(masks.DType);

    internal override bool MovesPixels => true;

    internal override Tensor Change(Tensor images, Transformation draw) => Move(images, draw, Interpolation);

    /// <summary>A batch with its pixels moved.</summary>
    private protected abstract Tensor Move(Tensor images, Transformation draw, string interpolation);
}
