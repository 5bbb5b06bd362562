namespace Cornea.Layers;

/// <summary>Rows and columns of zeros around an image.</summary>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, top + height + bottom, left + width + right, channels].</para>
/// <para>Source: Keras 3, ZeroPadding2D. Golden cases: layers/reshaping_04, 05.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4.</exception>
public sealed class ZeroPadding2D : Layer
{
    /// <summary>A layer that adds so many pixels.</summary>
    /// <param name="padding">Pixels on each side: one number, (rows, columns), or ((top, bottom), (left, right)); 1 by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public ZeroPadding2D(Margins? padding = null, DataFormat dataFormat = default, string? name = null)
        : base(name)
    {
        Padding = (padding ?? 1).NotNegative(Label, nameof(padding));
        DataFormat = dataFormat;
        InputSpec = SpatialAxes.Spec(2, dataFormat);
    }

    /// <summary>Pixels on each side.</summary>
    public Margins Padding { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("padding", Padding).With("data_format", DataFormat.ToString());

    internal static ZeroPadding2D FromConfig(LayerConfig config) =>
        new(config.GetMargins("padding"), config.GetDataFormat(), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        (int, int) rows = (Padding.Top, Padding.Bottom), columns = (Padding.Left, Padding.Right);
        return DataFormat.IsFirst ? Ops.Pad(x, [(0, 0), (0, 0), rows, columns]) : Ops.Pad(x, [(0, 0), rows, columns, (0, 0)]);
    }
}
