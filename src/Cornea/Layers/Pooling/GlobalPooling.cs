namespace Cornea.Layers;

/// <summary>What global pooling layers share: one value for each channel, over all positions.</summary>
public abstract class GlobalPooling : Layer
{
    private readonly int _rank;

    private protected GlobalPooling(int rank, DataFormat dataFormat, bool keepDims, string? name)
        : base(name)
    {
        _rank = rank;
        DataFormat = dataFormat;
        KeepDims = keepDims;
        InputSpec = rank == 4 ? SpatialAxes.Spec(2, dataFormat) : new InputSpec(Rank: rank);
    }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>Whether the axes that were reduced stay, with size 1.</summary>
    public bool KeepDims { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("data_format", DataFormat.ToString()).With("keepdims", KeepDims);

    /// <summary>One value for each channel.</summary>
    private protected abstract Tensor Reduce(Tensor x, Shape axes, bool keepDims);

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) =>
        Reduce(x, [.. Enumerable.Range(DataFormat.IsFirst ? 2 : 1, _rank - 2)], KeepDims);
}
