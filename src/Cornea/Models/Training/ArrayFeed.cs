using Cornea.Numerics;

namespace Cornea;

/// <summary>Batches of arrays: the graph gathers the samples itself, so a batch is nothing but indices, written into the same memory each time.</summary>
internal sealed class ArrayFeed : Feed
{
    private readonly int[] _order;
    private readonly int _start;
    private SplitMix _shuffle;
    private readonly int _batchSize;
    private readonly int _steps;
    private readonly (StepShape Shape, Storage[] Inputs, Storage Indices) _whole;
    private readonly (StepShape Shape, Storage[] Inputs, Storage Indices) _rest;
    private int _next;

    /// <param name="mode">What is done with the batches.</param>
    /// <param name="arrays">The data, computed.</param>
    /// <param name="start">The first sample to use.</param>
    /// <param name="count">How many samples to use.</param>
    /// <param name="batchSize">Samples in a batch; the last one may have fewer.</param>
    /// <param name="seed">For another order in each epoch; null keeps the order.</param>
    /// <param name="steps">The most batches there are to be.</param>
    public ArrayFeed(StepMode mode, Batch arrays, int start, int count, int batchSize, int? seed, int? steps)
    {
        _order = [.. Enumerable.Range(start, count)];
        _start = start;
        Shuffle(seed);
        _batchSize = Math.Min(batchSize, count);
        int available = (count + _batchSize - 1) / _batchSize;
        _steps = Math.Min(steps ?? available, available);
        Tensor[] y = [.. arrays.Targets ?? []], weights = [.. arrays.SampleWeights ?? []];
        _whole = Part(_batchSize);
        _rest = count % _batchSize is var left and > 0 ? Part(left) : _whole;
        Use(_whole, _batchSize);

        (StepShape, Storage[], Storage) Part(int size)
        {
            Storage indices = Storage.Of<int>(_order.AsSpan(0, size));
            var shape = new StepShape(mode, Specs(arrays.Inputs), Specs(y), Specs(weights), size);
            return (shape, [.. arrays.Inputs.Concat(y).Concat(weights).Select(tensor => tensor.Evaluate()), indices], indices);
        }
    }

    public override int? StepCount => _steps;

    public override void Begin()
    {
        _next = 0;
        Begun++;
        if (Seed is not null) _shuffle.Shuffle(_order);
    }

    public override void Resume(int? seed, int begun, int step)
    {
        if (seed.HasValue != Seed.HasValue) throw new InvalidDataException("The backup is of a training that shuffles otherwise; give Fit the same arguments.");
        for (int index = 0; index < _order.Length; index++) _order[index] = _start + index;
        Shuffle(seed);
        for (int epoch = 0; epoch < begun; epoch++) Begin(); // Each order is made of the one before.
        _next = Math.Min(Math.Max(step - 1, 0), _steps);
        if (step > 0 && !Advance()) throw new InvalidDataException($"The backup is of a training with more than {_steps} batches; give Fit the same arguments.");
    }

    public override bool Advance()
    {
        if (_next == _steps) return false;
        int from = _next++ * _batchSize, size = Math.Min(_batchSize, _order.Length - from);
        (StepShape Shape, Storage[] Inputs, Storage Indices) part = size == _batchSize ? _whole : _rest;
        _order.AsSpan(from, size).CopyTo(part.Indices.Span<int>());
        Use(part, size);
        return true;
    }

    private static TensorSpec[] Specs(IEnumerable<Tensor> tensors) => [.. tensors.Select(tensor => tensor.Spec)];

    private void Shuffle(int? seed)
    {
        Seed = seed;
        _shuffle = new SplitMix((ulong)(uint)(seed ?? 0) * 0xD1342543DE82EF95); // Spread: the sequences of neighbouring seeds would overlap.
    }

    private void Use((StepShape Shape, Storage[] Inputs, Storage Indices) part, int size) => (Shape, Inputs, Size) = (part.Shape, part.Inputs, size);
}
