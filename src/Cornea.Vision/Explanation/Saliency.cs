namespace Cornea.Vision;

/// <summary>Saliency: how much an answer changes with each pixel.</summary>
/// <remarks>Source: Simonyan, Vedaldi and Zisserman, Deep inside convolutional networks (2013), arXiv:1312.6034. Golden cases: explain/cnn.</remarks>
public static class Saliency
{
    /// <summary>Explains a model's answers: the largest |∂score/∂pixel| of a pixel's channels.</summary>
    /// <param name="model">Any model of one output.</param>
    /// <param name="images">As the model takes them: [images, height, width, channels], or one without the first axis.</param>
    /// <param name="target">Which class; the likeliest of each image by default.</param>
    /// <returns>A map of the image's size, none of it negative, for each image.</returns>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    /// <exception cref="ShapeException">They are no images.</exception>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default)
    {
        var (slopes, classes, scores) = Slopes(model, images, target, nameof(Saliency));
        return new(Ops.Abs(slopes).Max(-1), classes, scores);
    }

    /// <summary>∂score/∂x of each image: [images, height, width, channels].</summary>
    internal static (Tensor Slopes, int[] Classes, float[] Scores) Slopes(Model model, Tensor images, ClassTargets target, string who) =>
        ExplainedModel.Of(model).Explain(who, "slopes", images, target, (called, x, targets) =>
        {
            Tensor watched = Ops.Watch(x);
            ClassScores of = ClassScores.Of(called.Call(watched, training: false), targets);
            return (Gradients.Of(of.Scores, watched), of);
        });
}
