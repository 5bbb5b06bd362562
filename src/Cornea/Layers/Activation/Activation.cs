using Cornea.Activations;

namespace Cornea.Layers;

/// <summary>An activation function as a layer of its own.</summary>
/// <param name="activation">The function, or its name.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Source: Keras 3, Activation. Golden cases: layers/activation_*.</remarks>
public sealed class Activation(ActivationFunction activation, string? name = null) : Layer(name)
{
    private readonly ActivationFunction _activation = activation;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("activation", _activation);

    internal static Activation FromConfig(LayerConfig config) => new(config.GetActivation(), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => _activation.Call(x);
}
