using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>What pooling layers on sequences share: the window, both data formats, shapes, checks and config.</summary>
public abstract class Pooling1D : Layer
{
    private protected Pooling1D(int poolSize, int? strides, Padding padding, DataFormat dataFormat, string? name)
        : base(name)
    {
        PoolSize = poolSize >= 1 ? poolSize : throw ArgumentError(nameof(poolSize), $"expected a window of at least 1 step, got {poolSize}.");
        Strides = strides is not < 1 ? strides ?? poolSize : throw ArgumentError(nameof(strides), $"expected strides of at least 1, got {strides}.");
        Padding = padding != Padding.Causal ? padding : throw ArgumentError(nameof(padding), "expected padding valid or same, got causal.");
        DataFormat = dataFormat;
        InputSpec = SpatialAxes.Spec(1, dataFormat);
    }

    /// <summary>The window's length, in steps.</summary>
    public int PoolSize { get; }

    /// <summary>Steps from window to window.</summary>
    public int Strides { get; }

    /// <summary>What happens at the edges.</summary>
    public Padding Padding { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("pool_size", ConfigValues.Numbers([PoolSize]))
        .With("padding", Padding.ToString())
        .With("strides", ConfigValues.Numbers([Strides]))
        .With("data_format", DataFormat.ToString());

    /// <summary>One value for each window of an image with the channels last.</summary>
    private protected abstract Tensor Reduce(Tensor x, Window2D window);

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        x = DataFormat.ToLast(x);
        var window = new Window2D(PoolSize, 1, Strides, Same: Padding == Padding.Same);
        return DataFormat.FromLast(Reduce(x.ExpandDims(2), window).Squeeze(2));
    }
}
