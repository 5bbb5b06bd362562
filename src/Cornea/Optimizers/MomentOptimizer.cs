namespace Cornea.Optimizers;

/// <summary>What Adam and its kind share: a running mean m of each weight's gradients, and a second figure v of their size.</summary>
public abstract class MomentOptimizer : Optimizer
{
    private protected MomentOptimizer(OptimizerOptions options, LearningRate learningRate, double beta1, double beta2, double epsilon)
        : base(options, learningRate) => (Beta1, Beta2, Epsilon) = (beta1, beta2, epsilon);

    /// <summary>How much of the mean gradient stays at each step.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the gradients' size stays at each step.</summary>
    public double Beta2 { get; }

    /// <summary>What is added to the divisor.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("beta_1", Beta1)
        .With("beta_2", Beta2)
        .With("epsilon", Epsilon);

    /// <summary>What the second figure is called.</summary>
    private protected virtual string SizeName => "velocity";

    private protected Slots Means { get; set; } = null!;

    private protected Slots Sizes { get; set; } = null!;

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        Slots[] slots = AddSlots(("momentum", 0), (SizeName, 0));
        (Means, Sizes) = (slots[0], slots[1]);
    }

    /// <summary>m ← β₁ · m + (1 − β₁) · g.</summary>
    private protected Tensor NextMean(Variable weight, Tensor gradient)
    {
        Tensor m = Means[weight].Value;
        return Decay(Means[weight], m + ((gradient - m) * (1 - Beta1)));
    }

    /// <summary>v ← β₂ · v + (1 − β₂) · g².</summary>
    private protected Tensor NextSquare(Variable weight, Tensor gradient)
    {
        Tensor v = Sizes[weight].Value;
        return Decay(Sizes[weight], v + ((Ops.Square(gradient) - v) * (1 - Beta2)));
    }
}
