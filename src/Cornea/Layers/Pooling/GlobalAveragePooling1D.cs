namespace Cornea.Layers;

/// <summary>The mean of each channel of a sequence, over all positions.</summary>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="keepDims">Whether the reduced axes stay, with size 1.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, steps, channels]; output [batch, channels].</para>
/// <para>Source: Keras 3, GlobalAveragePooling1D. Golden cases: layers/globalaveragepooling1d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3.</exception>
public sealed class GlobalAveragePooling1D(DataFormat dataFormat = default, bool keepDims = false, string? name = null)
    : GlobalPooling(3, dataFormat, keepDims, name)
{
    internal static GlobalAveragePooling1D FromConfig(LayerConfig config) =>
        new(config.GetDataFormat(), config.GetBool("keepdims", false), config.GetString("name"));

    internal override bool TakesMask => true;

    private protected override Tensor Reduce(Tensor x, Shape axes, bool keepDims) => Ops.Mean(x, axes, keepDims);
}
