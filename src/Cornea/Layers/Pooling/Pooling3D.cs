using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>What pooling layers on volumes share: the window, both data formats, shapes, checks and config.</summary>
public abstract class Pooling3D : Layer
{
    private protected Pooling3D(Size3 poolSize, Size3? strides, Padding padding, DataFormat dataFormat, string? name)
        : base(name)
    {
        PoolSize = poolSize.ToArray().Min() >= 1 ? poolSize : throw ArgumentError(nameof(poolSize), $"expected a window of at least 1 voxel, got {poolSize}.");
        Strides = (strides ?? poolSize).ToArray().Min() >= 1 ? strides ?? poolSize : throw ArgumentError(nameof(strides), $"expected strides of at least 1, got {strides}.");
        Padding = padding != Padding.Causal ? padding : throw ArgumentError(nameof(padding), "expected padding valid or same, got causal.");
        DataFormat = dataFormat;
        InputSpec = SpatialAxes.Spec(3, dataFormat);
    }

    /// <summary>Depth, height and width of the window, in voxels.</summary>
    public Size3 PoolSize { get; }

    /// <summary>Voxels from window to window.</summary>
    public Size3 Strides { get; }

    /// <summary>What happens at the edges.</summary>
    public Padding Padding { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("pool_size", ConfigValues.Numbers(PoolSize.ToArray()))
        .With("padding", Padding.ToString())
        .With("strides", ConfigValues.Numbers(Strides.ToArray()))
        .With("data_format", DataFormat.ToString());

    /// <summary>One value for each window of an image with the channels last.</summary>
    private protected abstract Tensor Reduce(Tensor x, Window2D window);

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        // Windows are boxes, so that pictures may be reduced first, then their depth: all of a window's pictures count alike.
        x = DataFormat.ToLast(x);
        if (x.Shape[1] == Shape.Unknown) throw ShapeError($"the depth must be known, got {x.Shape}.");
        var flat = new Window2D(PoolSize.Height, PoolSize.Width, Strides.Height, Strides.Width, Same: Padding == Padding.Same);
        var deep = new Window2D(PoolSize.Depth, 1, Strides.Depth, 1, Same: Padding == Padding.Same);
        Tensor pictures = Reduce(x.Reshape([-1, .. x.Shape[2..]]), flat);
        (int height, int width, int channels) = (pictures.Shape[1], pictures.Shape[2], pictures.Shape[3]);
        int pixels = height == Shape.Unknown || width == Shape.Unknown ? throw ShapeError($"height and width must be known, got {x.Shape}.") : AxisSize.Product(ClassName, height, width);
        Tensor y = Reduce(pictures.Reshape([x.Shape[0], x.Shape[1], pixels, channels]), deep);
        return DataFormat.FromLast(y.Reshape([x.Shape[0], y.Shape[1], height, width, channels]));
    }
}
