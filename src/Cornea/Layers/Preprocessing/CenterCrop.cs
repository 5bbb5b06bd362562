namespace Cornea.Layers;

/// <summary>The middle of images, with what belongs to them; smaller images are cut to the proportions and resized.</summary>
/// <remarks>
/// <para>Input [height, width, channels] or [batch, height, width, channels], of any dtype; output: float32, with the size given. Masks are cut as
/// images are, boxes are moved.</para>
/// <para>Source: Keras 3, CenterCrop. Golden cases: keras_tests/layers.CenterCrop.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the images have neither three nor four axes, or height and width aren't known.</exception>
public sealed class CenterCrop : BaseImagePreprocessingLayer
{
    /// <summary>To the given height and width, in pixels.</summary>
    /// <param name="height">Of the result.</param>
    /// <param name="width">Of the result.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public CenterCrop(int height, int width, DataFormat dataFormat = default, string? name = null)
        : base(dataFormat, name)
    {
        if (height < 1 || width < 1) throw ArgumentError(nameof(height), $"expected a height and width of at least 1, got ({height}, {width}).");
        (Height, Width) = (height, width);
    }

    /// <summary>The result's height, in pixels.</summary>
    public int Height { get; }

    /// <summary>The result's width, in pixels.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("height", Height).With("width", Width);

    internal static CenterCrop FromConfig(LayerConfig config) =>
        new(config.GetInt("height"), config.GetInt("width"), config.GetDataFormat(), config.GetString("name"));

    private protected override bool ActsAtInference => true;

    internal override bool MovesPixels => true;

    private protected override (int Height, int Width) SizeOf(int height, int width) => (Height, Width);

    internal override Tensor Change(Tensor images, Transformation draw)
    {
        int rows = HeightAxis, height = images.Shape[rows], width = images.Shape[rows + 1];
        if (height == Shape.Unknown || width == Shape.Unknown) throw ShapeError($"height and width must be known, got {images.Shape}.");
        if (height < Height || width < Width) return Resizing.Cropped(images, rows, Height, Width, "bilinear", antialias: false);
        return Ops.Slice(Ops.Slice(images, rows, (height - Height) / 2, Height), rows + 1, (width - Width) / 2, Width);
    }

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) => Change(masks.Cast(DType.Float32), Transformation.None);

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width)
    {
        (int cutHeight, int cutWidth) = (Height, Width); // Of the part that is kept, before it is resized.
        if (height < Height || width < Width)
        {
            cutHeight = (int)Math.Clamp((double)((long)width * Height) / Width, 1, height);
            cutWidth = (int)Math.Clamp((double)((long)height * Width) / Height, 1, width);
        }

        (int top, int left) = ((height - cutHeight) / 2, (width - cutWidth) / 2);
        Tensor corner = Numbers(left, top), end = Numbers(left + cutWidth, top + cutHeight);
        Tensor inside = Ops.Minimum(Ops.Maximum(boxes.Boxes, corner), end) - corner;
        return boxes with { Boxes = cutHeight == Height && cutWidth == Width ? inside : inside * Numbers((double)Width / cutWidth, (double)Height / cutHeight) };

        static Tensor Numbers(double x, double y) => Tensor.From<float>([(float)x, (float)y, (float)x, (float)y], [4]);
    }
}
