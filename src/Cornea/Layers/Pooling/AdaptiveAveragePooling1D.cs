namespace Cornea.Layers;

/// <summary>The means of windows so placed over a sequence that an output of the wanted size comes out.</summary>
/// <param name="outputSize">The size that is wanted.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, steps, channels]; output [batch, outputSize…, channels].</para>
/// <para>Source: Keras 3, AdaptiveAveragePooling1D. Golden cases: keras_tests/layers.AdaptiveAveragePooling1D.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3.</exception>
public sealed class AdaptiveAveragePooling1D(int outputSize, DataFormat dataFormat = default, string? name = null)
    : AdaptivePooling([outputSize], dataFormat, name)
{
    internal static AdaptiveAveragePooling1D FromConfig(LayerConfig config) => new(config.GetStep("output_size"), config.GetDataFormat(), config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, int axis) => x.Mean([axis], keepDims: true);
}
