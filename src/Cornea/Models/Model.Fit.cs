using System.Runtime.CompilerServices;
using Cornea.Callbacks;
using Cornea.Layers;

namespace Cornea;

// Training.
public partial class Model
{
    /// <summary>Trains on arrays.</summary>
    /// <param name="x">Samples [count, …]; a list for several inputs.</param>
    /// <param name="y">Targets [count, …]; a list for several outputs.</param>
    /// <param name="batchSize">Samples in a step.</param>
    /// <param name="epochs">At which epoch training ends; each goes through all samples.</param>
    /// <param name="verbose">What is shown: 0 nothing, 1 a progress bar, 2 a line each epoch; <c>"auto"</c> by default.</param>
    /// <param name="callbacks">Told how training goes on; they may step in.</param>
    /// <param name="validationSplit">The part of the samples, taken from the end before any shuffling, that isn't trained on but evaluated after each epoch.</param>
    /// <param name="validationData">Other data to be evaluated after each epoch: <c>(x, y)</c>, or with weights, or batches. Wins over the split.</param>
    /// <param name="shuffle">Whether each epoch has an order of its own, drawn from <see cref="RandomSeed"/>.</param>
    /// <param name="classWeight">What samples count by their class.</param>
    /// <param name="sampleWeight">What samples count, one by one [count].</param>
    /// <param name="initialEpoch">The number of the first epoch, from 0: to go on with a training.</param>
    /// <param name="stepsPerEpoch">The most steps of an epoch.</param>
    /// <param name="validationSteps">The most steps of a validation.</param>
    /// <param name="validationBatchSize">Samples in a step of validation; as <paramref name="batchSize"/> by default.</param>
    /// <param name="validationFreq">Every so many epochs there is a validation.</param>
    /// <param name="cancellationToken">Ends training after the present step.</param>
    /// <returns>Losses and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">The data don't fit the model or its loss, aren't finite, or there are none: said before anything is changed.</exception>
    /// <exception cref="NotSupportedException">A checkpoint is among the callbacks, and the model can't be saved: said before anything is changed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the weights are those after the last whole step.</exception>
    [OverloadResolutionPriority(1)] // Fit(new() { … }, new() { … }): by name.
    public History Fit(
        TensorList x, TensorList? y = null, int batchSize = 32, int epochs = 1, Verbosity verbose = default,
        IReadOnlyList<Callback>? callbacks = null, double validationSplit = 0, ValidationData? validationData = null, bool shuffle = true,
        Dictionary<int, double>? classWeight = null, TensorList? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null,
        int? validationSteps = null, int? validationBatchSize = null, int validationFreq = 1, CancellationToken cancellationToken = default)
    {
        string who = $"{Label}.Fit";
        _ = Setup;
        Positive(who, batchSize, nameof(batchSize));
        if (validationSplit is not (>= 0 and < 1)) throw new ArgumentException($"{who}: expected a validation split from 0 to below 1, got {validationSplit}.", nameof(validationSplit));
        Batch data = InOrder(who, new Batch(x, y, sampleWeight));
        DataChecks.Arrays(who, data);
        if (classWeight is not null) data = WithClassWeights(who, data, classWeight);
        int count = data.Size, trained = count;
        if (validationData is null && validationSplit > 0)
        {
            trained = (int)Math.Floor(count * (1 - validationSplit));
            if (trained == 0 || trained == count)
                throw new ArgumentException($"{who}: {count} sample(s) can't be split by {validationSplit}: one part would be empty.", nameof(validationSplit));
        }

        Prepare(who, data);
        using Feed? validation = validationData is not null
            ? ValidationFeed(who, validationData, validationBatchSize ?? batchSize, validationSteps)
            : trained < count ? new ArrayFeed(StepMode.Test, data, trained, count - trained, validationBatchSize ?? batchSize, null, validationSteps) : null;
        using var feed = new ArrayFeed(StepMode.Train, data, 0, trained, batchSize, shuffle ? RandomSeed.Next() : null, stepsPerEpoch);
        return Train(feed, validation, epochs, initialEpoch, validationFreq, verbose, callbacks, cancellationToken);
    }

