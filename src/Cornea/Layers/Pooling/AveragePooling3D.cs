using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Takes the mean of each window of a volume.</summary>
/// <param name="poolSize">Depth, height and width of the window, in voxels; 2 by default.</param>
/// <param name="strides">Voxels from window to window; null takes <paramref name="poolSize"/>.</param>
/// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, depth, height, width, channels]; output [batch, outDepth, outHeight, outWidth, channels].</para>
/// <para>Padding doesn't count.</para>
/// <para>Source: Keras 3, AveragePooling3D. Golden cases: layers/average_pooling3d_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 5, or no whole window fits.</exception>
public sealed class AveragePooling3D(
    Size3? poolSize = null, Size3? strides = null, Padding padding = default, DataFormat dataFormat = default, string? name = null)
    : Pooling3D(poolSize ?? 2, strides, padding, dataFormat, name)
{
    internal static AveragePooling3D FromConfig(LayerConfig config) => new(
        config.GetSize3("pool_size", 2), config.Has("strides") ? config.GetSize3("strides") : null, config.GetPadding(), config.GetDataFormat(),
        config.GetString("name"));

    private protected override Tensor Reduce(Tensor x, Window2D window) => Node.Emit(new AveragePool(window), x)[0];
}
