using Cornea.Graphs.Operations;

namespace Cornea.Losses;

/// <summary>The binary cross-entropy of each element.</summary>
internal static class BinaryTerms
{
    public static Tensor? LogitsOf(Tensor yPred, bool fromLogits) =>
        yPred.Producer is { Op: Unary { Function: UnaryFunction.Sigmoid } } producer ? producer.Inputs[0] : fromLogits ? yPred : null;

    public static Tensor Of(Tensor yTrue, Tensor yPred, Tensor? logits)
    {
        if (logits is not null)
        {
            // max(x, 0) − x·y + log(1 + e^−|x|), written with conditions so that the gradient at 0 is ½ − y.
            Tensor isPositive = logits >= 0;
            return Ops.Where(isPositive, logits, 0) - (logits * yTrue) + Ops.Softplus(Ops.Where(isPositive, -logits, logits));
        }

        Tensor probability = Ops.Clip(yPred, Ops.KerasEpsilon, Ops.OneLessEpsilon);
        return -((yTrue * Ops.Log(probability)) + ((1 - yTrue) * Ops.Log(1 - probability)));
    }
}
