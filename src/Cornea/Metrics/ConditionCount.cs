namespace Cornea.Metrics;

/// <summary>What the four metrics share that count one kind of outcome.</summary>
public abstract class ConditionCount : ConfusionMetric
{
    private readonly Thresholds? _given;

    private protected ConditionCount(Thresholds? thresholds, string? name)
        : this(thresholds, Parse(thresholds, 0.5), name)
    {
    }

    private ConditionCount(Thresholds? given, double[] thresholds, string? name)
        : base(name, thresholds, AreEven(thresholds))
    {
        _given = given;
        Counter = AddVariable("accumulator", ThresholdCount);
    }

    private protected Variable Counter { get; }

    /// <inheritdoc/>
    public override Tensor Result() => ThresholdCount == 1 ? Counter.Value.Reshape(Shape.Scalar) : Counter.Value;

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("thresholds", _given?.ToJson());

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) => Count(yTrue, yPred, sampleWeight);
}
