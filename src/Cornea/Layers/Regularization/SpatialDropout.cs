using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>What layers share that drop whole channels.</summary>
public abstract class SpatialDropout : RandomLayer
{
    private readonly int _rank;

    private protected SpatialDropout(int rank, double rate, DataFormat dataFormat, int? seed, string? name)
        : base(seed, name)
    {
        _rank = rank;
        Rate = Part(rate, nameof(rate));
        DataFormat = dataFormat;
        InputSpec = new InputSpec(Rank: rank);
    }

    /// <summary>The part of the channels that is dropped.</summary>
    public double Rate { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        LayerConfig config = new LayerConfig().With("rate", Rate).With("seed", Seed).With("name", Name).With("dtype", DType.Float32.Name);
        return _rank == 3 ? config : config.With("data_format", DataFormat.ToString());
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (!training || Rate == 0) return x;
        if (Rate == 1) return Ops.ZerosLike(x);
        int channels = DataFormat.IsFirst ? 1 : _rank - 1;
        Shape noise = [.. x.Shape.Select((size, axis) => axis == 0 || axis == channels ? size : 1)];
        return x * Ops.Where(Draw(Distribution.Uniform, noise) >= Rate, 1 / (1 - Rate), 0.0);
    }
}
