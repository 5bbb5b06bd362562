namespace Cornea.Optimizers;

/// <summary>Scales the loss so that small gradients don't vanish, and leaves out steps whose gradients overflow: for training in low precision.</summary>
/// <remarks>
/// <para>The scale is doubled after a number of steps without overflow and halved at each overflow.</para>
/// <para>Micikevicius et al. 2018. Source: Keras 3, LossScaleOptimizer.</para>
/// </remarks>
public sealed class LossScaleOptimizer : Optimizer
{
    private readonly double _initialScale;
    private readonly int _dynamicGrowthSteps;
    private readonly Variable _stepCounter;
    private readonly Variable _scale;

    /// <param name="innerOptimizer">The optimizer that updates the weights.</param>
    /// <param name="initialScale">The scale to begin with.</param>
    /// <param name="dynamicGrowthSteps">After how many steps without overflow the scale is doubled.</param>
    /// <param name="name">What it is called.</param>
    public LossScaleOptimizer(Optimizer innerOptimizer, double initialScale = 32768, int dynamicGrowthSteps = 2000, string? name = null)
        : base(new OptimizerOptions(Name: name), 0.0)
    {
        ArgumentNullException.ThrowIfNull(innerOptimizer);
        InnerOptimizer = innerOptimizer;
        _initialScale = initialScale;
        _dynamicGrowthSteps = dynamicGrowthSteps;

        // From the beginning on: a traced step scales its loss before the weights are known, and must read the scale anew each time.
        _stepCounter = AddVariable("step_counter", Tensor.From([0], Shape.Scalar));
        _scale = AddVariable("dynamic_scale", Tensor.From([(float)initialScale], Shape.Scalar));
    }

    /// <summary>The optimizer that updates the weights.</summary>
    public Optimizer InnerOptimizer { get; }

    /// <inheritdoc/>
    public override Variable Iterations => InnerOptimizer.Iterations;

    /// <inheritdoc/>
    public override LearningRate LearningRate
    {
        get => InnerOptimizer.LearningRate;
        set => InnerOptimizer.LearningRate = value;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [.. base.Variables, .. InnerOptimizer.Variables];

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("name", Name)
        .With("inner_optimizer", InnerOptimizer.Serialize().ToJson())
        .With("initial_scale", _initialScale)
        .With("dynamic_growth_steps", _dynamicGrowthSteps);

    /// <inheritdoc/>
    public override void ExcludeFromWeightDecay(IEnumerable<Variable>? variables = null, IEnumerable<string>? names = null) =>
        InnerOptimizer.ExcludeFromWeightDecay(variables, names);

    /// <inheritdoc/>
    public override Tensor ScaleLoss(Tensor loss) => loss * _scale.Value;

    /// <inheritdoc/>
    public override void Build(IReadOnlyList<Variable> variables)
    {
        InnerOptimizer.Build(variables);
        base.Build(variables);
    }

    /// <inheritdoc/>
    public override void FinalizeVariableValues() => InnerOptimizer.FinalizeVariableValues();

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step) =>
        throw new InvalidOperationException("LossScaleOptimizer: the inner optimizer updates the weights.");

    private protected override void Emit(IReadOnlyList<Tensor> gradients, IReadOnlyList<Variable> variables)
    {
        Tensor scale = _scale.Value, count = _stepCounter.Value;
        Tensor isFinite = gradients.Select(gradient => Ops.All(Ops.IsFinite(gradient))).Aggregate(Ops.LogicalAnd);
        AssignWhere(
            isFinite, [.. variables, .. InnerOptimizer.Variables], () => InnerOptimizer.Apply([.. gradients.Select(gradient => gradient / scale)], variables));
        Tensor isGrowing = Ops.Equal(count, _dynamicGrowthSteps - 1);
        _scale.Assign(Ops.Where(isFinite, Ops.Where(isGrowing, scale * 2, scale), scale * 0.5));
        _stepCounter.Assign(Ops.Where(Ops.LogicalAnd(isFinite, Ops.LogicalNot(isGrowing)), count + 1, 0));
    }
}
