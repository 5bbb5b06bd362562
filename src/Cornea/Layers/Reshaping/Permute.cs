namespace Cornea.Layers;

/// <summary>The axes of each sample in another order.</summary>
/// <remarks>Source: Keras 3, Permute. Golden cases: layers/reshaping_02.</remarks>
/// <exception cref="ShapeException">At the call: the number of axes is another one.</exception>
public sealed class Permute : Layer
{
    /// <summary>An order of axes.</summary>
    /// <param name="dims">Which axis comes where, counted from 1: (2, 1) exchanges the two.</param>
    /// <param name="name">Unique within the model.</param>
    public Permute(Shape dims, string? name = null)
        : base(name)
    {
        Dims = dims;
        if (!dims.Order().SequenceEqual(Enumerable.Range(1, dims.Rank)))
            throw ArgumentError(nameof(dims), $"expected each number from 1 to {dims.Rank} once, got {dims}.");
        InputSpec = new InputSpec(Rank: dims.Rank + 1);
    }

    /// <summary>Which axis comes where, counted from 1.</summary>
    public Shape Dims { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("dims", ConfigValues.Numbers(Dims));

    internal static Permute FromConfig(LayerConfig config) => new(config.GetInts("dims"), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => x.Transpose([0, .. Dims]);
}
