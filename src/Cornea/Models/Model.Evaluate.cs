using System.Runtime.CompilerServices;
using Cornea.Callbacks;

namespace Cornea;

// Evaluation, prediction, and single batches.
public partial class Model
{
    /// <summary>The loss and the metrics on arrays.</summary>
    /// <param name="x">Samples [count, …]; a list for several inputs.</param>
    /// <param name="y">Targets [count, …]; a list for several outputs.</param>
    /// <param name="batchSize">Samples in a step.</param>
    /// <param name="verbose">What is shown; a progress bar on a terminal by default.</param>
    /// <param name="sampleWeight">What samples count, one by one [count].</param>
    /// <param name="steps">The most steps.</param>
    /// <param name="callbacks">Told how the evaluation goes on.</param>
    /// <returns>The values, the loss first.</returns>
    /// <exception cref="ArgumentException">The data don't fit the model or its loss, aren't finite, or there are none.</exception>
    [OverloadResolutionPriority(1)] // Evaluate(new() { … }, new() { … }): by name.
    public Evaluation Evaluate(
        TensorList x, TensorList? y = null, int batchSize = 32, Verbosity verbose = default, TensorList? sampleWeight = null, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null)
    {
        string who = $"{Label}.Evaluate";
        _ = Setup;
        Positive(who, batchSize, nameof(batchSize));
        Batch data = InOrder(who, new Batch(x, y, sampleWeight));
        DataChecks.Arrays(who, data);
        Prepare(who, data);
        using var feed = new ArrayFeed(StepMode.Test, data, 0, data.Size, batchSize, null, steps);
        return Evaluate(feed, verbose, callbacks);
    }

    /// <summary>The loss and the metrics on batches that a pipeline makes.</summary>
    /// <param name="batches">Inputs and targets.</param>
    /// <param name="verbose">What is shown; a progress bar on a terminal by default.</param>
    /// <param name="steps">The most steps.</param>
    /// <param name="callbacks">Told how the evaluation goes on.</param>
    public Evaluation Evaluate(
        IEnumerable<Batch> batches, Verbosity verbose = default, int? steps = null, IReadOnlyList<Callback>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        _ = Setup;
        using Feed feed = BatchTestFeed($"{Label}.Evaluate", batches, steps);
        return Evaluate(feed, verbose, callbacks);
    }

    /// <summary>The outputs for samples; of a model of one output. May be called on several threads at once.</summary>
    /// <param name="x">Samples [count, …]; a list for several inputs.</param>
    /// <param name="batchSize">Samples in a step.</param>
    /// <param name="verbose">What is shown; nothing unless it is asked for.</param>
    /// <param name="steps">The most steps.</param>
    /// <param name="callbacks">Told how the prediction goes on.</param>
    /// <returns>The outputs [count, …], computed.</returns>
    /// <exception cref="ShapeException">The samples aren't of the model's input shape.</exception>
    [OverloadResolutionPriority(1)]
    public Tensor Predict(TensorList x, int batchSize = 32, Verbosity verbose = default, int? steps = null, IReadOnlyList<Callback>? callbacks = null) =>
        Only(PredictArrays(x, batchSize, verbose, steps, callbacks));

    /// <summary>The outputs for the batches of a pipeline, one after the other; of a model of one output. Targets are ignored.</summary>
    public Tensor Predict(IEnumerable<Batch> batches, Verbosity verbose = default, int? steps = null, IReadOnlyList<Callback>? callbacks = null) =>
        Only(PredictAll(batches, verbose, steps, callbacks));

    /// <summary>As <see cref="Predict(TensorList, int, Verbosity, int?, IReadOnlyList{Callback}?)"/>, for a model of several outputs.</summary>
    /// <returns>The outputs, in their order and by their names: <c>model.PredictAll(x)["species"]</c>.</returns>
    [OverloadResolutionPriority(1)]
    public TensorList PredictAll(TensorList x, int batchSize = 32, Verbosity verbose = default, int? steps = null, IReadOnlyList<Callback>? callbacks = null) =>
        Labelled(PredictArrays(x, batchSize, verbose, steps, callbacks));

    /// <summary>The outputs for the batches of a pipeline, one after the other; of a model of several outputs. Targets are ignored.</summary>
    /// <returns>The outputs, in their order and by their names.</returns>
    public TensorList PredictAll(IEnumerable<Batch> batches, Verbosity verbose = default, int? steps = null, IReadOnlyList<Callback>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(batches);
        using var feed = new BatchFeed(StepMode.Predict, batches, (batch, _) => InOrder($"{Label}.Predict", new Batch(batch.Inputs)), steps);
        return Labelled(Predict(feed, verbose, callbacks));
    }

    /// <summary>One training step on these samples, whatever their number.</summary>
    /// <returns>The loss and the metrics of this batch.</returns>
    public Evaluation TrainOnBatch(TensorList x, TensorList? y = null, TensorList? sampleWeight = null, Dictionary<int, double>? classWeight = null)
    {
        string who = $"{Label}.TrainOnBatch";
        _ = Setup;
        Batch batch = InOrder(who, new Batch(x, y, sampleWeight));
        DataChecks.Arrays(who, batch);
        if (classWeight is not null) batch = WithClassWeights(who, batch, classWeight);
        return OnBatch(StepMode.Train, who, batch);
    }

    /// <summary>The loss and the metrics on these samples, whatever their number.</summary>
    public Evaluation TestOnBatch(TensorList x, TensorList? y = null, TensorList? sampleWeight = null)
    {
        string who = $"{Label}.TestOnBatch";
        _ = Setup;
        Batch batch = InOrder(who, new Batch(x, y, sampleWeight));
        DataChecks.Arrays(who, batch);
        return OnBatch(StepMode.Test, who, batch);
    }

