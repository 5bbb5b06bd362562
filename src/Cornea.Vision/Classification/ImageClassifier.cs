using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Data;

namespace Cornea.Vision;

/// <summary>A network for images with all that it needs: <c>ImageClassifier.Load("cats.keras").Predict("cat.jpg").Top(3)</c>.</summary>
/// <remarks>
/// Class names, image size, resizing rule, scaling and decision threshold lie in the .keras file, in <c>cornea.json</c> (Keras passes over it; see
/// <see cref="Model.Metadata"/>). So a prediction sees the very numbers that training saw. May be used on many threads at once.
/// </remarks>
public sealed class ImageClassifier
{
    private const string NamesFact = "class_names", ThresholdFact = "threshold";
    private const int BatchSize = 32;
    private const double Rounding = 1e-3;

    /// <summary>A network that isn't from a file that says all this.</summary>
    /// <param name="model">From images to probabilities: one for each class, or that of the second of two.</param>
    /// <param name="classNames">The classes' names, by number.</param>
    /// <param name="preprocessing">How an image file becomes its input.</param>
    /// <param name="threshold">Of two classes: the probability of the second from which on it's the answer.</param>
    /// <exception cref="ArgumentException">Names or input don't fit the model.</exception>
    public ImageClassifier(Model model, IReadOnlyList<string> classNames, ImagePreprocessing preprocessing, double threshold = 0.5)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (threshold is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(threshold), $"ImageClassifier: expected a threshold between 0 and 1, got {threshold}.");
        (Model, ClassNames, Preprocessing, Threshold) = (model, [.. classNames], preprocessing, threshold);
        Shape input = model.InputShape, output = model.OutputShape, image = [preprocessing.Height, preprocessing.Width, preprocessing.ColorMode.Channels];
        if (input.Rank != 4 || Enumerable.Range(0, 3).Any(axis => input[axis + 1] != Shape.Unknown && input[axis + 1] != image[axis]))
            throw new ArgumentException($"ImageClassifier: the model's input is {input}, but images are made {image}.", nameof(preprocessing));
        if (output.Rank != 2 || !(output[1] == classNames.Count || (output[1] == 1 && classNames.Count == 2)))
            throw new ArgumentException($"ImageClassifier: the model's output is {output}, which doesn't fit {classNames.Count} class names: {string.Join(", ", classNames.Take(10))}.", nameof(classNames));
    }

    /// <summary>The network.</summary>
    public Model Model { get; }

    /// <summary>The classes' names, by number.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How an image file becomes the network's input.</summary>
    public ImagePreprocessing Preprocessing { get; }

    /// <summary>Of two classes: the probability of the second from which on it's the answer.</summary>
    public double Threshold { get; }

    /// <summary>A classifier from a file that says what it needs.</summary>
    /// <param name="path">A .keras file that <see cref="Save"/> or <c>cornea train</c> wrote.</param>
    /// <exception cref="InvalidDataException">The file is broken, or doesn't say what classes and images are; the constructor takes what it lacks.</exception>
    public static ImageClassifier Load(string path)
    {
        Model model = Model.Load(path);
        return From(model, path) ?? throw new InvalidDataException(
            $"{path}: the file doesn't say what its classes and images are. Give them: new ImageClassifier(Model.Load(path), classNames, new ImagePreprocessing(height, width)).Save(path) writes them into it.");
    }

    /// <summary>The classifier that a model's facts describe; null where they don't.</summary>
    /// <exception cref="InvalidDataException">A fact makes no sense.</exception>
    public static ImageClassifier? From(Model model, string place = "ImageClassifier")
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            if (!model.Metadata.TryGetValue(NamesFact, out string? names) || ImagePreprocessing.From(model.Metadata) is not { } preprocessing) return null;
            string[] classNames = [.. JsonNode.Parse(names)!.AsArray().Select(name => name!.GetValue<string>())];
            double threshold = double.Parse(model.Metadata.GetValueOrDefault(ThresholdFact, "0.5"), CultureInfo.InvariantCulture);
            return new ImageClassifier(model, classNames, preprocessing, threshold);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or System.Text.Json.JsonException or NullReferenceException)
        {
            throw new InvalidDataException($"{place}: what the file says of its classes and images makes no sense: {error.Message}", error);
        }
    }

    /// <summary>Writes network and facts into one .keras file.</summary>
    /// <param name="path">A name that ends with .keras; a file of that name is replaced whole or not at all.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public void Save(string path)
    {
        Model.Metadata[NamesFact] = new JsonArray([.. ClassNames.Select(name => (JsonNode)name)]).ToJsonString();
        Model.Metadata[ThresholdFact] = Threshold.ToString(CultureInfo.InvariantCulture);
        Preprocessing.WriteTo(Model.Metadata);
        Model.Save(path);
    }

    /// <summary>What the network says to an image file.</summary>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large.</exception>
    public Classification Predict(string path) => Classify(Model.Predict(Preprocessing.Load(path).ExpandDims(0), verbose: 0))[0];

    /// <summary>What the network says to an image file's bytes.</summary>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large.</exception>
    public Classification Predict(ReadOnlySpan<byte> file) => Classify(Model.Predict(Preprocessing.Decode(file).ExpandDims(0), verbose: 0))[0];

    /// <summary>What the network says to many image files; they are decoded on all processors while it's at work.</summary>
    /// <returns>An answer for each file.</returns>
    /// <exception cref="InvalidDataException">One is no image, broken, cut off or too large; the message names it.</exception>
    public IReadOnlyList<Classification> Predict(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) return [];
        Dataset images = Dataset.FromLoader(paths.Count, index => new Batch(Preprocessing.Load(paths[index]))).Prefetch(2 * BatchSize, Dataset.Autotune);
        return Classify(Model.Predict(images.Batch(BatchSize), verbose: 0));
    }

    /// <summary>The probabilities of all classes for a folder's images, in its order.</summary>
    /// <returns>Float32 [images, classes].</returns>
    public Tensor PredictProbabilities(ImageFolder photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        Tensor outputs = Model.Predict(Preprocessing.Of(photos).Batch(BatchSize), verbose: 0);
        return outputs.Shape[1] == 1 ? Ops.Concatenate([1 - outputs, outputs], axis: -1) : outputs;
    }

    // A row of outputs is a distribution, or the probability of the second class; numbers that are neither are no answer.
    private Classification[] Classify(Tensor outputs)
    {
        int width = outputs.Shape[1];
        double[] all = outputs.ToArray<double>();
        var answers = new Classification[outputs.Shape[0]];
        for (int row = 0; row < answers.Length; row++)
        {
            double[] own = all[(row * width)..((row + 1) * width)];
            if (width == 1) own = [1 - own[0], own[0]];
            if (own.Any(value => !(value >= -Rounding && value <= 1 + Rounding)) || Math.Abs(own.Sum() - 1) > Rounding)
                throw new InvalidOperationException($"ImageClassifier: the model's outputs aren't probabilities (they add up to {own.Sum():G4}); end it with a softmax, or a sigmoid for two classes.");
            int best = own.Length == 2 ? (own[1] >= Threshold ? 1 : 0) : Array.IndexOf(own, own.Max());
            answers[row] = new Classification(ClassNames[best], own.Select((probability, index) => new ClassProbability(ClassNames[index], probability)));
        }

        return answers;
    }
}
