using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>The first input plus the second times a number, as Inception-ResNet's blocks end. Keras calls it so too.</summary>
/// <param name="scale">The number.</param>
/// <param name="name">Unique within the model.</param>
public sealed class CustomScaleLayer(double scale, string? name = null) : Layer(name)
{
    /// <summary>What the second input is multiplied by.</summary>
    public double Scale { get; } = scale;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("scale", Scale);

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs[0] + (inputs[1] * Scale);
    }
}
