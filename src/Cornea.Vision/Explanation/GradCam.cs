namespace Cornea.Vision;

/// <summary>Grad-CAM: where in the image the last features lie that speak for a class, from one prediction and the way back through the top.</summary>
/// <remarks>
/// <para>relu(Σ w·A) over the channels A of the features, with w the mean of ∂score/∂A over the pixels.</para>
/// <para>Source: Selvaraju et al., Grad-CAM: visual explanations from deep networks via gradient-based localization (2017), arXiv:1610.02391.
/// Golden cases: explain/*.</para>
/// </remarks>
public static class GradCam
{
    /// <summary>Explains a model's answers.</summary>
    /// <param name="model">Any model of one output with a convolution, which may stand in a model within it.</param>
    /// <param name="images">As the model takes them: [images, height, width, channels], or one without the first axis.</param>
    /// <param name="target">Which class; the likeliest of each image by default.</param>
    /// <param name="layer">The name of the layer whose features are taken; the last that has places by default.</param>
    /// <returns>A map of the features' size, none of it negative, for each image.</returns>
    /// <exception cref="ArgumentException">There is no such layer or class, or no convolution.</exception>
    /// <exception cref="ShapeException">They are no images.</exception>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default, string? layer = null)
    {
        var (map, classes, scores) = ExplainedModel.Of(model).Explain(nameof(GradCam), layer ?? "", images, target, (called, x, targets) =>
        {
            (Tensor features, Tensor y) = FeatureMaps.Of(called, x, layer);
            ClassScores of = ClassScores.Of(y, targets);
            Tensor weights = Gradients.Of(of.Scores, features).Mean([1, 2], keepDims: true);
            return (Ops.Relu((features * weights).Sum(-1)), of);
        });
        return new(map, classes, scores);
    }
}
