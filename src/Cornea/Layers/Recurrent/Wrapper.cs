namespace Cornea.Layers;

/// <summary>What layers around another layer share.</summary>
public abstract class Wrapper : Layer
{
    private protected Wrapper(Layer layer, string? name)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = Track(layer);
    }

    /// <summary>The layer inside.</summary>
    public Layer Layer { get; }

    internal override IEnumerable<SavedLayer> SavedLayers => [new SavedLayer("layer", Layer)];

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("layer", Layer.ToJson());
}
