namespace Cornea.Metrics;

/// <summary>"accuracy" and "crossentropy": binary where the output has one unit, sparse where targets are indices, else categorical, as Keras' compile chooses.</summary>
internal sealed class MetricByShape(string name) : Metric(name)
{
    private Metric? _chosen;

    public override MetricDirection Direction => IsAccuracy(Name) ? MetricDirection.Up : MetricDirection.Down;

    public override IReadOnlyList<Variable> Variables => _chosen?.Variables ?? [];

    public static bool IsName(string name) => name.ToLowerInvariant() is "accuracy" or "acc" or "crossentropy" or "ce";

    /// <summary>The kind of metric for targets and predictions of these shapes.</summary>
    public static Metric Choose(string name, Shape yTrue, Shape yPred)
    {
        bool isBinary = yPred.Rank > 0 && yPred[^1] == 1;
        bool isSparse = yTrue.Rank < yPred.Rank || (yTrue.Rank > 0 && yTrue[^1] == 1 && yPred[^1] > 1);
        return IsAccuracy(name)
            ? isBinary ? new BinaryAccuracy(name) : isSparse ? new SparseCategoricalAccuracy(name) : new CategoricalAccuracy(name)
            : isBinary ? new BinaryCrossentropy(name) : isSparse ? new SparseCategoricalCrossentropy(name) : new CategoricalCrossentropy(name);
    }

    public Metric Resolve(Shape yTrue, Shape yPred) => _chosen ??= Choose(Name, yTrue, yPred);

    public override Tensor Result() => _chosen?.Result() ?? 0.0;

    public override ObjectConfig GetConfig() => _chosen?.GetConfig() ?? base.GetConfig();

    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) =>
        Resolve(yTrue.Shape, yPred.Shape).UpdateState(yTrue, yPred, sampleWeight);

    private static bool IsAccuracy(string name) => name.StartsWith("acc", StringComparison.OrdinalIgnoreCase);
}