    /// <summary>Trains on batches that a pipeline makes; it's gone through once for each epoch.</summary>
    /// <param name="batches">Inputs and targets.</param>
    /// <param name="epochs">At which epoch training ends.</param>
    /// <param name="verbose">What is shown: 0 nothing, 1 a progress bar, 2 a line each epoch; <c>"auto"</c> by default.</param>
    /// <param name="callbacks">Told how training goes on; they may step in.</param>
    /// <param name="validationData">Data to be evaluated after each epoch.</param>
    /// <param name="classWeight">What samples count by their class.</param>
    /// <param name="initialEpoch">The number of the first epoch, from 0.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch; the pipeline then goes on where it stood. Null: all of the pipeline.</param>
    /// <param name="validationSteps">The most steps of a validation.</param>
    /// <param name="validationBatchSize">Samples in a step of validation on arrays.</param>
    /// <param name="validationFreq">Every so many epochs there is a validation.</param>
    /// <param name="cancellationToken">Ends training after the present step.</param>
    /// <returns>Losses and metrics of each epoch.</returns>
    /// <exception cref="ArgumentException">A batch doesn't fit the model or its loss, or isn't finite: said before the batch changes anything.</exception>
    /// <exception cref="NotSupportedException">A checkpoint is among the callbacks, and the model can't be saved: said before anything is changed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the weights are those after the last whole step.</exception>
    public History Fit(
        IEnumerable<Batch> batches, int epochs = 1, Verbosity verbose = default, IReadOnlyList<Callback>? callbacks = null,
        ValidationData? validationData = null, Dictionary<int, double>? classWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null,
        int? validationSteps = null, int validationBatchSize = 32, int validationFreq = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        string who = $"{Label}.Fit";
        _ = Setup;
        using Feed? validation = validationData is null ? null : ValidationFeed(who, validationData, validationBatchSize, validationSteps);
        using var feed = new BatchFeed(StepMode.Train, batches, Check, stepsPerEpoch);
        return Train(feed, validation, epochs, initialEpoch, validationFreq, verbose, callbacks, cancellationToken);

        Batch Check(Batch batch, int number)
        {
            string where = $"{who}, batch {number + 1}";
            batch = InOrder(where, batch);
            DataChecks.Arrays(where, batch);
            if (classWeight is not null) batch = WithClassWeights(where, batch, classWeight);
            Prepare(where, batch);
            return batch;
        }
    }

    private History Train(
        Feed feed, Feed? validation, int epochs, int initialEpoch, int validationFreq, Verbosity verbose, IReadOnlyList<Callback>? callbacks,
        CancellationToken cancellationToken)
    {
        Positive($"{Label}.Fit", validationFreq, nameof(validationFreq));
        using ModelUse.Taken taken = _use.Take($"{Label}.Fit");
        if (feed is ArrayFeed) ProgramFor(feed.Shape); // What doesn't fit is found while nothing has been changed.
        if (validation is ArrayFeed) ProgramFor(validation.Shape);
        History history = callbacks?.OfType<History>().FirstOrDefault() ?? new History();
        List<Callback> all = [.. callbacks ?? []];
        if (verbose.Level > 0 && !all.OfType<ProgbarLogger>().Any()) all.Add(new ProgbarLogger(verbose.Level));
        if (!all.Contains(history)) all.Add(history);
        foreach (ModelCheckpoint checkpoint in all.OfType<ModelCheckpoint>()) checkpoint.CheckSavable(this);
        TrainingRun run = Arrange(all, feed, initialEpoch, epochs);
        var list = new CallbackList(all, this, new TrainingParameters(epochs, feed.StepCount, verbose.Level));
        StopTraining = false;
        list.OnTrainBegin(new Logs());
        var logs = new Logs();
        for (int epoch = run.Epoch; epoch < epochs && !StopTraining; epoch++)
        {
            // Where an epoch goes on, what its beginning does to the optimizer (a new learning rate) was done already.
            Tensor[]? state = run.Step > 0 ? [.. Optimizer.Variables.Select(variable => variable.Value)] : null;
            list.OnEpochBegin(epoch, new Logs());
            for (int index = 0; index < state?.Length; index++) Optimizer.Variables[index].Assign(state[index]);
            logs = RunEpoch(feed, list, run, cancellationToken);
            if (validation is not null && (epoch + 1) % validationFreq == 0)
                foreach (StepValue value in Sorted(RunTest(validation, list, cancellationToken))) logs.Set(value with { Name = "val_" + value.Name });
            list.OnEpochEnd(epoch, logs);
        }

        Optimizer.FinalizeVariableValues();
        list.OnTrainEnd(logs);
        return history;
    }

    // Backups come last, when all others have done what they do; before the first epoch they may say that it begins elsewhere.
    private TrainingRun Arrange(List<Callback> callbacks, Feed feed, int initialEpoch, int epochs)
    {
        BackupAndRestore[] backups = [.. callbacks.OfType<BackupAndRestore>()];
        callbacks.RemoveAll(callback => callback is BackupAndRestore);
        callbacks.AddRange(backups);
        var run = new TrainingRun(this, feed, [.. callbacks], initialEpoch, epochs);
        foreach (BackupAndRestore backup in backups) backup.Bind(run);
        return run;
    }

