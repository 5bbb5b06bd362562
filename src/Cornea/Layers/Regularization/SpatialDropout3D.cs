namespace Cornea.Layers;

/// <summary>Drops whole channels while training: neighbouring positions are too much alike for single values to be missed.</summary>
/// <param name="rate">The part of the channels that is dropped, from 0 to 1.</param>
/// <param name="dataFormat">Where the channels are; last by default.</param>
/// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Source: Tompson et al. 2014; Keras 3, SpatialDropout3D.</remarks>
public sealed class SpatialDropout3D(double rate, DataFormat dataFormat = default, int? seed = null, string? name = null)
    : SpatialDropout(5, rate, dataFormat, seed, name)
{
    internal static SpatialDropout3D FromConfig(LayerConfig config) =>
        new(config.GetDouble("rate"), config.GetDataFormat(), config.GetIntOrNull("seed"), config.GetString("name"));
}
