namespace Cornea.Layers;

/// <summary>The largest value of each channel of a volume, over all positions.</summary>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="keepDims">Whether the reduced axes stay, with size 1.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output [batch, channels].</para>
/// <para>Source: Keras 3, GlobalMaxPooling3D. Golden cases: layers/globalmaxpooling3d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 5.</exception>
public sealed class GlobalMaxPooling3D(DataFormat dataFormat = default, bool keepDims = false, string? name = null)
    : GlobalPooling(5, dataFormat, keepDims, name)
{
    internal static GlobalMaxPooling3D FromConfig(LayerConfig config) =>
        new(config.GetDataFormat(), config.GetBool("keepdims", false), config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, Shape axes, bool keepDims) => Ops.Max(x, axes, keepDims);
}
