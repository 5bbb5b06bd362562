using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>What two-dimensional pooling layers share: the window, both data formats, shapes, checks and config.</summary>
public abstract class Pooling2D : Layer
{
    private protected Pooling2D(Size2 poolSize, Size2? strides, Padding padding, DataFormat dataFormat, string? name)
        : base(name)
    {
        PoolSize = poolSize.Positive(Label, nameof(poolSize));
        Strides = (strides ?? poolSize).Positive(Label, nameof(strides));
        Padding = padding != Padding.Causal ? padding : throw ArgumentError(nameof(padding), "expected padding valid or same, got causal.");
        DataFormat = dataFormat;
        InputSpec = SpatialAxes.Spec(2, dataFormat);
    }

    /// <summary>Height and width of the window, in pixels.</summary>
    public Size2 PoolSize { get; }

    /// <summary>Pixels from window to window.</summary>
    public Size2 Strides { get; }

    /// <summary>What happens at the edges.</summary>
    public Padding Padding { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("pool_size", PoolSize)
        .With("padding", Padding.ToString())
        .With("strides", Strides)
        .With("data_format", DataFormat.ToString());

    /// <summary>One value for each window of an image with the channels last.</summary>
    private protected abstract Tensor Reduce(Tensor x, Window2D window);

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        var window = new Window2D(PoolSize.Height, PoolSize.Width, Strides.Height, Strides.Width, Same: Padding == Padding.Same);
        return DataFormat.FromLast(Reduce(DataFormat.ToLast(x), window));
    }
}
