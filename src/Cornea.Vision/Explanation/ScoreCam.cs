namespace Cornea.Vision;

/// <summary>Score-CAM: Grad-CAM without gradients: a feature counts for as much as the network says of the image that it lets through.</summary>
/// <remarks>
/// <para>relu(Σ α·A) over the channels A of the features; α is the softmax over the channels of score(x · A enlarged to the image, from 0 to 1) − score(black).</para>
/// <para>One prediction for each channel: some hundred times as much work as Grad-CAM. <c>channels</c> limits it to the strongest.</para>
/// <para>Source: Wang et al., Score-CAM: score-weighted visual explanations for convolutional neural networks (2020), arXiv:1910.01279, algorithm 1.</para>
/// </remarks>
public static class ScoreCam
{
    private const int Together = 16; // Channels that are tried in one batch.

    /// <inheritdoc cref="GradCam.Explain"/>
    /// <param name="channels">How many channels are tried, those with the largest values; null for all.</param>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default, string? layer = null, int? channels = null)
    {
        if (channels is < 1) throw new ArgumentOutOfRangeException(nameof(channels), channels, "ScoreCam: expected at least one channel.");
        Tensor batch = ExplainedModel.Of(model).Batch(images, nameof(ScoreCam));
        ExplainedModel explained = ExplainedModel.Of(model);
        var (maps, classes, scores) = explained.Explain(nameof(ScoreCam), layer ?? "", batch, target, (called, x, targets) =>
        {
            (Tensor features, Tensor y) = FeatureMaps.Of(called, x, layer);
            return (features, ClassScores.Of(y, targets));
        });
        CompiledFunction score = explained.Compiled((nameof(ScoreCam), "masked"), inputs => (TensorList)Masked(explained.Model, inputs[0], inputs[1], inputs[2]), 3);
        return new(Ops.Concatenate([.. classes.Select((target, image) => Map(batch[image..(image + 1)], maps[image], target))], axis: 0), classes, scores);

        Tensor Map(Tensor x, Tensor features, int target)
        {
            int[] tried = Strongest(features, channels ?? int.MaxValue);
            Tensor targets = Tensor.From([.. Enumerable.Repeat(target, Together)], Together);
            float baseline = score.Run(x, Ops.Zeros([Together, features.Shape[0], features.Shape[1]]), targets).ToArray<float>()[0];
            float[] gains = new float[tried.Length];
            for (int first = 0; first < tried.Length; first += Together)
            {
                // The last group is filled up with its first channel.
                int[] group = [.. Enumerable.Range(first, Together).Select(place => tried[place < tried.Length ? place : first])];
                float[] got = score.Run(x, Ops.Transpose(Ops.Take(features, Tensor.From(group, Together), axis: -1), [2, 0, 1]), targets).ToArray<float>();
                for (int place = first; place < Math.Min(tried.Length, first + Together); place++) gains[place] = got[place - first] - baseline;
            }

            Tensor weights = Ops.Softmax(Tensor.From(gains, gains.Length));
            return Ops.Relu((Ops.Take(features, Tensor.From(tried, tried.Length), axis: -1) * weights).Sum(-1)).ExpandDims(0);
        }
    }

    // What the network says of an image that is seen through each of several maps.
    private static Tensor Masked(Model model, Tensor x, Tensor maps, Tensor targets)
    {
        Tensor large = ImageOps.Resize(maps.ExpandDims(-1), (x.Shape[1], x.Shape[2]), "bilinear");
        Tensor least = large.Min([1, 2], keepDims: true), range = large.Max([1, 2], keepDims: true) - least;
        Tensor mask = Ops.Where(range > 0, (large - least) / Ops.Where(range > 0, range, Ops.OnesLike(range)), Ops.ZerosLike(large));
        return ClassScores.Of(model.Call(x * mask, training: false), targets).Scores;
    }

    private static int[] Strongest(Tensor features, int channels)
    {
        float[] largest = features.Max([0, 1]).ToArray<float>();
        return [.. Enumerable.Range(0, largest.Length).OrderByDescending(channel => largest[channel]).Take(channels)];
    }
}
