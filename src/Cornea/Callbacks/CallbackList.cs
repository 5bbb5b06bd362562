namespace Cornea.Callbacks;

/// <summary>Several callbacks as one; they are told in order.</summary>
public sealed class CallbackList : Callback
{
    private readonly Callback[] _callbacks;

    /// <summary>The callbacks of a training.</summary>
    public CallbackList(IEnumerable<Callback> callbacks) => _callbacks = [.. callbacks];

    internal CallbackList(IEnumerable<Callback> callbacks, Model model, TrainingParameters parameters)
        : this(callbacks)
    {
        Attach(model, parameters);
        foreach (Callback callback in _callbacks) callback.Attach(model, parameters);
    }

    /// <summary>The callbacks.</summary>
    public IReadOnlyList<Callback> Callbacks => _callbacks;

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainBegin(logs);
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainEnd(logs);
    }

    /// <inheritdoc/>
    public override void OnTestBegin(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestBegin(logs);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestEnd(logs);
    }

    /// <inheritdoc/>
    public override void OnPredictBegin(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBegin(logs);
    }

    /// <inheritdoc/>
    public override void OnPredictEnd(Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictEnd(logs);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochBegin(epoch, logs);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnEpochEnd(epoch, logs);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainBatchBegin(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTrainBatchEnd(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestBatchBegin(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnTestBatchEnd(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBatchBegin(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch, Logs logs)
    {
        foreach (Callback callback in _callbacks) callback.OnPredictBatchEnd(batch, logs);
    }
}
