namespace Cornea.Cli.Pictures;

/// <summary>What a segmentation is trained on, and how.</summary>
/// <param name="Images">The pictures' folder.</param>
/// <param name="Masks">The masks' folder.</param>
/// <param name="Output">The network's file.</param>
internal sealed record SegmentOptions(string Images, string Masks, string Output)
{
    /// <summary>The network that the U-Net stands on; null for the pretrained one.</summary>
    public string? Backbone { get; init; }

    /// <summary>Height and width that are cut out of the pictures; null for the usual.</summary>
    public int? ImageSize { get; init; }

    public int Epochs { get; init; }

    public int BatchSize { get; init; }

    public int Seed { get; init; }

    /// <summary>The masks' value for pixels that don't count.</summary>
    public int? VoidValue { get; init; }
}
