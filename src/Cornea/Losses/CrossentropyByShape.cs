namespace Cornea.Losses;

/// <summary>"crossentropy": binary where the output has one unit, sparse where the targets are indices, else categorical, as Keras' compile chooses.</summary>
internal sealed class CrossentropyByShape(string name) : Loss(name)
{
    private protected override bool FloatsTargets => false;

    public static Loss Choose(Shape yTrue, Shape yPred) =>
        yPred.Rank > 0 && yPred[^1] == 1 ? new BinaryCrossentropy()
        : yTrue.Rank < yPred.Rank || (yTrue[^1] == 1 && yPred[^1] > 1) ? new SparseCategoricalCrossentropy()
        : new CategoricalCrossentropy();

    protected override Tensor PerSample(Tensor yTrue, Tensor yPred) => Choose(yTrue.Shape, yPred.Shape).Evaluate(yTrue, yPred).Values;

    private protected override (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred) => (yTrue, yPred);
}
