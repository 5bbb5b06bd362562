namespace Cornea.Vision;

/// <summary>What a training by transfer gave.</summary>
/// <param name="Classifier">The network with all that it needs.</param>
/// <param name="Head">The head's training on the features.</param>
/// <param name="FineTuning">The training of backbone and head together; null if there was none.</param>
/// <param name="IsFineTuned">Whether its weights were kept: the validation part gained by it.</param>
public sealed record TransferResult(ImageClassifier Classifier, History Head, History? FineTuning, bool IsFineTuned);
