namespace Cornea.Callbacks;

/// <summary>How training was called, as callbacks and the history are told.</summary>
/// <param name="Epochs">How many epochs at most.</param>
/// <param name="Steps">How many steps an epoch has; null if that isn't known yet.</param>
/// <param name="Verbose">0 nothing, 1 a progress bar, 2 a line each epoch.</param>
public sealed record TrainingParameters(int Epochs, int? Steps, int Verbose);
