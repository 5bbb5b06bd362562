namespace Cornea.Layers;

/// <summary>Makes images larger by whole factors, repeating pixels or blending between them.</summary>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, height · size, width · size, channels].</para>
/// <para>Source: Keras 3, UpSampling2D. Golden cases: layers/reshaping_12, 13.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4.</exception>
public sealed class UpSampling2D : Layer
{
    private static readonly string[] Known = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"];

    /// <summary>By the given factors.</summary>
    /// <param name="size">The factors of height and width; 2 by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="interpolation"><c>nearest</c> repeats pixels; <c>bilinear</c>, <c>bicubic</c>, <c>lanczos3</c> and <c>lanczos5</c> blend.</param>
    /// <param name="name">Unique within the model.</param>
    public UpSampling2D(Size2? size = null, DataFormat dataFormat = default, string interpolation = "nearest", string? name = null)
        : base(name)
    {
        Size = (size ?? 2).Positive(Label, nameof(size));
        DataFormat = dataFormat;
        Interpolation = Known.Contains(interpolation) ? interpolation
            : throw ArgumentError(nameof(interpolation), $"expected one of {string.Join(", ", Known)}, got '{interpolation}'.");
        InputSpec = SpatialAxes.Spec(2, dataFormat);
    }

    /// <summary>The factors of height and width.</summary>
    public Size2 Size { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>How pixels are made.</summary>
    public string Interpolation { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("size", Size)
        .With("data_format", DataFormat.ToString())
        .With("interpolation", Interpolation);

    internal static UpSampling2D FromConfig(LayerConfig config) => new(
        config.GetSize("size", 2), config.GetDataFormat(), config.GetString("interpolation", "nearest")!, config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int rows = DataFormat.IsFirst ? 2 : 1;
        if (Interpolation == "nearest") return SpatialAxes.Repeat(SpatialAxes.Repeat(x, rows, Size.Height), rows + 1, Size.Width);
        if (x.Shape[rows] == Shape.Unknown || x.Shape[rows + 1] == Shape.Unknown) throw ShapeError($"height and width must be known to be {Interpolation}, got {x.Shape}.");
        int height = AxisSize.Product(ClassName, x.Shape[rows], Size.Height), width = AxisSize.Product(ClassName, x.Shape[rows + 1], Size.Width);
        return Resample.Image(x, rows, height, width, Interpolation);
    }
}