    /// <summary>The output for these samples in one step; of a model of one output.</summary>
    public Tensor PredictOnBatch(TensorList x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Predict(x, Math.Max(1, x.Count > 0 && x[0].Rank > 0 ? x[0].Shape[0] : 1));
    }

    private Feed BatchTestFeed(string who, IEnumerable<Batch> batches, int? steps) => new BatchFeed(
        StepMode.Test,
        batches,
        (batch, number) =>
        {
            string where = $"{who}, batch {number + 1}";
            batch = InOrder(where, batch);
            DataChecks.Arrays(where, batch);
            Prepare(where, batch);
            return batch;
        },
        steps);

    private Evaluation OnBatch(StepMode mode, string who, Batch batch)
    {
        Prepare(who, batch);
        using ModelUse.Taken taken = _use.Take(who);
        using var feed = new BatchFeed(mode, [batch], (given, _) => given, null);
        feed.Begin();
        feed.Advance();
        StepProgram program = ProgramFor(feed.Shape);
        ReaderFor(program).Reset();
        program.Run(feed.Inputs);
        return new Evaluation(ResultsOf(program));
    }

    private Evaluation Evaluate(Feed feed, Verbosity verbose, IReadOnlyList<Callback>? callbacks)
    {
        using ModelUse.Taken taken = _use.Take($"{Label}.Evaluate");
        List<Callback> all = [.. callbacks ?? []];
        if (verbose.Level > 0 && !all.OfType<ProgbarLogger>().Any()) all.Add(new ProgbarLogger(verbose.Level));
        var list = new CallbackList(all, this, new TrainingParameters(1, feed.StepCount, verbose.Level));
        return new Evaluation(RunTest(feed, list, CancellationToken.None));
    }

    private StepValue[] RunTest(Feed feed, CallbackList callbacks, CancellationToken cancellationToken)
    {
        StepProgram? program = null;
        var batchLogs = new Logs(logs => Report(program!, logs));
        var none = new Logs();
        feed.Begin();
        callbacks.OnTestBegin(none);
        for (int step = 0; ; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!feed.Advance()) break;
            StepProgram next = feed.Shape.Program ?? ProgramFor(feed.Shape);
            if (program is null) ReaderFor(next).Reset();
            program = next;
            callbacks.OnTestBatchBegin(step, none);
            program.Run(feed.Inputs);
            batchLogs.Invalidate();
            callbacks.OnTestBatchEnd(step, batchLogs);
        }

        if (program is null) throw new ArgumentException($"{Label}.Evaluate: expected at least one batch, got none.");
        StepValue[] results = ResultsOf(program);
        var last = new Logs();
        Report(program, last);
        callbacks.OnTestEnd(last);
        return results;
    }

    private TensorList PredictArrays(TensorList x, int batchSize, Verbosity verbose, int? steps, IReadOnlyList<Callback>? callbacks)
    {
        ArgumentNullException.ThrowIfNull(x);
        string who = $"{Label}.Predict";
        Positive(who, batchSize, nameof(batchSize));
        Batch data = InOrder(who, new Batch(x));
        DataChecks.Lengths(who, data);
        Prepare(who, data);
        using var feed = new StagedFeed(StepMode.Predict, data.Inputs, batchSize, steps);
        return Predict(feed, verbose, callbacks);
    }

    private TensorList Predict(Feed feed, Verbosity verbose, IReadOnlyList<Callback>? callbacks)
    {
        bool isShown = verbose != Verbosity.Auto && verbose.Level > 0;
        if (!isShown && callbacks is not { Count: > 0 } && feed.StepCount == 1) // As a product predicts, many times: nobody is told, nothing is joined.
        {
            feed.Begin();
            feed.Advance();
            return TensorList.Create(PredictBatch(feed, isRegular: false));
        }

        List<Callback> all = [.. callbacks ?? []];
        if (isShown) all.Add(new ProgbarLogger(verbose.Level));
        var list = new CallbackList(all, this, new TrainingParameters(1, feed.StepCount, verbose.Level));
        var none = new Logs();
        var gathered = new List<Tensor[]>();
        list.OnPredictBegin(none);
        feed.Begin();
        int? regular = null;
        for (int step = 0; feed.Advance(); step++)
        {
            list.OnPredictBatchBegin(step, none);
            if (feed.StepCount != 1) regular ??= feed.Size;
            gathered.Add(PredictBatch(feed, feed.Size == regular));
            list.OnPredictBatchEnd(step, none);
        }

        list.OnPredictEnd(none);
        if (gathered.Count == 0) throw new ArgumentException($"{Label}.Predict: expected at least one batch, got none.");
        return TensorList.Create([.. gathered[0].Select((_, output) => Joined([.. gathered.Select(part => part[output])]))]);
    }

    // The batches' results one after the other.
    private static Tensor Joined(Tensor[] parts)
    {
        if (parts.Length == 1) return parts[0];
        TensorSpec spec = parts[0].Spec with { Shape = parts[0].Shape.With(0, parts.Sum(part => part.Shape[0])) };
        Storage all = Storage.Allocate(spec.Bytes);
        nint start = 0;
        foreach (Tensor part in parts)
        {
            Storage values = part.Evaluate();
            all.CopyFrom(values, 0, start, part.Spec.Bytes);
            start += part.Spec.Bytes;
        }

        return Tensor.Of(all, spec);
    }

    private TensorList Labelled(TensorList outputs) => OutputNames is { } names && names.Count == outputs.Count ? TensorList.Labelled([.. outputs], names) : outputs;

    private Tensor Only(TensorList outputs) => outputs.Count == 1 ? outputs[0] : throw new InvalidOperationException(
        $"{Label}: has {outputs.Count} outputs; use PredictAll.");
}
