using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Keeps the smallest value of each window of an image.</summary>
/// <param name="poolSize">Height and width of the window, in pixels; 2 by default.</param>
/// <param name="strides">Pixels from window to window; null takes <paramref name="poolSize"/>.</param>
/// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, height, width, channels]; output [batch, outHeight, outWidth, channels].</para>
/// <para>Where values tie, the gradient goes to the first in row order. Padding never wins.</para>
/// <para>As <see cref="MaxPooling2D"/> otherwise; Keras has no such layer.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 4, or no whole window fits.</exception>
public sealed class MinPooling2D(
    Size2? poolSize = null, Size2? strides = null, Padding padding = default, DataFormat dataFormat = default, string? name = null)
    : Pooling2D(poolSize ?? 2, strides, padding, dataFormat, name)
{
    internal static MinPooling2D FromConfig(LayerConfig config) => new(
        config.GetSize("pool_size", 2), config.Has("strides") ? config.GetSize("strides") : null, config.GetPadding(), config.GetDataFormat(),
        config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, Window2D window) => -Node.Emit(new MaxPool(window), -x)[0];
}
