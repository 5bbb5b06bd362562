using Cornea.Data;

namespace Cornea;

/// <summary>Batches that a pipeline makes.</summary>
internal sealed class BatchFeed : Feed
{
    private readonly StepMode _mode;
    private readonly IEnumerable<Batch> _batches;
    private readonly Func<Batch, int, Batch> _check;
    private readonly int? _steps;
    private IEnumerator<Batch>? _present;
    private int? _known;
    private int _done;

    /// <param name="mode">What is done with the batches.</param>
    /// <param name="batches">The pipeline.</param>
    /// <param name="check">Looks at each batch, given its number in the epoch from 0, and may add weights to it.</param>
    /// <param name="steps">How many batches an epoch has; null: as many as the pipeline gives.</param>
    /// <exception cref="ArgumentException">The pipeline has no end, and no number of steps is given.</exception>
    public BatchFeed(StepMode mode, IEnumerable<Batch> batches, Func<Batch, int, Batch> check, int? steps)
    {
        if (steps is null && batches is Dataset { IsEndless: true })
        {
            string name = mode == StepMode.Train ? "stepsPerEpoch (or validationSteps)" : "the number of steps";
            throw new ArgumentException($"The dataset repeats without end: give {name}, or Repeat a count.", nameof(steps));
        }

        (_mode, _batches, _check, _steps) = (mode, batches, check, steps);
        _known = batches is Dataset dataset ? (int?)dataset.Count : (batches as IReadOnlyCollection<Batch>)?.Count;
    }

    public override int? StepCount => _steps ?? _known;

    public override void Begin()
    {
        _done = 0;
        Begun++;
        if (_steps is null) Close(); // With a number of steps the pipeline goes on where it stood.
    }

    public override bool Advance()
    {
        if (_done == _steps) return false;
        _present ??= Open();
        if (!_present.MoveNext())
        {
            Close();
            if (_steps is null)
            {
                _known = _done;
                return false;
            }

            _present = Open();
            if (!_present.MoveNext()) return false;
        }

        Use(_check(_present.Current, _done++));
        return true;
    }

    public override void Dispose() => Close();

    // A step is done with a batch before the next is asked for.
    private IEnumerator<Batch> Open() => _batches is Dataset dataset ? dataset.GetStagedEnumerator() : _batches.GetEnumerator();

    private void Close()
    {
        _present?.Dispose();
        _present = null;
    }

    private void Use(Batch batch)
    {
        Tensor[] x = [.. batch.Inputs], y = _mode == StepMode.Predict ? [] : [.. batch.Targets ?? []];
        Tensor[] weights = _mode == StepMode.Predict ? [] : [.. batch.SampleWeights ?? []];
        Tensor[] all = [.. x, .. y, .. weights];
        Graphs.Evaluator.Evaluate(all);
        Inputs = [.. all.Select(tensor => tensor.Evaluate())];
        var shape = new StepShape(_mode, Specs(x), Specs(y), Specs(weights), null);
        if (!shape.Equals(Shape)) Shape = shape; // The same object keeps the program that was found for it.
        Size = batch.Size;
    }

    private static TensorSpec[] Specs(Tensor[] tensors) => [.. tensors.Select(tensor => tensor.Spec)];
}
