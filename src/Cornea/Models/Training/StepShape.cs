namespace Cornea;

/// <summary>What a step does.</summary>
internal enum StepMode
{
    Train, Test, Predict,
}

/// <summary>What a step is compiled for: its inputs, and how many samples it gathers from them, however many those have (null: the inputs are the batch).</summary>
internal sealed class StepShape : IEquatable<StepShape>
{
    private readonly int _hash;

    public StepShape(StepMode mode, TensorSpec[] x, TensorSpec[] y, TensorSpec[] weights, int? gathered)
    {
        if (gathered is not null) (x, y, weights) = (OfAnyCount(x), OfAnyCount(y), OfAnyCount(weights));
        (Mode, X, Y, Weights, Gathered) = (mode, x, y, weights, gathered);
        var hash = default(HashCode);
        hash.Add(mode);
        hash.Add(gathered);
        foreach (TensorSpec spec in X) hash.Add(spec);
        foreach (TensorSpec spec in Y) hash.Add(spec);
        foreach (TensorSpec spec in Weights) hash.Add(spec);
        _hash = hash.ToHashCode();
    }

    public StepMode Mode { get; }

    public TensorSpec[] X { get; }

    public TensorSpec[] Y { get; }

    public TensorSpec[] Weights { get; }

    public int? Gathered { get; }

    /// <summary>How many samples the first input has.</summary>
    public int Samples => X[0].Shape[0];

    /// <summary>The same for another number of samples, of a step whose inputs are the batch.</summary>
    public StepShape Of(int samples)
    {
        return new StepShape(Mode, Sized(X), Sized(Y), Sized(Weights), null);

        TensorSpec[] Sized(TensorSpec[] arrays) => [.. arrays.Select(array => array with { Shape = array.Shape.With(0, samples) })];
    }

    /// <summary>The program, once somebody has looked it up.</summary>
    public StepProgram? Program { get; set; }

    // How many samples a batch is taken from makes no difference to the step.
    private static TensorSpec[] OfAnyCount(TensorSpec[] arrays) => [.. arrays.Select(array => array with { Shape = array.Shape.With(0, Shape.Unknown) })];

    public bool Equals(StepShape? other) => other is not null && _hash == other._hash && Mode == other.Mode && Gathered == other.Gathered
        && X.AsSpan().SequenceEqual(other.X) && Y.AsSpan().SequenceEqual(other.Y) && Weights.AsSpan().SequenceEqual(other.Weights);

    public override bool Equals(object? obj) => Equals(obj as StepShape);

    public override int GetHashCode() => _hash;
}
