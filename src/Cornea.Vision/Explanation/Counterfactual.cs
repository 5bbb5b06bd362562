namespace Cornea.Vision;

/// <summary>What would have to be different for another answer: the smallest change to the image that turns it, or the nearest image of another class.</summary>
/// <remarks>
/// <para>The change is found by walking, step by step, straight to where the network's linear approximation has the two classes equal (DeepFool), then back
/// along the way as far as the answer stays turned. So it is small, not proven to be the smallest.</para>
/// <para>Source: Moosavi-Dezfooli, Fawzi and Frossard, DeepFool: a simple and accurate method to fool deep neural networks (2016), arXiv:1511.04599.</para>
/// </remarks>
public sealed class Counterfactual
{
    private const int HalvingSteps = 12;
    private const double Overshoot = 0.02;
    private const float LeastProbability = 1e-30f;

    private Counterfactual(Tensor original, Tensor image, int from, int to, bool isFound) =>
        (Original, Image, From, To, IsFound) = (original, image, from, to, isFound);

    /// <summary>The image as it was: [height, width, channels], also where the model takes the channels first.</summary>
    public Tensor Original { get; }

    /// <summary>The image as changed.</summary>
    public Tensor Image { get; }

    /// <summary>What was changed: the new values less the old ones.</summary>
    public Tensor Change => Image - Original;

    /// <summary>The answer to the original.</summary>
    public int From { get; }

    /// <summary>The other class that was wanted.</summary>
    public int To { get; }

    /// <summary>Whether the network's answer to <see cref="Image"/> is <see cref="To"/>.</summary>
    public bool IsFound { get; }

    /// <summary>The Euclidean length of the change, in the image's own numbers.</summary>
    public double Distance => Ops.Sqrt(Ops.Square(Change).Sum()).ToScalar<float>();

    /// <summary>Where the change is: the largest, without its sign, of a pixel's channels.</summary>
    public Heatmap Heatmap => new(Ops.Abs(Change).Max(-1).ExpandDims(0), [To], [(float)Distance]);

    /// <summary>The smallest change to an image that turns a model's answer.</summary>
    /// <param name="model">Any model of one output: probabilities, or logits.</param>
    /// <param name="image">As the model takes it: [height, width, channels], or a batch of one.</param>
    /// <param name="target">The class that it's to become; the likeliest other one by default.</param>
    /// <param name="range">The least and the largest value of a pixel; those of the image by default.</param>
    /// <param name="steps">How many steps are tried at most.</param>
    /// <exception cref="ArgumentException">There is no such class, or the answer is it already.</exception>
    /// <exception cref="ShapeException">It's no image.</exception>
    public static Counterfactual Explain(Model model, Tensor image, int? target = null, (double Least, double Most)? range = null, int steps = 50)
    {
        ArgumentNullException.ThrowIfNull(model);
        Tensor original = ExplainedModel.Of(model).Batch(image, nameof(Counterfactual));
        if (original.Shape[0] != 1) throw new ShapeException($"Counterfactual: expected one image, got {image.Shape}.");
        ExplainedModel explained = ExplainedModel.Of(model);
        float[] answers = Answers(original);
        int from = Array.IndexOf(answers, answers.Max());
        int to = target ?? Enumerable.Range(0, answers.Length).Where(other => other != from).MaxBy(other => answers[other]);
        if (to < 0 || to >= answers.Length) throw new ArgumentException($"Counterfactual: expected a target class from 0 to {answers.Length - 1}, got {to}.", nameof(target));
        if (to == from) throw new ArgumentException($"Counterfactual: the model's answer is class {to} already.", nameof(target));

        (double least, double most) = range ?? (original.Min().ToScalar<float>(), original.Max().ToScalar<float>());
        bool isProbability = answers.All(answer => answer is >= 0 and <= 1) && Math.Abs(answers.Sum() - 1) < 1e-3;
        CompiledFunction margin = explained.Compiled((nameof(Counterfactual), isProbability), inputs => Margin(explained.Model, isProbability, inputs[0], inputs[1], inputs[2]), 3);
        Tensor changed = original;
        bool isFound = false;
        for (int step = 0; step < steps && !isFound; step++)
        {
            TensorList got = margin.RunAll(changed, Tensor.From([from], 1), Tensor.From([to], 1));
            float length = Ops.Square(got[1]).Sum().ToScalar<float>();
            if (!(length > 0)) break; // Flat: no direction leads anywhere.
            Tensor way = got[1] * (((1 + Overshoot) * got[0].ToScalar<float>() + 1e-4) / length);
            changed = Ops.Clip(changed - way, least, most);
            Evaluate(ref changed);
            isFound = IsTurned(changed);
        }

        return new(original.Squeeze(0), (isFound ? Back() : changed).Squeeze(0), from, to, isFound);

        // As near to the original as the answer stays turned.
        Tensor Back()
        {
            Tensor turned = changed;
            (double near, double far) = (0, 1);
            for (int halving = 0; halving < HalvingSteps; halving++)
            {
                double middle = (near + far) / 2;
                Tensor between = original + ((changed - original) * middle);
                Evaluate(ref between);
                if (IsTurned(between)) (far, turned) = (middle, between);
                else near = middle;
            }

            return turned;
        }

        bool IsTurned(Tensor x)
        {
            float[] now = Answers(x);
            return Array.IndexOf(now, now.Max()) == to;
        }

        float[] Answers(Tensor x) => explained.Compiled("answers", inputs => (TensorList)ClassScores.PerClass(explained.Model.Call(inputs[0], training: false)), 1).Run(x).ToArray<float>();
    }

