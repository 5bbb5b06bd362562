namespace Cornea.Layers;

/// <summary>Each sample's values in one row.</summary>
/// <param name="dataFormat">Where the channels are; with channels first they are moved last before, so that both give the same order.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, …]; output [batch, product of the rest]; [batch] becomes [batch, 1].</para>
/// <para>Source: Keras 3, Flatten. Golden cases: layers/reshaping_00.</para>
/// </remarks>
public sealed class Flatten(DataFormat dataFormat = default, string? name = null) : Layer(name)
{
    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; } = dataFormat;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("data_format", DataFormat.ToString());

    internal static Flatten FromConfig(LayerConfig config) => new(config.GetDataFormat(), config.GetString("name"));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (x.Rank > 2) x = DataFormat.ToLast(x);
        if (x.Rank == 0) throw ShapeError("expected input of rank ≥ 1, got ().");
        return x.Shape[1..].IsKnown
            ? x.Reshape([x.Shape[0], AxisSize.Product(ClassName, x.Shape[1..].Sizes)])
            : throw ShapeError($"the sizes after the batch's must be known, got {x.Shape}. Give the Input a size, or use global pooling.");
    }
}
