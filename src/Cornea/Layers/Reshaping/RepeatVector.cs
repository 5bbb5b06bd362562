namespace Cornea.Layers;

/// <summary>Each sample's features so many times, as a sequence.</summary>
/// <remarks>Input [batch, features]; output [batch, n, features]. Source: Keras 3, RepeatVector.</remarks>
public sealed class RepeatVector : Layer
{
    /// <summary>So many times.</summary>
    /// <param name="n">How often, at least once.</param>
    /// <param name="name">Unique within the model.</param>
    public RepeatVector(int n, string? name = null)
        : base(name)
    {
        N = n > 0 ? n : throw ArgumentError(nameof(n), $"expected at least 1, got {n}.");
        InputSpec = new InputSpec(Rank: 2);
    }

    /// <summary>How often.</summary>
    public int N { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("n", N);

    internal static RepeatVector FromConfig(LayerConfig config) => new(config.GetInt("n"), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => x.ExpandDims(1).BroadcastTo([x.Shape[0], N, x.Shape[1]]);
}
