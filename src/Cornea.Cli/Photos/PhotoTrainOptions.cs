namespace Cornea.Cli.Photos;

/// <summary>What <c>cornea train FOLDER</c> was asked for.</summary>
/// <param name="Folder">The photos.</param>
/// <param name="Backbone">An application's name, or a network's file.</param>
/// <param name="Weights">The application's weights: a file; null: those of ImageNet.</param>
/// <param name="ImageSize">Height and width of the network's input.</param>
/// <param name="Epochs">How often the head goes through the features at most; null: as it is by default.</param>
/// <param name="FineTune">How many of the backbone's last layers are trained on; null: if it pays.</param>
/// <param name="Minutes">In which it is to end; null: whenever it does.</param>
/// <param name="BatchSize">Photos in a step.</param>
/// <param name="LearningRate">The head's; null: as it is by default.</param>
/// <param name="Seed">Of all that is random.</param>
/// <param name="Output">Folder of the results, or the network's file.</param>
/// <param name="Json">Whether standard output is one JSON object.</param>
internal sealed record PhotoTrainOptions(
    string Folder, string Backbone, string? Weights, int ImageSize, int? Epochs, int? FineTune, double? Minutes, int BatchSize, double? LearningRate, int Seed, string Output, bool Json)
{
    public const string DefaultBackbone = "efficientnet_lite0";
    public const int DefaultImageSize = 224;
}
