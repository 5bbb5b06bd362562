namespace Cornea.Callbacks;

/// <summary>Something that is told how training, evaluation and prediction go on, and may step in (<see cref="Cornea.Model.StopTraining"/>).</summary>
/// <remarks>
/// Override what is of interest. <c>OnTrainBatchEnd</c> runs after every step: looking at its logs there computes the metrics each time.
/// Source: Keras 3, Callback.
/// </remarks>
public abstract class Callback
{
    private Model? _model;

    /// <summary>The model that is being trained, evaluated or asked.</summary>
    public Model Model => _model ?? throw new InvalidOperationException($"{GetType().Name}: has no model outside of Fit, Evaluate and Predict.");

    /// <summary>How training was called.</summary>
    public TrainingParameters Parameters { get; private set; } = new(0, null, 0);

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin(Logs logs)
    {
    }

    /// <summary>After the last epoch.</summary>
    public virtual void OnTrainEnd(Logs logs)
    {
    }

    /// <summary>Before an epoch.</summary>
    /// <param name="epoch">Its number, from 0.</param>
    /// <param name="logs">Empty.</param>
    public virtual void OnEpochBegin(int epoch, Logs logs)
    {
    }

    /// <summary>After an epoch and its validation.</summary>
    /// <param name="epoch">Its number, from 0.</param>
    /// <param name="logs">Losses and metrics; those of validation begin with <c>val_</c>. What is added here stands in the history.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs)
    {
    }

    /// <summary>Before a training step.</summary>
    /// <param name="batch">Its number within the epoch, from 0.</param>
    /// <param name="logs">Empty.</param>
    public virtual void OnTrainBatchBegin(int batch, Logs logs)
    {
    }

    /// <summary>After a training step.</summary>
    /// <param name="batch">Its number within the epoch, from 0.</param>
    /// <param name="logs">Losses and metrics over the epoch so far.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Before an evaluation, that of an epoch's validation included.</summary>
    public virtual void OnTestBegin(Logs logs)
    {
    }

    /// <summary>After an evaluation.</summary>
    public virtual void OnTestEnd(Logs logs)
    {
    }

    /// <summary>Before a batch of an evaluation.</summary>
    public virtual void OnTestBatchBegin(int batch, Logs logs)
    {
    }

    /// <summary>After a batch of an evaluation.</summary>
    public virtual void OnTestBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Before a prediction.</summary>
    public virtual void OnPredictBegin(Logs logs)
    {
    }

    /// <summary>After a prediction.</summary>
    public virtual void OnPredictEnd(Logs logs)
    {
    }

    /// <summary>Before a batch of a prediction.</summary>
    public virtual void OnPredictBatchBegin(int batch, Logs logs)
    {
    }

    /// <summary>After a batch of a prediction.</summary>
    public virtual void OnPredictBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Keeps what the callback remembers from one moment of a training to the next, for <see cref="BackupAndRestore"/>.</summary>
    protected internal virtual void SaveState(CallbackState state)
    {
    }

    /// <summary>Takes back what <see cref="SaveState"/> kept; called after <see cref="OnTrainBegin"/>.</summary>
    protected internal virtual void RestoreState(CallbackState state)
    {
    }

    internal void Attach(Model model, TrainingParameters parameters)
    {
        _model = model;
        Parameters = parameters;
    }
}
