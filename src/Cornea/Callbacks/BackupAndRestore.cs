using Cornea.Files;

namespace Cornea.Callbacks;

/// <summary>Keeps all there is to a training in a folder, so that a program that was killed, started again, goes on where it stood and ends with the same bits.</summary>
/// <remarks>
/// <para>Kept are weights, random layers' states, the optimizer, epoch and batch, the metrics of the epoch under way, the order of shuffled samples,
/// <see cref="RandomSeed"/>, the history, and what the other callbacks remember. All of it is one file, replaced whole or not at all, so that any moment
/// may be the last.</para>
/// <para>The program must build the same model, from the same seed, and call <c>Fit</c> with the same arguments. A pipeline is gone through up to
/// where it stood. When training has ended, the backup is deleted. Source: Keras 3, BackupAndRestore, which keeps less.</para>
/// </remarks>
public sealed class BackupAndRestore : Callback
{
    private const string FileName = "latest.weights.h5";
    private const string PreviousExtension = ".bkp";

    private readonly string _folder;
    private readonly BatchCounter _counter;
    private readonly bool _doubleCheckpoint;
    private readonly bool _deleteCheckpoint;
    private TrainingRun? _run;

    /// <param name="backupDir">The folder; nothing else should lie in it.</param>
    /// <param name="saveFreq"><c>"epoch"</c>, or after how many batches.</param>
    /// <param name="doubleCheckpoint">Whether the backup before the last is kept too.</param>
    /// <param name="deleteCheckpoint">Whether the backup is deleted when training has ended.</param>
    public BackupAndRestore(string backupDir, SaveFrequency saveFreq = default, bool doubleCheckpoint = false, bool deleteCheckpoint = true)
    {
        if (string.IsNullOrEmpty(backupDir)) throw new ArgumentException("BackupAndRestore: expected a folder, got none.", nameof(backupDir));
        (_folder, _counter, _doubleCheckpoint, _deleteCheckpoint) = (backupDir, new BatchCounter(saveFreq), doubleCheckpoint, deleteCheckpoint);
    }

    private string Latest => Path.Combine(_folder, FileName);

    private TrainingRun Run => _run ?? throw new InvalidOperationException("BackupAndRestore: works in Fit only.");

    /// <inheritdoc/>
    public override void OnTrainBegin(Logs logs)
    {
        if (File.Exists(Latest)) Run.Restore(Latest);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        (Run.Epoch, Run.Step) = (epoch + 1, 0);
        if (_counter.IsByEpoch) Save();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        Run.Step = batch + 1;
        if (_counter.IsDue()) Save();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (!_deleteCheckpoint || !Directory.Exists(_folder)) return;

        // Ours alone: the file, the one before, and temporary ones that a killed process left.
        AtomicFile.RemoveLeftovers(Latest);
        foreach (string file in Directory.EnumerateFiles(_folder, "*" + FileName + "*")) File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(_folder).Any()) Directory.Delete(_folder);
    }

    /// <summary>Given the training before it begins.</summary>
    internal void Bind(TrainingRun run) => _run = run;

    /// <inheritdoc/>
    protected internal override void SaveState(CallbackState state) => _counter.Save(state);

    /// <inheritdoc/>
    protected internal override void RestoreState(CallbackState state) => _counter.Restore(state);

    private void Save()
    {
        Directory.CreateDirectory(_folder);
        if (_doubleCheckpoint && File.Exists(Latest)) File.Copy(Latest, Latest + PreviousExtension, overwrite: true);
        Run.Save(Latest);
    }
}
