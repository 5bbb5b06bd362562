using Cornea.Data;
using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>What a network that knows many images sees in a photo: a row of numbers, from which little is left to be learned.</summary>
/// <remarks>Source: Donahue et al., DeCAF: a deep convolutional activation feature for generic visual recognition (2014).</remarks>
public sealed class ImageFeatures
{
    private const int BatchSize = 32;

    private ImageFeatures(Model model, ImagePreprocessing preprocessing) => (Model, Preprocessing) = (model, preprocessing);

    /// <summary>From images to features [batch, features].</summary>
    public Model Model { get; }

    /// <summary>How an image file becomes its input.</summary>
    public ImagePreprocessing Preprocessing { get; }

    /// <summary>The features of an application.</summary>
    /// <param name="backbone">Its name, such as <c>efficientnet_lite0</c>, whose weights come with the package.</param>
    /// <param name="imageSize">Height and width of the input, in pixels.</param>
    /// <param name="weights"><c>imagenet</c>, a file of weights, or null: drawn at random.</param>
    /// <exception cref="ArgumentException">There is no such application.</exception>
    public static ImageFeatures Of(string backbone = "efficientnet_lite0", int imageSize = 224, string? weights = "imagenet")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(imageSize, 1);
        return Of(Backbones.Make(backbone, [imageSize, imageSize, 3], weights), new ImagePreprocessing(imageSize, imageSize, Scaling: Applications.ModeOf(backbone)));
    }

    /// <summary>The features of a model: its output if that is maps or rows of features, else what comes before its classes.</summary>
    /// <param name="backbone">A network for images, with or without its top.</param>
    /// <param name="preprocessing">How an image file becomes its input; null: stretched to the model's size, 0 to 255, scaled inside.</param>
    /// <exception cref="ArgumentException">The model's input is no image, or nothing in it is features.</exception>
    public static ImageFeatures Of(Model backbone, ImagePreprocessing? preprocessing = null)
    {
        ArgumentNullException.ThrowIfNull(backbone);
        Shape input = backbone.InputShape;
        if (input.Rank != 4 || input[3] is not (1 or 3)) throw new ArgumentException($"ImageFeatures: expected a model of images [batch, height, width, 1 or 3], got {input}.", nameof(backbone));
        preprocessing ??= ImagePreprocessing.From(backbone.Metadata) ?? new ImagePreprocessing(input[1], input[2], ColorMode: input[3] == 1 ? ColorMode.Grayscale : ColorMode.Rgb);
        return new ImageFeatures(Pooled(backbone), preprocessing);
    }

    /// <summary>The features of a folder's photos, in its order; they are decoded on all processors while the network is at work.</summary>
    /// <param name="photos">The photos.</param>
    /// <param name="cancellationToken">Ends the work after the present batch.</param>
    /// <returns>Float32 [photos, features].</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Tensor Extract(ImageFolder photos, CancellationToken cancellationToken = default) => Extract(photos, until: null, cancellationToken);

    /// <summary>The features of as many photos as there is time for, from the first on: of one batch at least.</summary>
    internal Tensor Extract(ImageFolder photos, DateTime? until, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(photos);
        var parts = new List<Tensor>();
        foreach (Batch batch in Preprocessing.Of(photos).Batch(BatchSize).Prefetch())
        {
            cancellationToken.ThrowIfCancellationRequested();
            parts.Add(Model.Predict(batch.Inputs[0], BatchSize, verbose: 0));
            if (until is { } end && DateTime.UtcNow >= end) break;
        }

        return parts.Count == 0 ? Ops.Zeros([0, Model.OutputShape[1]]) : Ops.Concatenate([.. parts], axis: 0);
    }

    // Maps are averaged over the image. A network with its top ends in dense layers; what goes into the first of those at its end are the features.
    private static Model Pooled(Model backbone)
    {
        if (backbone.OutputShape.Rank == 4) return new Model(backbone.Inputs, new GlobalAveragePooling2D().Call(backbone.Output));
        Layer? pooling = backbone.Layers.LastOrDefault(layer => layer is GlobalAveragePooling2D or GlobalMaxPooling2D or Flatten);
        if (backbone.OutputShape.Rank != 2 || pooling is null) throw new ArgumentException($"ImageFeatures: expected a model whose output is maps, or that pools them before its classes; its output is {backbone.OutputShape}.", nameof(backbone));
        return pooling.Output.Rank == 2
            ? new Model(backbone.Inputs, pooling.Output)
            : new Model(backbone.Inputs, new Flatten().Call(pooling.Output)); // Pooled with its axes kept.
    }
}