    private Logs RunEpoch(Feed feed, CallbackList callbacks, TrainingRun run, CancellationToken cancellationToken)
    {
        StepProgram? program = null;
        var batchLogs = new Logs(logs => Report(program!, logs));
        var none = new Logs();
        int first = run.Step;
        run.Step = 0;
        if (first == 0)
        {
            feed.Begin();
        }
        else
        {
            program = ProgramFor(feed.Shape); // Goes on within an epoch.
            ReaderFor(program);
            run.RestoreMetrics();
        }

        for (int step = first; !StopTraining; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!feed.Advance()) break;
            StepProgram next = feed.Shape.Program ?? ProgramFor(feed.Shape);
            if (program is null) ReaderFor(next).Reset();
            program = next;
            callbacks.OnTrainBatchBegin(step, none);
            program.Run(feed.Inputs);
            batchLogs.Invalidate();
            callbacks.OnTrainBatchEnd(step, batchLogs);
        }

        var result = new Logs();
        if (program is null) throw new ArgumentException($"{Label}.Fit: expected at least one batch, got none.");
        Report(program, result);
        return result;
    }

    // Names in alphabetical order, as Keras' histories and progress lines have them.
    private void Report(StepProgram program, Logs logs)
    {
        foreach (StepValue value in Sorted(ResultsOf(program))) logs.Set(value);
    }

    private static IEnumerable<StepValue> Sorted(IEnumerable<StepValue> values) => values.OrderBy(value => value.Name, StringComparer.Ordinal);

    private StepValue[] ResultsOf(StepProgram program)
    {
        MetricReader reader = ReaderFor(program);
        reader.Read();
        return [.. program.Entries.Select(entry => entry.Metric is { } metric ? reader.ResultOf(entry.Name, metric) : new StepValue(entry.Name, program.ValueOf(entry)))];
    }

    private Feed ValidationFeed(string who, ValidationData data, int batchSize, int? steps)
    {
        if (data.Arrays is not { } arrays) return BatchTestFeed(who, data.Batches!, steps);
        Positive(who, batchSize, "validationBatchSize");
        arrays = InOrder(who + " (validation)", arrays);
        DataChecks.Arrays(who + " (validation)", arrays);
        Prepare(who + " (validation)", arrays);
        return new ArrayFeed(StepMode.Test, arrays, 0, arrays.Size, batchSize, null, steps);
    }

    private static Batch WithClassWeights(string who, Batch data, Dictionary<int, double> weights)
    {
        if (data.SampleWeights is not null) throw new ArgumentException($"{who}: expected class weights or sample weights, got both.");
        if (data.Targets is not { Count: 1 } targets) throw new ArgumentException($"{who}: class weights need a model of one output.");
        return new Batch(data.Inputs, targets, ClassWeights.Of(who, targets[0], weights));
    }

    /// <summary>Data that have names in the order of the model's inputs and outputs; double-precision numbers in single precision, as Keras takes them.</summary>
    private Batch InOrder(string who, Batch data)
    {
        if (data.Inputs.Names is null && data.Targets?.Names is null && data.SampleWeights?.Names is null) return data.InSinglePrecision();
        if (InputNames is not { } inputs || OutputNames is not { } outputs)
            throw new ArgumentException($"{who}: the model doesn't name its inputs and outputs: give the data as a list, or build a model of Input layers.");
        try
        {
            _setup?.Resolve(outputs, Label);
            return new Batch(
                data.Inputs.InOrder(inputs, "inputs"),
                _setup is { } setup ? setup.InOrder(data.Targets, "targets") : data.Targets?.InOrder(outputs, "targets"),
                data.SampleWeights?.InOrder(outputs, "sample weights", () => Ops.Ones([data.Size]))).InSinglePrecision();
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{who}: {error.Message}", error);
        }
    }

    /// <summary>Checks data against the model; a sequential model that doesn't know its input's shape yet learns it here.</summary>
    private void Prepare(string who, Batch data)
    {
        if (this is Sequential && Graph is null) EnsureBuilt([.. data.Inputs.Select(input => input.Shape.With(0, Shape.Unknown))]);
        if (Graph is not { } graph) return;
        CheckInputs(data.Inputs);
        if (_setup is not { } setup || data.Targets is not { } targets) return;
        setup.Resolve(OutputNames!, Label);
        for (int index = 0; index < graph.Outputs.Count; index++)
            if (setup.PlaceOf(index, targets.Count, who) is { } place) DataChecks.Labels(who, setup.Losses[index], targets[place], graph.Outputs[index].Shape);
    }

    private static void Positive(string who, int value, string name)
    {
        if (value < 1) throw new ArgumentException($"{who}: expected {name} of at least 1, got {value}.", name);
    }
}
