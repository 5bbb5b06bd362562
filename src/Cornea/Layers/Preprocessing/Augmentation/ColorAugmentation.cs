namespace Cornea.Layers;

/// <summary>What augmentations share that change colours and know what the values range over.</summary>
public abstract class ColorAugmentation : RandomImageLayer
{
    private protected ColorAugmentation(ValueRange? valueRange, int? seed, DataFormat dataFormat, string? name)
        : base(seed, dataFormat, name) => ValueRange = Extended(valueRange);

    /// <summary>What the images' values range over.</summary>
    public ValueRange ValueRange { get; }
}
