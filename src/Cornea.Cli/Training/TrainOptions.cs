using Cornea.Cli.Datasets;
using Cornea.Cli.Models;

namespace Cornea.Cli.Training;

/// <summary>What <c>cornea train</c> was asked for, defaults filled in.</summary>
/// <param name="Dataset">What is learned from.</param>
/// <param name="Network">What learns.</param>
/// <param name="Epochs">How often all images are gone through.</param>
/// <param name="BatchSize">Images in a step.</param>
/// <param name="Optimizer">One of <see cref="Optimizers"/>.</param>
/// <param name="LearningRate">How far a step goes; null: the optimizer's own.</param>
/// <param name="Seed">Of all that is random.</param>
/// <param name="Output">The folder for the results, or the network's file.</param>
/// <param name="Json">Whether standard output is for programs.</param>
/// <param name="Verbose">Whether more is shown.</param>
internal sealed record TrainOptions(
    BuiltInDataset Dataset,
    BuiltInModel Network,
    int Epochs,
    int BatchSize,
    string Optimizer,
    double? LearningRate,
    int Seed,
    string Output,
    bool Json,
    bool Verbose)
{
    /// <summary>The optimizers' names in Keras.</summary>
    public static IReadOnlyList<string> Optimizers { get; } =
        ["adam", "adamw", "sgd", "rmsprop", "nadam", "adamax", "adagrad", "adadelta", "adafactor", "ftrl", "lion", "lamb"];
}
