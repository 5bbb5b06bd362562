namespace Cornea.Losses;

/// <summary>A loss of a C# function.</summary>
internal sealed class FunctionLoss(Func<Tensor, Tensor, Tensor> function, string name, Reduction? reduction) : Loss(name, reduction)
{
    internal override string FunctionName => Name;

    public override ObjectConfig GetConfig() => throw new InvalidOperationException(
        $"Loss '{Name}': a function has no settings. Make it a class with PerSample and GetConfig.");

    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) => function(yTrue, yPred);

    private protected override (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred) => Weighting.SameRank(yTrue, yPred);
}
