namespace Cornea.Layers;

/// <summary>The first of two tensors plus the second times a number, as Inception-ResNet's blocks end.</summary>
/// <param name="scale">The number.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input: two tensors whose shapes can be broadcast together.</para>
/// <para>Source: Keras 3, keras.applications.inception_resnet_v2.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the shapes don't fit together.</exception>
public sealed class CustomScaleLayer(double scale, string? name = null) : Merge(name)
{
    /// <summary>What the second input is multiplied by.</summary>
    public double Scale { get; } = scale;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("scale", Scale);

    internal static CustomScaleLayer FromConfig(LayerConfig config) => new(config.GetDouble("scale"), config.GetString("name"));

    private protected override string Module => "keras.src.applications.inception_resnet_v2";

    private protected override bool SavesBuildShape => false;

    private protected override Tensor Join(Tensor a, Tensor b) => a + (b * Scale);

    private protected override void CheckCount(TensorList inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"{Label}: expected a list of 2 inputs, got {inputs.Count}.");
    }
}
