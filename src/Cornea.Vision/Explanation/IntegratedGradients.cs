namespace Cornea.Vision;

/// <summary>Integrated gradients: how much each pixel adds to the score on the way from a baseline to the image; together they add up to the difference.</summary>
/// <remarks>
/// <para>(x − x₀) · ∫ ∂score/∂x along the straight line from x₀ to x, by the trapezoid rule.</para>
/// <para>Source: Sundararajan, Taly and Yan, Axiomatic attribution for deep networks (2017), arXiv:1703.01365. Golden cases: explain/*.</para>
/// </remarks>
public static class IntegratedGradients
{
    private const int Together = 8; // Points of the line that are computed in one batch.

    /// <summary>Explains a model's answers: what each pixel adds, its channels summed up. What speaks against the class is negative.</summary>
    /// <inheritdoc cref="Attribute"/>
    /// <returns>A map of the image's size for each image.</returns>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default, int steps = 50, Tensor? baseline = null)
    {
        var (parts, classes, scores) = Parts(model, images, target, steps, baseline);
        return new(parts.Sum(-1), classes, scores);
    }

    /// <summary>What each channel of each pixel adds to the score.</summary>
    /// <inheritdoc cref="Saliency.Explain"/>
    /// <param name="steps">Into how many pieces the line is cut; more are more exact.</param>
    /// <param name="baseline">The image that says nothing, in the shape of one; zeros (black) by default.</param>
    /// <returns>[images, height, width, channels].</returns>
    public static Tensor Attribute(Model model, Tensor images, ClassTargets target = default, int steps = 50, Tensor? baseline = null) =>
        Parts(model, images, target, steps, baseline).Parts;

    private static (Tensor Parts, int[] Classes, float[] Scores) Parts(Model model, Tensor images, ClassTargets target, int steps, Tensor? baseline)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Tensor batch = ExplainedModel.Of(model).Batch(images, nameof(IntegratedGradients));
        ExplainedModel explained = ExplainedModel.Of(model);
        Tensor start = Ops.BroadcastTo(baseline is null ? Ops.Zeros([1]) : baseline.Rank >= 3 ? explained.Batch(baseline, nameof(IntegratedGradients)) : baseline.Cast(DType.Float32), [1, .. batch.Shape[1..]]);
        var (classes, scores) = explained.Score(batch, target, nameof(IntegratedGradients));
        CompiledFunction part = explained.Compiled(nameof(IntegratedGradients), inputs => Part(explained.Model, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]), 5);
        var parts = new Tensor[classes.Length];
        for (int image = 0; image < parts.Length; image++)
        {
            Tensor x = batch[image..(image + 1)], sum = Ops.ZerosLike(x);
            Tensor targets = Tensor.From([.. Enumerable.Repeat(classes[image], Together)], Together);
            foreach (var (places, weights) in Points(steps)) sum += part.Run(x, start, Tensor.From(places, (Together, 1, 1, 1)), Tensor.From(weights, Together), targets);
            parts[image] = (x - start) * sum;
        }

        return (Ops.Concatenate(parts, axis: 0), classes, scores);
    }

    // The weighted sum of the gradients at some points of the line.
    private static TensorList Part(Model model, Tensor x, Tensor start, Tensor places, Tensor weights, Tensor targets)
    {
        Tensor points = Ops.Watch(start + (places * (x - start)));
        Tensor scores = ClassScores.Of(model.Call(points, training: false), targets).Scores;
        return Gradients.Of(scores * weights, points).Sum(0, keepDims: true);
    }

    // The line's points in groups of one size, so that one plan serves them all; the last group is filled up with points that don't count.
    private static IEnumerable<(float[] Places, float[] Weights)> Points(int steps)
    {
        for (int first = 0; first <= steps; first += Together)
        {
            float[] places = new float[Together], weights = new float[Together];
            for (int point = first; point < first + Together && point <= steps; point++)
            {
                places[point - first] = (float)point / steps;
                weights[point - first] = (point == 0 || point == steps ? 0.5f : 1) / steps;
            }

            yield return (places, weights);
        }
    }
}
