namespace Cornea.Layers;

/// <summary>Images of another size, with what belongs to them.</summary>
/// <remarks>
/// <para>Input [height, width, channels] or [batch, height, width, channels]; output: the same with the size given, in the input's dtype: whole
/// numbers are rounded. Masks are resized by taking the nearest pixel, boxes are moved.</para>
/// <para>Source: Keras 3, Resizing. Golden cases: layers/preprocessing_*, keras_tests/layers.Resizing.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the images have neither three nor four axes, or height and width aren't known.</exception>
public sealed class Resizing : BaseImagePreprocessingLayer
{
    private const string Nearest = "nearest";

    /// <summary>To the given height and width, in pixels.</summary>
    /// <param name="height">Of the result.</param>
    /// <param name="width">Of the result.</param>
    /// <param name="interpolation">bilinear (the default), nearest, bicubic, lanczos3 or lanczos5.</param>
    /// <param name="cropToAspectRatio">Whether what doesn't fit the proportions is cut off, evenly on both sides.</param>
    /// <param name="padToAspectRatio">Whether what the proportions lack is filled up instead.</param>
    /// <param name="fillMode">constant.</param>
    /// <param name="fillValue">What it is filled up with; 0 by default.</param>
    /// <param name="antialias">Whether a smaller image is smoothed first.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public Resizing(
        int height, int width, string interpolation = "bilinear", bool cropToAspectRatio = false, bool padToAspectRatio = false,
        string fillMode = "constant", double fillValue = 0, bool antialias = false, DataFormat dataFormat = default, string? name = null)
        : base(dataFormat, name)
    {
        _ = OneOf(fillMode, nameof(fillMode), "constant");
        if (height < 1 || width < 1) throw ArgumentError(nameof(height), $"expected a height and width of at least 1, got ({height}, {width}).");
        if (cropToAspectRatio && padToAspectRatio) throw ArgumentError(nameof(cropToAspectRatio), "expected cropping or padding to the aspect ratio, got both.");
        (Height, Width, CropToAspectRatio, PadToAspectRatio, FillValue, Antialias) = (height, width, cropToAspectRatio, padToAspectRatio, fillValue, antialias);
        Interpolation = OneOf(interpolation, nameof(interpolation), "bilinear", Nearest, "bicubic", "lanczos3", "lanczos5");
    }

    /// <summary>The result's height, in pixels.</summary>
    public int Height { get; }

    /// <summary>The result's width, in pixels.</summary>
    public int Width { get; }

    /// <summary>How pixels in between are found.</summary>
    public string Interpolation { get; }

    /// <summary>Whether what doesn't fit the proportions is cut off.</summary>
    public bool CropToAspectRatio { get; }

    /// <summary>Whether what the proportions lack is filled up.</summary>
    public bool PadToAspectRatio { get; }

    /// <summary>Whether a smaller image is smoothed first.</summary>
    public bool Antialias { get; }

    /// <summary>What is filled up with.</summary>
    public double FillValue { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("height", Height)
        .With("width", Width)
        .With("interpolation", Interpolation)
        .With("crop_to_aspect_ratio", CropToAspectRatio)
        .With("pad_to_aspect_ratio", PadToAspectRatio)
        .With("fill_mode", "constant")
        .With("fill_value", FillValue)
        .With("antialias", Antialias);

    internal static Resizing FromConfig(LayerConfig config) => new(
        config.GetInt("height"), config.GetInt("width"), config.GetString("interpolation", "bilinear")!,
        config.GetBool("crop_to_aspect_ratio", false), config.GetBool("pad_to_aspect_ratio", false), config.GetString("fill_mode", "constant")!,
        config.GetDouble("fill_value", 0), config.GetBool("antialias", false), config.GetDataFormat(), config.GetString("name"));

    private protected override bool ActsAtInference => true;

    private protected override bool KeepsDType => true;

    internal override bool MovesPixels => true;

    private protected override (int Height, int Width) SizeOf(int height, int width) => (Height, Width);

    internal override Tensor Change(Tensor images, Transformation draw) => Resized(images, Interpolation);

    internal override Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) => Resized(masks, Nearest);

    // Keras' rules: proportions kept by filling up or cutting off, else each axis by itself. Boxes of −1 or 0 only stand for none, and become 0.
    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width)
    {
        (double down, double across) = ((double)Height / height, (double)Width / width);
        (double top, double left) = (0, 0);
        if (PadToAspectRatio)
        {
            down = across = Math.Min(down, across);
            (top, left) = (Math.Floor((Height - (height * down)) / 2), Math.Floor((Width - (width * across)) / 2));
        }
        else if (CropToAspectRatio)
        {
            down = across = Math.Max(down, across);
            (top, left) = (-Math.Floor(((height * down) - Height) / 2), -Math.Floor(((width * across) - Width) / 2));
        }

        Tensor factors = Numbers(across, down), moves = Numbers(left, top);
        return boxes with { Boxes = (boxes.Boxes * factors) + moves };

        static Tensor Numbers(double x, double y) => Tensor.From<float>([(float)x, (float)y, (float)x, (float)y], [4]);
    }

    internal override BoundingBoxes TransformBoundingBoxes(BoundingBoxes boxes, Transformation? draw, int height, int width, bool training)
    {
        Tensor given = boxes.Boxes.Cast(DType.Float32);
        Tensor isNone = Ops.LogicalOr(Ops.All(Ops.Equal(given, -1), [-1], keepDims: true), Ops.All(Ops.Equal(given, 0), [-1], keepDims: true));
        BoundingBoxes moved = base.TransformBoundingBoxes(boxes, draw, height, width, training);
        return moved with { Boxes = Ops.Where(isNone, BoxFormat.Convert(Ops.ZerosLike(moved.Boxes), "xyxy", BoundingBoxFormat!, Height, Width), moved.Boxes) };
    }

    /// <summary>The largest part with the proportions of a size, resized to it.</summary>
    internal static Tensor Cropped(Tensor x, int rows, int toHeight, int toWidth, string interpolation, bool antialias)
    {
        int height = x.Shape[rows], width = x.Shape[rows + 1];
        int cropHeight = Fitting(width, toHeight, toWidth, height), cropWidth = Fitting(height, toWidth, toHeight, width);
        x = Ops.Slice(Ops.Slice(x, rows, (height - cropHeight) / 2, cropHeight), rows + 1, (width - cropWidth) / 2, cropWidth);
        return Resample.Image(x, rows, toHeight, toWidth, interpolation, antialias);

        static int Fitting(int other, int to, int otherTo, int most) => (int)Math.Clamp(Proportional(other, to, otherTo), 1, most);
    }

    private static long Proportional(int other, int to, int otherTo) => (long)((float)((long)other * to) / otherTo);

    private Tensor Resized(Tensor x, string interpolation)
    {
        int rows = HeightAxis, height = x.Shape[rows], width = x.Shape[rows + 1];
        if (height == Shape.Unknown || width == Shape.Unknown) throw ShapeError($"height and width must be known, got {x.Shape}.");
        Tensor y;
        if (CropToAspectRatio)
        {
            y = Cropped(x, rows, Height, Width, interpolation, Antialias);
        }
        else
        {
            if (PadToAspectRatio) x = Filled(x, rows, height, width);
            y = Resample.Image(x, rows, Height, Width, interpolation, Antialias);
        }

        return y.DType == x.DType ? y : x.DType.IsInteger ? Ops.Round(y).Cast(x.DType) : y.Cast(x.DType);
    }

    // As in Keras: the same on both sides, even where one more would be exact.
    private Tensor Filled(Tensor x, int rows, int height, int width)
    {
        int above = AxisSize.Of((Math.Max(height, Proportional(width, Height, Width)) - height) / 2, ClassName);
        int beside = AxisSize.Of((Math.Max(width, Proportional(height, Width, Height)) - width) / 2, ClassName);
        var amounts = new (int, int)[x.Rank];
        if (above > 0) amounts[rows] = (above, above);
        else amounts[rows + 1] = (beside, beside);
        return Ops.Pad(x, amounts, constantValues: FillValue);
    }
}
