namespace Cornea.Cli.Datasets;

/// <summary>A data set that the command line offers by name.</summary>
/// <param name="Name">What the commands call it.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">One line for people.</param>
/// <param name="ImageShape">[height, width, channels].</param>
/// <param name="ClassNames">By label.</param>
/// <param name="DefaultModel">The network that is trained unless another is asked for.</param>
/// <param name="Epochs">Epochs for a network; null: the network's own number.</param>
/// <param name="BatchSize">Images in a training step; null: the network's own number.</param>
/// <param name="Place">Where it lies on this machine, or how to get it.</param>
/// <param name="Load">Reads it; the seed is that of its division, if it has none of its own.</param>
/// <param name="IsDrawn">Whether the seed decides which images the test part has.</param>
internal sealed record BuiltInDataset(
    string Name,
    string Title,
    string Description,
    Shape ImageShape,
    IReadOnlyList<string> ClassNames,
    string DefaultModel,
    int? Epochs,
    int? BatchSize,
    Func<DatasetPlace> Place,
    Func<int, CancellationToken, LabelledImages> Load,
    bool IsDrawn = false);
