namespace Cornea.Vision;

/// <summary>Grad-CAM++: Grad-CAM that counts each place of a feature for itself, so that several things of one class, and small ones, are all seen.</summary>
/// <remarks>
/// <para>relu(Σ w·A) with w = Σ α·relu(g) over the pixels, g = ∂score/∂A and α = g² / (2g² + g³·ΣA).</para>
/// <para>Source: Chattopadhyay, Sarkar, Howlader and Balasubramanian, Grad-CAM++ (2018), arXiv:1710.11063, equations 10, 11 and 19.</para>
/// </remarks>
public static class GradCamPlusPlus
{
    /// <inheritdoc cref="GradCam.Explain"/>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default, string? layer = null)
    {
        var (map, classes, scores) = ExplainedModel.Of(model).Explain(nameof(GradCamPlusPlus), layer ?? "", images, target, (called, x, targets) =>
        {
            (Tensor features, Tensor y) = FeatureMaps.Of(called, x, layer);
            ClassScores of = ClassScores.Of(y, targets);
            Tensor slope = Gradients.Of(of.Scores, features);
            // α with g² cancelled: gradients of saturated networks are so small that their cubes are nothing.
            Tensor below = 2 + (slope * features.Sum([1, 2], keepDims: true));
            Tensor alpha = Ops.Where(Ops.Abs(below) > 1e-6, 1 / Ops.Where(Ops.Abs(below) > 1e-6, below, Ops.OnesLike(below)), Ops.ZerosLike(below));
            Tensor weights = (alpha * Ops.Relu(slope)).Sum([1, 2], keepDims: true);
            return (Ops.Relu((features * weights).Sum(-1)), of);
        });
        return new(map, classes, scores);
    }
}
