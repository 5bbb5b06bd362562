namespace Cornea.Layers;

/// <summary>Images in another size.</summary>
/// <remarks>
/// <para>Input [batch, height, width, channels] or [height, width, channels]. Output float32, or the input's dtype for nearest.</para>
/// <para>Source: Keras 3, Resizing (TensorFlow's half-pixel centres). Golden cases: layers/preprocessing_04 to 08.</para>
/// </remarks>
public sealed class Resizing : Layer
{
    private static readonly string[] Known = ["bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"];

    /// <summary>To a size.</summary>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <param name="interpolation"><c>bilinear</c>, <c>nearest</c> or <c>bicubic</c>.</param>
    /// <param name="cropToAspectRatio">Whether so much is taken off the edges first that proportions stay.</param>
    /// <param name="padToAspectRatio">Whether so much is put around first that proportions stay.</param>
    /// <param name="fillMode">How it is filled up; <c>constant</c> is the only way there is, as in Keras.</param>
    /// <param name="fillValue">What is put around.</param>
    /// <param name="antialias">Whether pixels are averaged over as wide a window as they come from, when the image gets smaller.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public Resizing(
        int height, int width, string interpolation = "bilinear", bool cropToAspectRatio = false, bool padToAspectRatio = false,
        string fillMode = "constant", double fillValue = 0, bool antialias = false, DataFormat dataFormat = default, string? name = null)
        : base(name)
    {
        if (fillMode != "constant") throw ArgumentError(nameof(fillMode), $"expected constant, got '{fillMode}'.");
        if (height < 1 || width < 1) throw ArgumentError(nameof(height), $"expected a height and width of at least 1, got ({height}, {width}).");
        if (cropToAspectRatio && padToAspectRatio) throw ArgumentError(nameof(cropToAspectRatio), "expected cropping or padding to the aspect ratio, got both.");
        (Height, Width, CropToAspectRatio, PadToAspectRatio, FillValue, DataFormat) = (height, width, cropToAspectRatio, padToAspectRatio, fillValue, dataFormat);
        Antialias = antialias;
        Interpolation = Known.Contains(interpolation) ? interpolation
            : throw ArgumentError(nameof(interpolation), $"expected one of {string.Join(", ", Known)}, got '{interpolation}'.");
        InputSpec = new InputSpec(MinRank: 3);
    }

    /// <summary>Rows of the result.</summary>
    public int Height { get; }

    /// <summary>Columns of the result.</summary>
    public int Width { get; }

    /// <summary>How pixels are made.</summary>
    public string Interpolation { get; }

    /// <summary>Whether so much is taken off the edges first that proportions stay.</summary>
    public bool CropToAspectRatio { get; }

    /// <summary>Whether so much is put around first that proportions stay.</summary>
    public bool PadToAspectRatio { get; }

    /// <summary>Whether pixels are averaged over as wide a window as they come from.</summary>
    public bool Antialias { get; }

    /// <summary>What is put around.</summary>
    public double FillValue { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("data_format", DataFormat.ToString())
        .With("height", Height)
        .With("width", Width)
        .With("interpolation", Interpolation)
        .With("crop_to_aspect_ratio", CropToAspectRatio)
        .With("pad_to_aspect_ratio", PadToAspectRatio)
        .With("fill_mode", "constant")
        .With("fill_value", FillValue)
        .With("antialias", Antialias);

    internal static Resizing FromConfig(LayerConfig config)
    {
        return new Resizing(
            config.GetInt("height"), config.GetInt("width"), config.GetString("interpolation", "bilinear")!,
            config.GetBool("crop_to_aspect_ratio", false), config.GetBool("pad_to_aspect_ratio", false), config.GetString("fill_mode", "constant")!,
            config.GetDouble("fill_value", 0), config.GetBool("antialias", false), config.GetDataFormat(), config.GetString("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int rows = x.Rank - (DataFormat.IsFirst ? 2 : 3), height = x.Shape[rows], width = x.Shape[rows + 1];
        if (height == Shape.Unknown || width == Shape.Unknown) throw ShapeError($"height and width must be known, got {x.Shape}.");
        if (CropToAspectRatio) return Cropped(x, rows, Height, Width, Interpolation, Antialias);
        if (PadToAspectRatio)
        {
            int padHeight = Math.Max(height, (int)((float)(width * Height) / Width)), padWidth = Math.Max(width, (int)((float)(height * Width) / Height));
            (int, int)[] amounts = new (int, int)[x.Rank];
            int above = (padHeight - height) / 2, beside = (padWidth - width) / 2;
            if (above > 0) amounts[rows] = (above, above); // As in Keras: the same on both sides, even where one more would be exact.
            else amounts[rows + 1] = (beside, beside);
            x = Ops.Pad(x, amounts, constantValues: FillValue);
        }

        return Resample.Image(x, rows, Height, Width, Interpolation, Antialias);
    }

    /// <summary>So much taken off the edges that proportions stay, and then the wanted size.</summary>
    internal static Tensor Cropped(Tensor x, int rows, int toHeight, int toWidth, string interpolation, bool antialias)
    {
        int height = x.Shape[rows], width = x.Shape[rows + 1];
        int cropHeight = Math.Max(1, Math.Min(height, (int)((float)(width * toHeight) / toWidth)));
        int cropWidth = Math.Max(1, Math.Min(width, (int)((float)(height * toWidth) / toHeight)));
        x = Ops.Slice(Ops.Slice(x, rows, (height - cropHeight) / 2, cropHeight), rows + 1, (width - cropWidth) / 2, cropWidth);
        return Resample.Image(x, rows, toHeight, toWidth, interpolation, antialias);
    }
}
