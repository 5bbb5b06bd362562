namespace Cornea.Callbacks;

/// <summary>A callback made of functions.</summary>
/// <param name="onEpochBegin">Before each epoch.</param>
/// <param name="onEpochEnd">After each epoch and its validation.</param>
/// <param name="onTrainBegin">Before the first epoch.</param>
/// <param name="onTrainEnd">After the last epoch.</param>
/// <param name="onTrainBatchBegin">Before each training step.</param>
/// <param name="onTrainBatchEnd">After each training step.</param>
/// <remarks>Source: Keras 3, LambdaCallback.</remarks>
public sealed class LambdaCallback(
    Action<int, Logs>? onEpochBegin = null, Action<int, Logs>? onEpochEnd = null, Action<Logs>? onTrainBegin = null,
    Action<Logs>? onTrainEnd = null, Action<int, Logs>? onTrainBatchBegin = null, Action<int, Logs>? onTrainBatchEnd = null) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs) => onEpochBegin?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs) => onTrainBegin?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => onTrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch, Logs logs) => onTrainBatchBegin?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => onTrainBatchEnd?.Invoke(batch, logs);
}
