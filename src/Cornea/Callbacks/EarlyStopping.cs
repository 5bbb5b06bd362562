namespace Cornea.Callbacks;

/// <summary>Ends training when a value no longer gets better.</summary>
/// <param name="monitor">Which value; <c>val_loss</c> by default.</param>
/// <param name="minDelta">Changes up to this size don't count.</param>
/// <param name="patience">How many epochs without improvement are borne.</param>
/// <param name="verbose">1 says what is done.</param>
/// <param name="mode"><c>min</c>: smaller is better; <c>max</c>: larger; <c>auto</c>: as the metric says of itself.</param>
/// <param name="baseline">A value that must be passed for an epoch to count as an improvement.</param>
/// <param name="restoreBestWeights">Whether the weights of the best epoch are put back at the end, also if training ran to its end.</param>
/// <param name="startFromEpoch">Epochs before this number aren't watched.</param>
/// <remarks>Source: Keras 3, EarlyStopping. Golden cases: fit/early_stopping.</remarks>
public sealed class EarlyStopping(
    string monitor = "val_loss", double minDelta = 0, int patience = 0, int verbose = 0, string mode = "auto", double? baseline = null,
    bool restoreBestWeights = false, int startFromEpoch = 0) : Callback
{
    private readonly Monitor _monitor = new(nameof(EarlyStopping), monitor, mode, minDelta);
    private Tensor[]? _bestWeights;
    private double? _best;
    private int _wait;

    /// <summary>The number of the epoch at which training was ended, from 0; 0 if it wasn't.</summary>
    public int StoppedEpoch { get; private set; }

    /// <summary>The number of the best epoch, from 0.</summary>
    public int BestEpoch { get; private set; }

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        _wait = 0;
        StoppedEpoch = 0;
        BestEpoch = 0;
        _best = null;
        _bestWeights = null;
        _monitor.Begin(Model);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_monitor.Read(logs, Model) is not { } current || epoch < startFromEpoch) return;
        if (restoreBestWeights && _bestWeights is null)
        {
            // If no epoch ever gets better (NaN, or never past the baseline), those of the first are better than none.
            KeepWeights();
            BestEpoch = epoch;
        }

        _wait++;
        if (_monitor.IsBetter(current, _best))
        {
            _best = current;
            BestEpoch = epoch;
            if (restoreBestWeights) KeepWeights();
            if (baseline is not { } line || _monitor.IsBetter(current, line)) _wait = 0;
            return;
        }

        if (_wait < patience || epoch == 0) return;
        StoppedEpoch = epoch;
        Model.StopTraining = true;
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (StoppedEpoch > 0 && verbose > 0) Console.WriteLine($"Epoch {StoppedEpoch + 1}: early stopping");
        if (!restoreBestWeights || _bestWeights is null) return;
        if (verbose > 0) Console.WriteLine($"Restoring model weights from the end of the best epoch: {BestEpoch + 1}.");
        Model.SetWeights(_bestWeights);
        _bestWeights = null;
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.With("wait", _wait).With("stopped_epoch", StoppedEpoch).With("best_epoch", BestEpoch);
        if (_best is { } best) state.With("best", best);
        if (_bestWeights is not null) state.With("best_weights", _bestWeights);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (_best, _wait) = (state.FindNumber("best"), (int)state.GetNumber("wait"));
        (StoppedEpoch, BestEpoch) = ((int)state.GetNumber("stopped_epoch"), (int)state.GetNumber("best_epoch"));
        _bestWeights = state.GetTensors("best_weights")?.ToArray();
    }

    private void KeepWeights() => _bestWeights = [.. Model.GetWeights()];
}
