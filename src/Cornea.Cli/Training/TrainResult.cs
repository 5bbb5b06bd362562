using Cornea.Learn;

namespace Cornea.Cli.Training;

/// <summary>What came of a training.</summary>
/// <param name="Epochs">Whole epochs that were run.</param>
/// <param name="IsInterrupted">Whether Ctrl-C ended it.</param>
/// <param name="Seconds">How long training and validation took.</param>
/// <param name="Parameters">Numbers in the network.</param>
/// <param name="LearningRate">Of the optimizer at the end.</param>
/// <param name="Final">Losses and metrics of the last whole epoch, by Keras' names.</param>
/// <param name="TestLoss">The loss on the test images.</param>
/// <param name="TestAccuracy">The part of the test images that is classified right.</param>
/// <param name="Classes">The test by classes.</param>
/// <param name="Confusion">How often each true class (row) was taken for each class (column).</param>
internal sealed record TrainResult(
    int Epochs,
    bool IsInterrupted,
    double Seconds,
    long Parameters,
    double LearningRate,
    IReadOnlyDictionary<string, double> Final,
    double TestLoss,
    double TestAccuracy,
    ClassificationReport Classes,
    long[,] Confusion);
