namespace Cornea.Layers;

/// <summary>Takes rows and columns off an image's edges.</summary>
/// <remarks>Input [batch, height, width, channels]. Source: Keras 3, Cropping2D. Golden cases: layers/reshaping_06.</remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4, or nothing would be left.</exception>
public sealed class Cropping2D : Layer
{
    /// <summary>A layer that takes off so many pixels.</summary>
    /// <param name="cropping">Pixels on each side: one number, (rows, columns), or ((top, bottom), (left, right)); 0 by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public Cropping2D(Margins? cropping = null, DataFormat dataFormat = default, string? name = null)
        : base(name)
    {
        Cropping = (cropping ?? 0).NotNegative(Label, nameof(cropping));
        DataFormat = dataFormat;
        InputSpec = SpatialAxes.Spec(2, dataFormat);
    }

    /// <summary>Pixels on each side.</summary>
    public Margins Cropping { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("cropping", Cropping).With("data_format", DataFormat.ToString());

    internal static Cropping2D FromConfig(LayerConfig config) =>
        new(config.Has("cropping") ? config.GetMargins("cropping") : null, config.GetDataFormat(), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int rows = DataFormat.IsFirst ? 2 : 1;
        return Cut(Cut(x, rows, Cropping.Top, Cropping.Bottom), rows + 1, Cropping.Left, Cropping.Right);
    }

    private Tensor Cut(Tensor x, int axis, int before, int after)
    {
        if (before == 0 && after == 0) return x;
        int size = x.Shape[axis];
        if (size == Shape.Unknown) throw ShapeError($"height and width must be known, got {x.Shape}.");
        return size > (long)before + after ? Ops.Slice(x, axis, before, size - before - after)
            : throw ShapeError($"cropping {Cropping} leaves nothing of an image {x.Shape}.");
    }
}
