namespace Cornea.Losses;

/// <summary>Keras' losses as functions: one loss for each sample, from targets and predictions, without weights and without reduction.</summary>
/// <remarks>Shapes, formulas and errors are those of the classes of the same names. Source: Keras 3, keras.losses.</remarks>
public static class LossFunctions
{
    /// <inheritdoc cref="Losses.MeanSquaredError"/>
    public static Tensor MeanSquaredError(Tensor yTrue, Tensor yPred) => Each(new MeanSquaredError(), yTrue, yPred);

    /// <inheritdoc cref="Losses.MeanAbsoluteError"/>
    public static Tensor MeanAbsoluteError(Tensor yTrue, Tensor yPred) => Each(new MeanAbsoluteError(), yTrue, yPred);

    /// <inheritdoc cref="Losses.MeanAbsolutePercentageError"/>
    public static Tensor MeanAbsolutePercentageError(Tensor yTrue, Tensor yPred) => Each(new MeanAbsolutePercentageError(), yTrue, yPred);

    /// <inheritdoc cref="Losses.MeanSquaredLogarithmicError"/>
    public static Tensor MeanSquaredLogarithmicError(Tensor yTrue, Tensor yPred) => Each(new MeanSquaredLogarithmicError(), yTrue, yPred);

    /// <inheritdoc cref="Losses.CosineSimilarity"/>
    public static Tensor CosineSimilarity(Tensor yTrue, Tensor yPred, int axis = -1) => Each(new CosineSimilarity(axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.Huber"/>
    public static Tensor Huber(Tensor yTrue, Tensor yPred, double delta = 1) => Each(new Huber(delta), yTrue, yPred);

    /// <inheritdoc cref="Losses.LogCosh"/>
    public static Tensor LogCosh(Tensor yTrue, Tensor yPred) => Each(new LogCosh(), yTrue, yPred);

    /// <inheritdoc cref="Losses.Hinge"/>
    public static Tensor Hinge(Tensor yTrue, Tensor yPred) => Each(new Hinge(), yTrue, yPred);

    /// <inheritdoc cref="Losses.SquaredHinge"/>
    public static Tensor SquaredHinge(Tensor yTrue, Tensor yPred) => Each(new SquaredHinge(), yTrue, yPred);

    /// <inheritdoc cref="Losses.CategoricalHinge"/>
    public static Tensor CategoricalHinge(Tensor yTrue, Tensor yPred) => Each(new CategoricalHinge(), yTrue, yPred);

    /// <inheritdoc cref="Losses.KLDivergence"/>
    public static Tensor KLDivergence(Tensor yTrue, Tensor yPred) => Each(new KLDivergence(), yTrue, yPred);

    /// <inheritdoc cref="Losses.Poisson"/>
    public static Tensor Poisson(Tensor yTrue, Tensor yPred) => Each(new Poisson(), yTrue, yPred);

    /// <inheritdoc cref="Losses.BinaryCrossentropy"/>
    public static Tensor BinaryCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) =>
        Each(new BinaryCrossentropy(fromLogits, labelSmoothing, axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.BinaryFocalCrossentropy"/>
    public static Tensor BinaryFocalCrossentropy(
        Tensor yTrue, Tensor yPred, bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0,
        int axis = -1) => Each(new BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.CategoricalCrossentropy"/>
    public static Tensor CategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) =>
        Each(new CategoricalCrossentropy(fromLogits, labelSmoothing, axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.CategoricalFocalCrossentropy"/>
    public static Tensor CategoricalFocalCrossentropy(
        Tensor yTrue, Tensor yPred, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1) =>
        Each(new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.CategoricalGeneralizedCrossEntropy"/>
    public static Tensor CategoricalGeneralizedCrossEntropy(Tensor yTrue, Tensor yPred, double q) => Each(new CategoricalGeneralizedCrossEntropy(q), yTrue, yPred);

    /// <inheritdoc cref="Losses.SparseCategoricalCrossentropy"/>
    public static Tensor SparseCategoricalCrossentropy(Tensor yTrue, Tensor yPred, bool fromLogits = false, int? ignoreClass = null, int axis = -1) =>
        Each(new SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis: axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.Dice"/>
    public static Tensor Dice(Tensor yTrue, Tensor yPred, Shape? axis = null) => Each(new Dice(axis: axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.Tversky"/>
    public static Tensor Tversky(Tensor yTrue, Tensor yPred, double alpha = 0.5, double beta = 0.5, Shape? axis = null) =>
        Each(new Tversky(alpha, beta, axis: axis), yTrue, yPred);

    /// <inheritdoc cref="Losses.CTC"/>
    public static Tensor CTC(Tensor yTrue, Tensor yPred) => Each(new CTC(), yTrue, yPred);

    /// <summary>The circle loss of embeddings, each compared with all of a reference set (Sun et al. 2020).</summary>
    /// <param name="yTrue">Class indices [batch] or [batch, 1].</param>
    /// <param name="yPred">Embeddings [batch, d], of norm 1.</param>
    /// <param name="refLabels">Class indices of the reference set; yTrue without them.</param>
    /// <param name="refEmbeddings">Embeddings [references, d]; yPred without them.</param>
    /// <param name="removeDiagonal">Whether embedding i isn't compared with reference i as one of its class.</param>
    /// <param name="gamma">How steep it is.</param>
    /// <param name="margin">How far apart classes should lie, as a cosine distance.</param>
    public static Tensor Circle(
        Tensor yTrue, Tensor yPred, Tensor? refLabels = null, Tensor? refEmbeddings = null, bool removeDiagonal = true, double gamma = 80, double margin = 0.4) =>
        Losses.Circle.Of(yTrue, yPred, refLabels ?? yTrue, refEmbeddings ?? yPred, removeDiagonal, gamma, margin);

    private static Tensor Each(Loss loss, Tensor yTrue, Tensor yPred) => loss.Evaluate(yTrue, yPred).Values;
}
