using Cornea.Graphs;
using Cornea.Metrics;

namespace Cornea;

// The steps of training, evaluation and prediction: emitted once for each shape, compiled, run many times.
public partial class Model
{
    private readonly PlanTable<StepShape, StepProgram> _programs = new(PlanCache.Shared);
    private readonly ModelUse _use = new();
    private MetricReader? _reader;
    private Tensor? _trackedLoss;

    /// <summary>One training step, as <c>Fit</c> does it: forward, loss, gradients, update, metrics. Override it for a training of one's own.</summary>
    /// <param name="batch">The samples. Shapes are known, values aren't: this is emitted once and then run many times.</param>
    /// <returns>What is to be reported.</returns>
    protected virtual StepResult TrainStep(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        TensorList outputs = Call(batch.Inputs, training: true);
        Tensor loss = TrackedLoss(batch, outputs);
        IReadOnlyList<Variable> variables = Setup.Trained ??= TrainableVariables;
        if (variables.Count > 0) Optimizer.Apply(Gradients.Of(Optimizer.ScaleLoss(loss), variables), variables);
        return ComputeMetrics(batch, outputs);
    }

    /// <summary>One step of an evaluation: forward, loss, metrics.</summary>
    protected virtual StepResult TestStep(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        TensorList outputs = Call(batch.Inputs, training: false);
        TrackedLoss(batch, outputs);
        return ComputeMetrics(batch, outputs);
    }

    /// <summary>One step of a prediction.</summary>
    protected virtual TensorList PredictStep(TensorList inputs) => Call(inputs, training: false);

    /// <summary>
    /// The compiled losses of a batch, summed by their weights, and the penalties of the last call; taken into the tracked loss. Override it
    /// to train with another loss: training and evaluation then report what it gives.
    /// </summary>
    /// <param name="batch">The samples with their targets and weights.</param>
    /// <param name="outputs">What the model made of them.</param>
    /// <returns>One number, which is made small.</returns>
    protected virtual Tensor ComputeLoss(Batch batch, TensorList outputs)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(outputs);
        Setup.Resolve(OutputNames ?? [.. outputs.Select((_, index) => $"output_{index + 1}")], Label);
        return _trackedLoss = Setup.ComputeLoss(batch, outputs, Losses, Label);
    }

    /// <summary>Takes a batch into the compiled metrics, and reports them and the tracked loss.</summary>
    protected StepResult ComputeMetrics(Batch batch, TensorList outputs)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(outputs);
        Setup.Resolve(OutputNames ?? [.. outputs.Select((_, index) => $"output_{index + 1}")], Label);
        Setup.UpdateMetrics(batch, outputs, Label);
        var result = new StepResult();
        foreach ((string name, Metric metric) in Setup.Tracked) result.Add(name, metric);
        foreach (Metric metric in OwnMetrics) result.Add(metric);
        return result;
    }

    // Where an override gives another loss than the compiled one, that is what is tracked.
    private Tensor TrackedLoss(Batch batch, TensorList outputs)
    {
        Mean tracker = Setup.Tracker;
        Tensor[] before = [.. tracker.Variables.Select(variable => variable.Value)];
        Tensor loss = ComputeLoss(batch, outputs);
        if (loss.Rank > 0) throw new ShapeException($"{Label}: expected ComputeLoss to give one number, got {loss.Shape}; take its mean.");
        if (!ReferenceEquals(loss, _trackedLoss))
        {
            for (int index = 0; index < before.Length; index++) tracker.Variables[index].Assign(before[index]);
            tracker.UpdateState(loss, batch.Size);
        }

        _trackedLoss = null;
        return loss;
    }

    /// <summary>The compiled step for a batch's shape, which keeps it.</summary>
    internal StepProgram ProgramFor(StepShape shape) => shape.Program = Program(shape);

    private StepProgram Program(StepShape shape) => _programs.Find(shape) ?? Traced(shape);

    private StepProgram Traced(StepShape shape) => _programs.GetOrTrace(
        shape,
        () => shape.Mode == StepMode.Predict
            ? StepProgram.TracePrediction(shape, batch => PredictStep(batch.Inputs), ShareOwnLock)
            : StepProgram.Trace(shape, shape.Mode == StepMode.Train ? TrainStep : TestStep, ShareAll));

    /// <summary>What is tracked by the steps that run at present.</summary>
    internal IEnumerable<Metric> TrackedMetrics => _reader?.Metrics ?? [];

    /// <summary>The reader of what a step and the model track.</summary>
    internal MetricReader ReaderFor(StepProgram program)
    {
        IEnumerable<Metric> metrics = Metrics.Concat(program.Metrics);
        if (_reader is null || !_reader.IsFor(metrics)) _reader = new MetricReader(metrics);
        return _reader;
    }

    /// <summary>Steps that were traced before something changed are worth nothing. Nobody is tracing meanwhile.</summary>
    private protected void ForgetPrograms()
    {
        lock (BuildLock.Shared)
        {
            _programs.Clear();
            _rowProofs.Clear();
            _batchCuts.Clear();
            _reader = null;
        }
    }

    // One lock for all that a training step writes.
    private void ShareAll()
    {
        ShareOwnLock();
        IEnumerable<Variable> others = Metrics.SelectMany(metric => metric.Variables);
        if (_setup is { } setup) others = others.Concat(setup.Optimizer.Variables);
        foreach (Variable variable in others) variable.MoveTo(_lock);
    }
}
