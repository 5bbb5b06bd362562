using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Takes the mean of each window of a sequence.</summary>
/// <param name="poolSize">The window's length, in steps; 2 by default.</param>
/// <param name="strides">Steps from window to window; null takes <paramref name="poolSize"/>.</param>
/// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, steps, channels]; output [batch, outSteps, channels].</para>
/// <para>Padding doesn't count.</para>
/// <para>Source: Keras 3, AveragePooling1D. Golden cases: layers/average_pooling1d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3, or no whole window fits.</exception>
public sealed class AveragePooling1D(
    int poolSize = 2, int? strides = null, Padding padding = default, DataFormat dataFormat = default, string? name = null)
    : Pooling1D(poolSize, strides, padding, dataFormat, name)
{
    internal static AveragePooling1D FromConfig(LayerConfig config) => new(
        config.GetStep("pool_size", 2), config.Has("strides") ? config.GetStep("strides") : null, config.GetPadding(), config.GetDataFormat(),
        config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, Window2D window) => Node.Emit(new AveragePool(window), x)[0];
}
