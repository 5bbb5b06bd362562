namespace Cornea.Vision;

/// <summary>SmoothGrad: saliency's mean over noisy copies of the image, which takes away what single pixels say by accident.</summary>
/// <remarks>Source: Smilkov, Thorat, Kim, Viégas and Wattenberg, SmoothGrad: removing noise by adding noise (2017), arXiv:1706.03825.</remarks>
public static class SmoothGrad
{
    /// <summary>Explains a model's answers: the largest mean of ∂score/∂pixel, without its sign, of a pixel's channels.</summary>
    /// <inheritdoc cref="Saliency.Explain"/>
    /// <param name="samples">How many noisy copies.</param>
    /// <param name="noise">The noise's standard deviation, as a part of the range of the image's values.</param>
    /// <param name="seed">Of the noise; the same seed gives the same map.</param>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default, int samples = 50, double noise = 0.15, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        Tensor batch = ExplainedModel.Of(model).Batch(images, nameof(SmoothGrad));
        var (classes, scores) = ExplainedModel.Of(model).Score(batch, target, nameof(SmoothGrad)); // Of the images as they are: noise may turn the answer.
        Tensor deviation = (batch.Max([1, 2, 3], keepDims: true) - batch.Min([1, 2, 3], keepDims: true)) * noise;
        Tensor sum = Ops.ZerosLike(batch);
        for (int sample = 0; sample < samples; sample++)
        {
            Tensor noisy = batch + (RandomOps.Normal(batch.Shape, seed: unchecked((seed * 1_000_003) + sample)) * deviation);
            sum += Saliency.Slopes(model, noisy, classes, nameof(SmoothGrad)).Slopes;
        }

        return new(Ops.Abs(sum / samples).Max(-1), classes, scores);
    }
}
