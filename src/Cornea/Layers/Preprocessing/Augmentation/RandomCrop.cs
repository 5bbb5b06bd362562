namespace Cornea.Layers;

/// <summary>Cuts a part of a fixed size out of images while training, at a random place that the batch shares; else brings them to that size.</summary>
/// <remarks>
/// <para>An image that isn't larger in both directions is cut about its middle, and resized where it is too small. At inference the largest
/// part in the middle with the wanted proportions is resized.</para>
/// <para>Source: Keras 3, RandomCrop, as it is documented (in 3.15 images pass through at inference). Golden cases: augment/randomcrop_*.</para>
/// </remarks>
public sealed class RandomCrop : RandomImageLayer
{
    private const string Top = "0", Left = "1"; // Keras' draw is a pair.

    private readonly int _seed;

    /// <summary>A part of the given size.</summary>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>, which is saved with the layer.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public RandomCrop(int height, int width, int? seed = null, DataFormat dataFormat = default, string? name = null)
        : this(height, width, seed ?? RandomSeed.Next(), dataFormat, name)
    {
    }

    private RandomCrop(int height, int width, int seed, DataFormat dataFormat, string? name)
        : base(seed, dataFormat, name)
    {
        if (height < 1) throw ArgumentError(nameof(height), $"expected a height of at least 1, got {height}.");
        if (width < 1) throw ArgumentError(nameof(width), $"expected a width of at least 1, got {width}.");
        (Height, Width, _seed) = (height, width, seed);
    }

    /// <summary>Rows of the part.</summary>
    public int Height { get; }

    /// <summary>Columns of the part.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("height", Height).With("width", Width).With("seed", _seed);

    internal static RandomCrop FromConfig(LayerConfig config) => new(
        config.GetInt("height"), config.GetInt("width"), config.GetIntOrNull("seed"), config.GetDataFormat(), config.GetString("name"));

    internal override Transformation Draw(Shape images, RandomStream random)
    {
        int height = images[HeightAxis], width = images[HeightAxis + 1];
        if (!IsLarger(height, width)) return new Transformation { [Top] = Middle(height, width).Top, [Left] = Middle(height, width).Left };
        Tensor top = random.Integers(Shape.Scalar, 0, height - Height + 1), left = random.Integers(Shape.Scalar, 0, width - Width + 1);
        return new Transformation { [Top] = top, [Left] = left };
    }

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) => draw is null ? masks : Cut(masks, draw, "nearest");

    internal override bool MovesPixels => true;

    private protected override (int Height, int Width) SizeOf(int height, int width) => (Height, Width);

    internal override Tensor Change(Tensor images, Transformation draw) => Cut(images, draw, "bilinear");

    private protected override Tensor AtInference(Tensor images)
    {
        if (images.Shape[HeightAxis] == Shape.Unknown || images.Shape[HeightAxis + 1] == Shape.Unknown)
            throw ShapeError($"height and width must be known, got {images.Shape}.");
        return Resizing.Cropped(images, HeightAxis, Height, Width, "bilinear", antialias: false);
    }

    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width)
    {
        (int rows, int columns) = Part(height, width);
        Tensor corner = Ops.Stack([draw[Left], draw[Top], draw[Left], draw[Top]]).Cast(DType.Float32);
        float right = (float)Width / columns, down = (float)Height / rows;
        return boxes with { Boxes = (boxes.Boxes - corner) * Tensor.From<float>([right, down, right, down], [4]) };
    }

    private Tensor Cut(Tensor images, Transformation draw, string interpolation)
    {
        (int rows, int columns) = Part(images.Shape[HeightAxis], images.Shape[HeightAxis + 1]);
        Tensor part = Ops.Take(images, Ops.Arange(rows) + draw[Top].Cast(DType.Int32), HeightAxis);
        part = Ops.Take(part, Ops.Arange(columns) + draw[Left].Cast(DType.Int32), HeightAxis + 1);
        return Resample.Axis(Resample.Axis(part, HeightAxis, Height, interpolation), HeightAxis + 1, Width, interpolation);
    }

    private bool IsLarger(int height, int width) => height > Height && width > Width;

    // Where the part begins in images that aren't larger.
    private (int Top, int Left) Middle(int height, int width)
    {
        int rows = Math.Max(1, Math.Min(height, (int)((double)width * Height / Width)));
        int columns = Math.Max(1, Math.Min(width, (int)((double)height * Width / Height)));
        return ((height - rows) / 2, (width - columns) / 2);
    }

    // How much of an image the part has, before it is resized.
    private (int Rows, int Columns) Part(int height, int width)
    {
        if (IsLarger(height, width)) return (Height, Width);
        (int top, int left) = Middle(height, width);
        return (Math.Min(Height, height - top), Math.Min(Width, width - left));
    }
}
