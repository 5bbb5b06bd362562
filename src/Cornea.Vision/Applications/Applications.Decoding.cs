namespace Cornea.Vision;

public static partial class Applications
{
    private const string ClassesResource = "Cornea.Vision.imagenet_classes.csv"; // WordNet id, name; a line for each class in the networks' order.

    private static readonly Lazy<(string WordNetId, string Name)[]> ImageNetClasses = new(ReadClasses);

    /// <summary>The names of ImageNet's 1,000 classes, in the order of the networks' outputs.</summary>
    public static IReadOnlyList<string> ImageNetClassNames => [.. ImageNetClasses.Value.Select(known => known.Name)];

    /// <summary>The classes that a network of ImageNet's 1,000 holds most likely, by name.</summary>
    /// <param name="predictions">What the network gave: [batch, 1000].</param>
    /// <param name="top">How many classes of each image.</param>
    /// <returns>For each image its classes, the most likely first; of equal ones, the one that comes first in ImageNet.</returns>
    /// <remarks>Source: Keras 3, decode_predictions; the classes are ImageNet's (ILSVRC 2012), named by WordNet.</remarks>
    /// <exception cref="ShapeException">The predictions aren't [batch, 1000].</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> isn't from 1 to 1000.</exception>
    public static ImageNetPrediction[][] DecodePredictions(Tensor predictions, int top = 5)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        (string WordNetId, string Name)[] classes = ImageNetClasses.Value;
        if (predictions.Rank != 2 || predictions.Shape[1] != classes.Length)
            throw new ShapeException($"Applications.DecodePredictions: expected the {classes.Length} numbers of each image [batch, {classes.Length}], as ImageNet's classes have them; got {predictions.Shape}.");
        if (top < 1 || top > classes.Length) throw new ArgumentOutOfRangeException(nameof(top), top, $"Applications.DecodePredictions: expected 1 to {classes.Length} classes.");
        float[] scores = predictions.Cast(DType.Float32).ToArray<float>();
        return
        [
            .. scores.Chunk(classes.Length).Select(row => Enumerable.Range(0, classes.Length).OrderByDescending(index => row[index]).Take(top)
                .Select(index => new ImageNetPrediction(classes[index].WordNetId, classes[index].Name, row[index])).ToArray()),
        ];
    }

    private static (string WordNetId, string Name)[] ReadClasses()
    {
        using var reader = new StreamReader(typeof(Applications).Assembly.GetManifestResourceStream(ClassesResource)!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Split(',')).Select(parts => (parts[0], parts[1]))];
    }
}
