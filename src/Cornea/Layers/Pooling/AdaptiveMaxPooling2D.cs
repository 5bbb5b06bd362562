namespace Cornea.Layers;

/// <summary>The largest values of windows so placed over an image that an output of the wanted size comes out.</summary>
/// <param name="outputSize">The size that is wanted; one number stands for all axes.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, outputSize…, channels].</para>
/// <para>Source: Keras 3, AdaptiveMaxPooling2D. Golden cases: layers/adaptivemaxpooling2d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4.</exception>
public sealed class AdaptiveMaxPooling2D(Size2 outputSize, DataFormat dataFormat = default, string? name = null)
    : AdaptivePooling([outputSize.Height, outputSize.Width], dataFormat, name)
{
    internal static AdaptiveMaxPooling2D FromConfig(LayerConfig config) => new(config.GetSize("output_size"), config.GetDataFormat(), config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, int axis) => Ops.Max(x, [axis], keepDims: true);
}
