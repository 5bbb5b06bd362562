namespace Cornea.Layers;

/// <summary>Gives its input as it is.</summary>
/// <param name="name">Unique within the model.</param>
/// <remarks>Source: Keras 3, Identity. Golden cases: keras_tests/layers.Identity.</remarks>
public sealed class Identity(string? name = null) : Layer(name)
{
    internal static Identity FromConfig(LayerConfig config) => new(config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => x;
}
