namespace Cornea.Layers;

/// <summary>The middle of an image.</summary>
/// <remarks>Input [batch, height, width, channels] or [height, width, channels]. Source: Keras 3, CenterCrop. Golden cases: layers/preprocessing_02.</remarks>
/// <exception cref="ShapeException">At the call: the image is smaller than what is to be left.</exception>
public sealed class CenterCrop : Layer
{
    /// <summary>A middle of the given size.</summary>
    /// <param name="height">Rows to be left.</param>
    /// <param name="width">Columns to be left.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public CenterCrop(int height, int width, DataFormat dataFormat = default, string? name = null)
        : base(name)
    {
        if (height < 1 || width < 1) throw ArgumentError(nameof(height), $"expected a height and width of at least 1, got ({height}, {width}).");
        (Height, Width, DataFormat) = (height, width, dataFormat);
        InputSpec = new InputSpec(MinRank: 3);
    }

    /// <summary>Rows to be left.</summary>
    public int Height { get; }

    /// <summary>Columns to be left.</summary>
    public int Width { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("data_format", DataFormat.ToString()).With("height", Height).With("width", Width);

    internal static CenterCrop FromConfig(LayerConfig config) =>
        new(config.GetInt("height"), config.GetInt("width"), config.GetDataFormat(), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int rows = x.Rank - (DataFormat.IsFirst ? 2 : 3), height = x.Shape[rows], width = x.Shape[rows + 1];
        if (height < Height || width < Width) return Resizing.Cropped(x, rows, Height, Width, "bilinear", antialias: false);
        return Ops.Slice(Ops.Slice(x, rows, (height - Height) / 2, Height), rows + 1, (width - Width) / 2, Width);
    }
}
