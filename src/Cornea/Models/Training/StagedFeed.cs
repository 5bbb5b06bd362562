namespace Cornea;

/// <summary>Batches of arrays in order, copied into the same memory each time: the compiled step depends on the batch's size only, not on the data's.</summary>
internal sealed class StagedFeed : Feed
{
    private readonly Tensor[] _arrays;
    private readonly StepMode _mode;
    private readonly int _count;
    private readonly int _batchSize;
    private readonly int _steps;
    private int _next;

    public StagedFeed(StepMode mode, TensorList arrays, int batchSize, int? steps)
    {
        _arrays = arrays.Span.ToArray();
        _mode = mode;
        _count = arrays[0].Shape[0];
        _batchSize = Math.Min(batchSize, _count);
        int available = (_count + _batchSize - 1) / _batchSize;
        _steps = Math.Min(steps ?? available, available);
        if (_batchSize == _count) Use(_count, Array.ConvertAll(_arrays, array => array.Evaluate()));
        else Allocate(_batchSize);
    }

    public override int? StepCount => _steps;

    /// <summary>How many samples there will be in all batches together.</summary>
    public int Total => Math.Min(_count, checked(_steps * _batchSize));

    public override void Begin() => _next = 0;

    public override bool Advance()
    {
        if (_next == _steps) return false;
        int from = _next++ * _batchSize, size = Math.Min(_batchSize, _count - from);
        if (_batchSize == _count) return true;
        if (size != Size) Allocate(size);
        for (int index = 0; index < _arrays.Length; index++)
        {
            Storage source = _arrays[index].Evaluate();
            nint sample = source.Bytes / _count;
            Inputs[index].CopyFrom(source, from * sample, 0, size * sample);
        }

        return true;
    }

    private void Allocate(int size) => Use(size, Array.ConvertAll(_arrays, array => Storage.Allocate(array.Evaluate().Bytes / _count * size)));

    private void Use(int size, Storage[] inputs)
    {
        Shape = new StepShape(_mode, Array.ConvertAll(_arrays, array => array.Shape[0] == size ? array.Spec : new TensorSpec(array.Shape.With(0, size), array.DType)), [], [], null);
        (Inputs, Size) = (inputs, size);
    }
}
