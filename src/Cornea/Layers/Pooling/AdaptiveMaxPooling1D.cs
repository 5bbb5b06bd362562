namespace Cornea.Layers;

/// <summary>The largest values of windows so placed over a sequence that an output of the wanted size comes out.</summary>
/// <param name="outputSize">The size that is wanted.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, steps, channels]; output [batch, outputSize…, channels].</para>
/// <para>Source: Keras 3, AdaptiveMaxPooling1D. Golden cases: keras_tests/layers.AdaptiveMaxPooling1D.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3.</exception>
public sealed class AdaptiveMaxPooling1D(int outputSize, DataFormat dataFormat = default, string? name = null)
    : AdaptivePooling([outputSize], dataFormat, name)
{
    internal static AdaptiveMaxPooling1D FromConfig(LayerConfig config) => new(config.GetStep("output_size"), config.GetDataFormat(), config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, int axis) => Ops.Max(x, [axis], keepDims: true);
}
