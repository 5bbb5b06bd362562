using System.Text.Json;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>Finds things on photos: <c>Detector.Create("efficientnet_lite0", classes: ["RBC", "WBC"])</c>, <c>Fit</c>, <c>Detect</c>, <c>Save</c>.</summary>
/// <remarks>
/// <para>
/// One stage, in YOLO's manner: a backbone gives features at strides of 8, 16 and 32 pixels, a pyramid mixes them, and at each place of each a head says
/// whether there is something, what it is, and where its sides are. A detection's score is objectness · class probability; of many on one thing,
/// non-maximum suppression keeps the best.
/// </para>
/// <para>Photos of any size are shown as large as fits on a picture of <see cref="ImageSize"/>; boxes are in the photo's own pixels.</para>
/// </remarks>
public sealed partial class Detector
{
    private const string Task = "task", TaskName = "detection", ClassList = "class_names";
    private const int LongSide = 384, Step = 32;
    private const double ScratchRate = 2e-3, FineTuningRate = 1e-3;

    private readonly Func<Size2, Model> _build;
    private readonly double _learningRate;
    private Model? _network;
    private DetectionInference? _inference;

    private Detector(IReadOnlyList<string> classes, Size2? imageSize, double learningRate, Func<Size2, Model> build)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0 || classes.Any(string.IsNullOrWhiteSpace)) throw new ArgumentException("Detector: expected at least one class, each with a name.", nameof(classes));
        if (classes.Distinct().Count() < classes.Count) throw new ArgumentException($"Detector: a class stands there twice: {string.Join(", ", classes)}.", nameof(classes));
        (ClassNames, _learningRate, _build) = ([.. classes], learningRate, build);
        if (imageSize is { } size) Build(size);
    }

    /// <summary>What can be found.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Height and width of the pictures that the network sees, in pixels.</summary>
    /// <exception cref="InvalidOperationException">It was left open, and <c>Fit</c> hasn't chosen it yet.</exception>
    public Size2 ImageSize => new(Network.InputShape[1], Network.InputShape[2]);

    /// <summary>The network: pictures of 0 to 255 [batch, height, width, 3] to what each place says [batch, places, 65 + classes].</summary>
    /// <exception cref="InvalidOperationException">The pictures' size was left open, and <c>Fit</c> hasn't chosen it yet.</exception>
    public Model Network => _network ?? throw new InvalidOperationException("Detector: give an imageSize to Create, or call Fit, which chooses one.");

    private DetectionInference Inference => _inference ??= new DetectionInference(Network, ClassNames);

    /// <summary>A detector on a known network.</summary>
    /// <param name="backbone">An application's name, such as <c>"efficientnet_lite0"</c>; or <c>"csp"</c>: a small network to be trained from the beginning.</param>
    /// <param name="classes">What is to be found.</param>
    /// <param name="imageSize">Height and width of the pictures that the network sees; 32 must divide both. Null: <c>Fit</c> takes 384 pixels for the longer side and the photos' proportion.</param>
    /// <param name="weights">The backbone's: <c>"imagenet"</c>, a file, or null for random ones. <c>"csp"</c> has none.</param>
    /// <exception cref="ArgumentException">There is no such network, a class has no name, or 32 doesn't divide the size.</exception>
    public static Detector Create(string backbone, IReadOnlyList<string> classes, Size2? imageSize = null, string? weights = "imagenet")
    {
        ArgumentNullException.ThrowIfNull(backbone);
        if (backbone == CspBackbone.Name)
            return new(classes, imageSize, ScratchRate, size => DetectionNetwork.Create(CspBackbone.Create([size.Height, size.Width, 3]), x => new Rescaling(1 / 255.0).Call(x), classes.Count, size));
        string plain = backbone.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (!Backbones.Names.Contains(plain))
            throw new ArgumentException($"Detector: there is no backbone '{backbone}'; there are {CspBackbone.Name}, {string.Join(", ", Backbones.Names)}.", nameof(backbone));
        return new(classes, imageSize, weights is null ? ScratchRate : FineTuningRate, size => DetectionNetwork.Create(
            BackboneFeatures.Of(Backbones.Make(backbone, [size.Height, size.Width, 3], weights)), x => Applications.PreprocessInput(x, backbone), classes.Count, size));
    }

    /// <summary>A detector on a network of one's own.</summary>
    /// <param name="backbone">A network for images of one size, which 32 divides. Three outputs are its features at strides 8, 16 and 32; of one output, the last features of those sizes are taken.</param>
    /// <param name="classes">What is to be found.</param>
    /// <param name="preprocess">Pixels of 0 to 255 as the network wants them; null: as they are.</param>
    /// <exception cref="ArgumentException">The network has no features of such sizes.</exception>
    public static Detector Create(Model backbone, IReadOnlyList<string> classes, Func<Tensor, Tensor>? preprocess = null)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        Model features = BackboneFeatures.Of(backbone);
        var size = new Size2(features.InputShape[1], features.InputShape[2]);
        return new(classes, size, FineTuningRate, known => DetectionNetwork.Create(features, preprocess ?? (x => x), classes.Count, known));
    }

    /// <summary>A detector from a file that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is broken, or of something else.</exception>
    public static Detector Load(string path)
    {
        Model network = Model.Load(path, compile: false);
        if (network.Metadata.GetValueOrDefault(Task) != TaskName) throw new InvalidDataException($"{path}: expected a detector that Detector.Save wrote; it's a model of another kind.");
        string[] classes = ClassesOf(path, network);
        Shape input = network.InputShape, output = network.OutputShape;
        bool fits = input.Rank == 4 && input[1..].IsKnown && input[1] % Step == 0 && input[2] % Step == 0 && output.Rank == 3
            && output[2] == DetectionHead.FirstClass + classes.Length && output[1] == new AnchorGrid(new Size2(input[1], input[2])).Count;
        if (!fits) throw new InvalidDataException($"{path}: expected a detector of {classes.Length} classes, got a network from {input} to {output}.");
        return new Detector(classes, null, FineTuningRate, _ => network) { _network = network };
    }

    /// <summary>Writes the network and the classes' names; Keras opens the file too.</summary>
    /// <param name="path">A name that ends with <c>.keras</c>. A file of that name is replaced whole or not at all.</param>
    public void Save(string path)
    {
        Network.Metadata[Task] = TaskName;
        Network.Metadata[ClassList] = JsonSerializer.Serialize([.. ClassNames], DetectorJson.Default.StringArray);
        Network.Save(path);
    }

    /// <summary>What is on a photo.</summary>
    /// <param name="path">The image file.</param>
    /// <param name="scoreThreshold">How sure it must be, 0 to 1.</param>
    /// <param name="iouThreshold">Of two detections of a class that overlap more, the better one is kept.</param>
    /// <param name="maxDetections">How many at most.</param>
    /// <param name="softSuppression">Lowers the scores of such detections instead, <c>"gaussian"</c> or <c>"linear"</c>; null: only the better one is kept.</param>
    /// <returns>The surest first.</returns>
    /// <exception cref="InvalidDataException">The file is no image; the message names it.</exception>
    public IReadOnlyList<Detection> Detect(string path, double scoreThreshold = 0.25, double iouThreshold = 0.6, int maxDetections = 300, SoftSuppression? softSuppression = null) =>
        Inference.Detect([(reader, picture) => reader.ReadInto(path, picture)], scoreThreshold, iouThreshold, maxDetections, softSuppression)[0];

    /// <summary>What is on an image.</summary>
    /// <param name="image">[height, width, 3], red, green and blue of 0 to 255.</param>
    /// <inheritdoc cref="Detect(string, double, double, int, SoftSuppression?)"/>
    public IReadOnlyList<Detection> Detect(Tensor image, double scoreThreshold = 0.25, double iouThreshold = 0.6, int maxDetections = 300, SoftSuppression? softSuppression = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Inference.Detect([(reader, picture) => reader.ReadInto(image, picture)], scoreThreshold, iouThreshold, maxDetections, softSuppression)[0];
    }

    /// <summary>How good it is: COCO's figures over photos with boxes.</summary>
    /// <param name="photos">The photos; their classes are found by name.</param>
    /// <param name="iouThreshold">Of two detections of a class that overlap more, the better one is kept.</param>
    /// <param name="softSuppression">Lowers the scores of such detections instead.</param>
    /// <exception cref="InvalidDataException">A box is of a class that the detector doesn't know; the message names the file.</exception>
    public CocoResult Evaluate(DetectionDataset photos, double iouThreshold = 0.6, SoftSuppression? softSuppression = null)
    {
        ArgumentNullException.ThrowIfNull(photos);
        return Inference.Evaluate(photos.WithClasses(ClassNames), iouThreshold, softSuppression);
    }

    private static string[] ClassesOf(string path, Model network)
    {
        try
        {
            return JsonSerializer.Deserialize(network.Metadata.GetValueOrDefault(ClassList) ?? "null", DetectorJson.Default.StringArray)
                ?? throw new InvalidDataException($"{path}: the detector's file has no {ClassList}.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: {ClassList}: {error.Message}", error);
        }
    }

    private void Build(Size2 size)
    {
        if (size.Height < Step || size.Width < Step || size.Height % Step != 0 || size.Width % Step != 0)
            throw new ArgumentException($"Detector: expected an imageSize whose sides {Step} divides, got {size}.");
        _network = _build(size);
        _inference = null;
    }
}
