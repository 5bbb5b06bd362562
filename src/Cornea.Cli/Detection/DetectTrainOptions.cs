using Cornea.Layers;

namespace Cornea.Cli.Detection;

/// <summary>What <c>cornea detect train</c> was asked for.</summary>
/// <param name="Data">Photos with boxes.</param>
/// <param name="Validation">Others; null: the data's part 'val', where there is one.</param>
/// <param name="Backbone">The network it's built on.</param>
/// <param name="Epochs">Null: what suits the backbone.</param>
/// <param name="BatchSize">Photos in a step.</param>
/// <param name="LearningRate">At most; null: what suits the backbone.</param>
/// <param name="ImageSize">Null: by the photos.</param>
/// <param name="AnyOrientation">Whether there is no up.</param>
/// <param name="Seed">Of all that is random.</param>
/// <param name="Output">The detector's file.</param>
/// <param name="Json">Whether results are one JSON object.</param>
internal sealed record DetectTrainOptions(
    string Data, string? Validation, string Backbone, int? Epochs, int BatchSize, double? LearningRate, Size2? ImageSize, bool AnyOrientation, int Seed, string Output, bool Json);
