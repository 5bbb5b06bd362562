namespace Cornea;

/// <summary>Batches that a pipeline makes.</summary>
internal sealed class BatchFeed : Feed
{
    private readonly StepMode _mode;
    private readonly IEnumerable<Batch> _batches;
    private readonly Func<Batch, Batch> _check;
    private readonly int? _steps;
    private IEnumerator<Batch>? _present;
    private int? _known;
    private int _done;

    /// <param name="mode">What is done with the batches.</param>
    /// <param name="batches">The pipeline.</param>
    /// <param name="check">Looks at each batch, and may add weights to it.</param>
    /// <param name="steps">How many batches an epoch has; null: as many as the pipeline gives.</param>
    public BatchFeed(StepMode mode, IEnumerable<Batch> batches, Func<Batch, Batch> check, int? steps)
    {
        (_mode, _batches, _check, _steps) = (mode, batches, check, steps);
        _known = batches is IReadOnlyCollection<Batch> list ? list.Count : null;
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
        _present ??= _batches.GetEnumerator();
        if (!_present.MoveNext())
        {
            Close();
            if (_steps is null)
            {
                _known = _done;
                return false;
            }

            _present = _batches.GetEnumerator();
            if (!_present.MoveNext()) return false;
        }

        _done++;
        Use(_check(_present.Current));
        return true;
    }

    public override void Dispose() => Close();

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
