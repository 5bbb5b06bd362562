namespace Cornea.Layers;

/// <summary>Repeats each voxel of a volume.</summary>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output: the same with sizes times as large.</para>
/// <para>Source: Keras 3, UpSampling3D. Golden cases: layers/reshaping_14.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 5.</exception>
public sealed class UpSampling3D : Layer
{
    /// <summary>By the given factors.</summary>
    /// <param name="size">The factors of depth, height and width; 2 by default.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public UpSampling3D(Size3? size = null, DataFormat dataFormat = default, string? name = null)
        : base(name)
    {
        Size = size ?? 2;
        if (Size.ToArray().Min() < 1) throw ArgumentError(nameof(size), $"expected factors of at least 1, got {Size}.");
        DataFormat = dataFormat;
        InputSpec = SpatialAxes.Spec(3, dataFormat);
    }

    /// <summary>The factors of depth, height and width.</summary>
    public Size3 Size { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        base.GetConfig().With("size", ConfigValues.Numbers(Size.ToArray())).With("data_format", DataFormat.ToString());

    internal static UpSampling3D FromConfig(LayerConfig config) => new(config.GetSize3("size", 2), config.GetDataFormat(), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int axis = SpatialAxes.First(DataFormat);
        foreach (int factor in Size.ToArray()) x = SpatialAxes.Repeat(x, axis++, factor);
        return x;
    }
}
