namespace Cornea.Layers;

/// <summary>The means of windows so placed over a volume that an output of the wanted size comes out.</summary>
/// <param name="outputSize">The size that is wanted; one number stands for all axes.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output [batch, outputSize…, channels].</para>
/// <para>Source: Keras 3, AdaptiveAveragePooling3D. Golden cases: keras_tests/layers.AdaptiveAveragePooling3D.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 5.</exception>
public sealed class AdaptiveAveragePooling3D(Size3 outputSize, DataFormat dataFormat = default, string? name = null)
    : AdaptivePooling(outputSize.ToArray(), dataFormat, name)
{
    internal static AdaptiveAveragePooling3D FromConfig(LayerConfig config) => new(config.GetSize3("output_size"), config.GetDataFormat(), config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, int axis) => x.Mean([axis], keepDims: true);
}
