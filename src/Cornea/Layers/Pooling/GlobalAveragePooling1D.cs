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

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Mask is not { } mask) return base.Forward(inputs, context);
        int steps = SpatialAxes.First(DataFormat);
        Tensor counts = mask.Cast(DType.Bool).ExpandDims(DataFormat.IsFirst ? 1 : 2), x = inputs[0];
        return Ops.Sum(Ops.Where(counts, x, 0), [steps], KeepDims) / Ops.Sum(counts.Cast(x.DType), [steps], KeepDims);
    }

    private protected override Tensor Reduce(Tensor x, Shape axes, bool keepDims) => Ops.Mean(x, axes, keepDims);
}
