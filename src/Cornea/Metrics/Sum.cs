namespace Cornea.Metrics;

/// <summary>The weighted sum of values.</summary>
public sealed class Sum : Metric
{
    private readonly Variable _total;

    /// <param name="name">What it is called.</param>
    public Sum(string name = "sum")
        : base(name) => _total = AddVariable("total", Shape.Scalar);

    /// <summary>Takes in values.</summary>
    /// <param name="values">Values [batch, ...] or one number.</param>
    /// <param name="sampleWeight">What each sample counts; null: 1.</param>
    public void UpdateState(Tensor values, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Emit(() => Add(_total, Ops.Sum(Samples.Reduce(values, sampleWeight, null, (x, axes) => Ops.Sum(x, axes)).Values)));
    }

    /// <inheritdoc/>
    public override Tensor Result() => _total.Value;

    /// <inheritdoc/>
    protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight) =>
        throw new NotSupportedException($"Sum '{Name}': it takes values, not targets and predictions.");
}
