using System.Globalization;

namespace Cornea.Callbacks;

/// <summary>Saves the model, or its weights, while it's trained: after each epoch or every so many batches, always or only when it's the best so far.</summary>
/// <remarks>Each file is replaced whole or not at all. Source: Keras 3, ModelCheckpoint.</remarks>
public sealed class ModelCheckpoint : Callback
{
    private readonly string _filepath;
    private readonly Monitor _monitor;
    private readonly int _verbose;
    private readonly bool _saveBestOnly;
    private readonly bool _saveWeightsOnly;
    private readonly BatchCounter _counter;
    private int _epoch;
    private double? _best;

    /// <param name="filepath">
    /// Ends with <c>.keras</c>, or <c>.weights.h5</c> for weights alone. Python's formats are filled in, from the epoch and the batch (both from 1) and the
    /// logs: <c>{epoch:02d}-{val_loss:.2f}.keras</c>.
    /// </param>
    /// <param name="monitor">Which value says what is best.</param>
    /// <param name="verbose">1 says what is done.</param>
    /// <param name="saveBestOnly">Whether only what is better than all before is saved.</param>
    /// <param name="saveWeightsOnly">Whether weights alone are saved.</param>
    /// <param name="mode"><c>min</c>: smaller is better; <c>max</c>: larger; <c>auto</c>: as the metric says of itself.</param>
    /// <param name="saveFreq"><c>"epoch"</c>, or after how many batches.</param>
    /// <param name="initialValueThreshold">What the first value must be better than.</param>
    public ModelCheckpoint(
        string filepath, string monitor = "val_loss", int verbose = 0, bool saveBestOnly = false, bool saveWeightsOnly = false, string mode = "auto",
        SaveFrequency saveFreq = default, double? initialValueThreshold = null)
    {
        ArgumentNullException.ThrowIfNull(filepath);
        string extension = saveWeightsOnly ? ".weights.h5" : ".keras";
        if (!filepath.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"ModelCheckpoint: expected a file name that ends with {extension}, got '{filepath}'.", nameof(filepath));
        (_filepath, _verbose, _saveBestOnly, _saveWeightsOnly, _best) = (filepath, verbose, saveBestOnly, saveWeightsOnly, initialValueThreshold);
        _monitor = new Monitor(nameof(ModelCheckpoint), monitor, mode, minDelta: 0);
        _counter = new BatchCounter(saveFreq);
    }

    /// <summary>The best value so far; null if there was none.</summary>
    public double? Best => _best;

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        if (_saveBestOnly) _monitor.Begin(Model);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs) => _epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (_counter.IsDue()) Save(_epoch, batch, logs);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_counter.IsByEpoch) Save(epoch, null, logs);
    }

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _counter.Save(state);
        if (_best is { } best) state.With("best", best);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _counter.Restore(state);
        _best = state.FindNumber("best") ?? _best;
    }

    /// <summary>Finds out whether the model can be saved before hours have gone into it.</summary>
    /// <exception cref="NotSupportedException">It can't.</exception>
    internal void CheckSavable(Model model)
    {
        if (_saveWeightsOnly) return;
        try
        {
            KerasArchive.ConfigOf(model);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException)
        {
            throw new NotSupportedException($"{model}.Fit: ModelCheckpoint couldn't save the model. {error.Message} Or save its weights alone (saveWeightsOnly).", error);
        }
    }

    private void Save(int epoch, int? batch, Logs logs)
    {
        string path = PythonFormat.Format(
            _filepath,
            name => name == "epoch" ? epoch + 1 : name == "batch" && batch is { } number ? number + 1 : logs.TryGetValue(name, out double value) ? value : null);
        if (!IsWanted(epoch, logs, path)) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        if (_saveWeightsOnly) Model.SaveWeights(path);
        else Model.Save(path);
        if (_verbose > 0) Console.WriteLine($"\nEpoch {epoch + 1}: finished saving model to {path}");
    }

    private bool IsWanted(int epoch, Logs logs, string path)
    {
        if (!_saveBestOnly)
        {
            if (_verbose > 0) Console.WriteLine($"\nEpoch {epoch + 1}: saving model to {path}");
            return true;
        }

        if (_monitor.Read(logs, Model) is not { } current) return true; // As Keras does: without the value, better saved than not.
        string before = _best is { } value ? value.ToString("F5", CultureInfo.InvariantCulture) : "None";
        if (!_monitor.IsBetter(current, _best))
        {
            if (_verbose > 0) Console.WriteLine($"\nEpoch {epoch + 1}: {_monitor.Name} did not improve from {before}");
            return false;
        }

        if (_verbose > 0)
            Console.WriteLine($"\nEpoch {epoch + 1}: {_monitor.Name} improved from {before} to {current.ToString("F5", CultureInfo.InvariantCulture)}, saving model to {path}");
        _best = current;
        return true;
    }
}
