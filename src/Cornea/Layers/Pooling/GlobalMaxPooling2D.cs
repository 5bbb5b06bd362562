namespace Cornea.Layers;

/// <summary>The largest value of each channel of an image, over all positions.</summary>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="keepDims">Whether the reduced axes stay, with size 1.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, channels].</para>
/// <para>Source: Keras 3, GlobalMaxPooling2D. Golden cases: layers/globalmaxpooling2d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4.</exception>
public sealed class GlobalMaxPooling2D(DataFormat dataFormat = default, bool keepDims = false, string? name = null)
    : GlobalPooling(4, dataFormat, keepDims, name)
{
    internal static GlobalMaxPooling2D FromConfig(LayerConfig config) =>
        new(config.GetDataFormat(), config.GetBool("keepdims", false), config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, Shape axes, bool keepDims) => Ops.Max(x, axes, keepDims);
}
