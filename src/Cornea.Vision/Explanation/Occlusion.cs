namespace Cornea.Vision;

/// <summary>Occlusion: how much the score falls where a patch of the image is covered. It asks nothing of the model but predictions.</summary>
/// <remarks>Source: Zeiler and Fergus, Visualizing and understanding convolutional networks (2013), arXiv:1311.2901.</remarks>
public static class Occlusion
{
    private const int Together = 16; // Covered copies that are predicted in one batch.

    /// <summary>Explains a model's answers: at each pixel, the mean fall of the score over the patches that cover it; negative where covering helps.</summary>
    /// <inheritdoc cref="Saliency.Explain"/>
    /// <param name="patch">Height and width of the patch, in pixels; an eighth of the image's shorter side by default.</param>
    /// <param name="stride">Pixels from patch to patch; half a patch by default.</param>
    /// <param name="fill">The value that pixels under the patch get; the image's mean by default.</param>
    public static Heatmap Explain(Model model, Tensor images, ClassTargets target = default, int? patch = null, int? stride = null, double? fill = null)
    {
        Tensor batch = ExplainedModel.Of(model).Batch(images, nameof(Occlusion));
        (int height, int width) = (batch.Shape[1], batch.Shape[2]);
        int side = patch ?? Math.Max(1, Math.Min(height, width) / 8), step = stride ?? Math.Max(1, side / 2);
        if (side < 1 || side > Math.Min(height, width)) throw new ArgumentOutOfRangeException(nameof(patch), side, $"Occlusion: expected a patch of 1 to {Math.Min(height, width)} pixels.");
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1, nameof(stride));
        ExplainedModel explained = ExplainedModel.Of(model);
        var (classes, scores) = explained.Score(batch, target, nameof(Occlusion));
        CompiledFunction covered = explained.Compiled((nameof(Occlusion), side), inputs => (TensorList)Covered(explained.Model, side, inputs[0], inputs[1], inputs[2], inputs[3], inputs[4]), 5);
        (int Top, int Left)[] places = [.. Starts(height, side, step).SelectMany(top => Starts(width, side, step).Select(left => (top, left)))];
        float[] maps = new float[checked(classes.Length * height * width)];
        for (int image = 0; image < classes.Length; image++)
        {
            Tensor x = batch[image..(image + 1)], value = fill is { } given ? Tensor.From((float)given) : x.Mean();
            Tensor targets = Tensor.From([.. Enumerable.Repeat(classes[image], Together)], Together);
            float[] falls = new float[places.Length];
            for (int first = 0; first < places.Length; first += Together)
            {
                (int Top, int Left)[] group = [.. Enumerable.Range(first, Together).Select(place => places[Math.Min(place, places.Length - 1)])];
                float[] got = covered.Run(x, Axis(group.Select(place => place.Top)), Axis(group.Select(place => place.Left)), value, targets).ToArray<float>();
                for (int place = first; place < Math.Min(places.Length, first + Together); place++) falls[place] = scores[image] - got[place - first];
            }

            Spread(maps.AsSpan(image * height * width, height * width), width, side, places, falls);
        }

        return new(Tensor.From(maps, (classes.Length, height, width)), classes, scores);
    }

    private static Tensor Axis(IEnumerable<int> numbers) => Tensor.From([.. numbers], (Together, 1, 1, 1));

    private static Tensor Covered(Model model, int side, Tensor x, Tensor tops, Tensor lefts, Tensor value, Tensor targets)
    {
        Tensor rows = Ops.Arange(x.Shape[1], dtype: DType.Int32).Reshape(1, x.Shape[1], 1, 1), columns = Ops.Arange(x.Shape[2], dtype: DType.Int32).Reshape(1, 1, x.Shape[2], 1);
        Tensor inRows = Ops.LogicalAnd(rows >= tops, rows < tops + side), inColumns = Ops.LogicalAnd(columns >= lefts, columns < lefts + side);
        return ClassScores.Of(model.Call(Ops.Where(Ops.LogicalAnd(inRows, inColumns), value, x), training: false), targets).Scores;
    }

    // Patches from edge to edge: the last one ends with the image.
    private static IEnumerable<int> Starts(int size, int side, int step) =>
        Enumerable.Range(0, ((size - side + step - 1) / step) + 1).Select(index => Math.Min(index * step, size - side));

    private static void Spread(Span<float> map, int width, int side, (int Top, int Left)[] places, float[] falls)
    {
        int[] counts = new int[map.Length];
        for (int place = 0; place < places.Length; place++)
        {
            for (int row = places[place].Top; row < places[place].Top + side; row++)
            {
                for (int column = places[place].Left; column < places[place].Left + side; column++)
                {
                    map[(row * width) + column] += falls[place];
                    counts[(row * width) + column]++;
                }
            }
        }

        for (int pixel = 0; pixel < counts.Length; pixel++) map[pixel] /= Math.Max(1, counts[pixel]);
    }
}
