namespace Cornea.Cli.Datasets;

/// <summary>Images ready for a network: Float32 [count, height, width, channels] from 0 to 1, labels Int32 [count].</summary>
/// <param name="TrainImages">Images to train on; a part at their end is for validation.</param>
/// <param name="TrainLabels">Their labels.</param>
/// <param name="TestImages">Images that training never sees.</param>
/// <param name="TestLabels">Their labels.</param>
/// <param name="ValidationSplit">The part of the training images that is for validation.</param>
internal sealed record LabelledImages(Tensor TrainImages, Tensor TrainLabels, Tensor TestImages, Tensor TestLabels, double ValidationSplit);
