namespace Cornea.Layers;

/// <summary>Brings images to the same number of boxes, by leaving out the last ones or adding empty ones; images, labels and masks stay.</summary>
/// <remarks>Source: Keras 3, MaxNumBoundingBoxes.</remarks>
public sealed class MaxNumBoundingBoxes : BaseImagePreprocessingLayer
{
    private const int Missing = -1;

    /// <summary>A layer for so many boxes.</summary>
    /// <param name="maxNumber">How many boxes come out.</param>
    /// <param name="fillValue">The four numbers and the label of an empty box.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="name">Unique within the model.</param>
    public MaxNumBoundingBoxes(int maxNumber, int fillValue = Missing, DataFormat dataFormat = default, string? name = null)
        : base(dataFormat, name)
    {
        MaxNumber = maxNumber >= 0 ? maxNumber : throw ArgumentError(nameof(maxNumber), $"expected a number of at least 0, got {maxNumber}.");
        FillValue = fillValue;
    }

    /// <summary>How many boxes come out.</summary>
    public int MaxNumber { get; }

    /// <summary>What an empty box is made of.</summary>
    public int FillValue { get; }

    // Keras leaves the fill value out, which then comes back as −1; written where that would be wrong.
    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        LayerConfig config = base.GetConfig().With("max_number", MaxNumber);
        return FillValue == Missing ? config : config.With("fill_value", FillValue);
    }

    internal static MaxNumBoundingBoxes FromConfig(LayerConfig config) =>
        new(config.GetInt("max_number"), config.GetInt("fill_value", Missing), config.GetDataFormat(), config.GetString("name"));

    private protected override bool KeepsDType => true;

    internal override Tensor Change(Tensor images, Transformation draw) => images;

    internal override BoundingBoxes TransformBoundingBoxes(BoundingBoxes boxes, Transformation? draw, int height, int width, bool training)
    {
        int kept = Math.Min(MaxNumber, boxes.Boxes.Shape[1]), added = MaxNumber - kept;
        return new BoundingBoxes(
            Ops.Pad(Ops.Slice(boxes.Boxes, 1, 0, kept), [(0, 0), (0, added), (0, 0)], constantValues: FillValue),
            Ops.Pad(Ops.Slice(boxes.Labels, 1, 0, kept), [(0, 0), (0, added)], constantValues: FillValue));
    }
}