    /// <summary>The image, of several, that the model sees as most like this one and yet gives another class.</summary>
    /// <param name="model">Any model of one output with a convolution.</param>
    /// <param name="image">As the model takes it: [height, width, channels], or a batch of one.</param>
    /// <param name="images">Where to look: [images, height, width, channels], such as the training images.</param>
    /// <param name="layer">The name of the layer whose features, their mean over the pixels, are compared; the last that has places by default.</param>
    /// <param name="batchSize">How many images are looked at together.</param>
    /// <returns>Its index, the class that the model gives it and its distance in features; null where all have the same class.</returns>
    public static (int Index, int Class, double Distance)? Nearest(Model model, Tensor image, Tensor images, string? layer = null, int batchSize = 32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Tensor one = ExplainedModel.Of(model).Batch(image, nameof(Counterfactual)), many = ExplainedModel.Of(model).Batch(images, nameof(Counterfactual));
        if (one.Shape[0] != 1) throw new ShapeException($"Counterfactual: expected one image, got {image.Shape}.");
        (float[][] own, int[] answer) = Seen(one);
        (int Index, int Class, double Distance)? nearest = null;
        for (int first = 0; first < many.Shape[0]; first += batchSize)
        {
            (float[][] features, int[] classes) = Seen(many[first..Math.Min(many.Shape[0], first + batchSize)]);
            for (int row = 0; row < classes.Length; row++)
            {
                double distance = Math.Sqrt(features[row].Zip(own[0], (a, b) => (double)(a - b) * (a - b)).Sum());
                if (classes[row] != answer[0] && (nearest is null || distance < nearest.Value.Distance)) nearest = (first + row, classes[row], distance);
            }
        }

        return nearest;

        (float[][] Features, int[] Classes) Seen(Tensor batch)
        {
            var (features, classes, _) = ExplainedModel.Of(model).Explain(nameof(Counterfactual), layer ?? "", batch, default, (called, x, targets) =>
            {
                (Tensor maps, Tensor y) = FeatureMaps.Of(called, x, layer);
                return (maps.Mean([1, 2]), ClassScores.Of(y, targets));
            });
            return ([.. features.ToArray<float>().Chunk(features.Shape[1])], classes);
        }
    }

    // By how much a class is ahead of another, in logits (the logarithms of probabilities differ by as much), and how that changes with the image.
    private static TensorList Margin(Model model, bool isProbability, Tensor x, Tensor from, Tensor to)
    {
        Tensor watched = Ops.Watch(x);
        Tensor y = ClassScores.PerClass(model.Call(watched, training: false));
        if (isProbability) y = Ops.Log(Ops.Maximum(y, LeastProbability));
        Tensor ahead = (y * (Ops.OneHot(from, y.Shape[1]) - Ops.OneHot(to, y.Shape[1]))).Sum();
        return TensorList.Create([ahead, Gradients.Of(ahead, watched)]);
    }

    private static void Evaluate(ref Tensor x) => x = Tensor.From(x.ToArray<float>(), x.Shape);
}
