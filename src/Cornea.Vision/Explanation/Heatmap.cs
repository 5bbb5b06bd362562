namespace Cornea.Vision;

/// <summary>What of each image speaks for an answer, pixel by pixel: what the explanations give.</summary>
/// <remarks>A map may be smaller than its image (Grad-CAM's are as large as the features); <see cref="Resize"/> and <see cref="Overlay(Tensor, double, int)"/> enlarge it.</remarks>
public sealed class Heatmap
{
    private const string Smooth = "bilinear";

    /// <summary>Maps of images.</summary>
    /// <param name="values">A number for each pixel: [images, height, width].</param>
    /// <param name="classes">The class that each image's map speaks of.</param>
    /// <param name="scores">The network's number for that class, of each image.</param>
    /// <exception cref="ShapeException">There isn't a map, a class and a score for each image.</exception>
    public Heatmap(Tensor values, IReadOnlyList<int> classes, IReadOnlyList<float> scores)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(scores);
        if (values.Rank != 3 || values.Shape[0] != classes.Count || classes.Count != scores.Count)
            throw new ShapeException($"Heatmap: expected maps [images, height, width] with a class and a score for each image, got {values.Shape}, {classes.Count} classes and {scores.Count} scores.");
        (Values, Classes, Scores) = (values, [.. classes], [.. scores]);
    }

    /// <summary>How much each pixel says: [images, height, width], as the method computes it, not scaled.</summary>
    public Tensor Values { get; }

    /// <summary>The class that each image's map speaks of.</summary>
    public IReadOnlyList<int> Classes { get; }

    /// <summary>The network's number for that class, of each image; a probability where it ends in a softmax or sigmoid.</summary>
    public IReadOnlyList<float> Scores { get; }

    /// <summary>How many images there are.</summary>
    public int Count => Classes.Count;

    /// <summary>The map of one image by itself.</summary>
    public Heatmap this[int image] => new(Values[image..(image + 1)], [Classes[image]], [Scores[image]]);

    /// <summary>The same in another size, bilinear.</summary>
    public Heatmap Resize(int height, int width) => Values.Shape[1] == height && Values.Shape[2] == width
        ? this
        : new(ImageOps.Resize(Values.ExpandDims(-1), (height, width), Smooth).Squeeze(-1), Classes, Scores);

    /// <summary>Each image's map from 0 to 1: its least value becomes 0, its largest 1; a map that is the same everywhere becomes 0.</summary>
    public Heatmap Normalize()
    {
        Tensor least = Values.Min([1, 2], keepDims: true), range = Values.Max([1, 2], keepDims: true) - least;
        return new(Ops.Where(range > 0, (Values - least) / Ops.Where(range > 0, range, Ops.OnesLike(range)), Ops.ZerosLike(Values)), Classes, Scores);
    }

    /// <summary>The map in colours, from blue over green and yellow to red.</summary>
    /// <param name="image">Which image's.</param>
    /// <returns>UInt8 [height, width, 3].</returns>
    public Tensor Colors(int image = 0) => ColorMap.Jet(this[image].Normalize().Values.Squeeze(0));

    /// <summary>The map over its image.</summary>
    /// <param name="picture">The image, in any size: [height, width, 1 or 3], or one of a batch [images, height, width, 1 or 3]; 0..255, 0..1 and −1..1 are recognised.</param>
    /// <param name="alpha">How much of the colour is the map's, from 0 to 1, where it is strongest; elsewhere less in proportion.</param>
    /// <param name="image">Which image's map.</param>
    /// <returns>UInt8 [height, width, 3], in the picture's size.</returns>
    /// <exception cref="ShapeException">It's no picture.</exception>
    public Tensor Overlay(Tensor picture, double alpha = 0.6, int image = 0)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Rank == 4 && picture.Shape[0] == Count) picture = picture[image];
        if (picture.Rank != 3 || picture.Shape[2] is not (1 or 3))
            throw new ShapeException($"Heatmap.Overlay: expected a picture [height, width, 1 or 3], got {picture.Shape}.");
        (int height, int width) = (picture.Shape[0], picture.Shape[1]);
        Tensor strength = this[image].Normalize().Resize(height, width).Values.Squeeze(0);
        Tensor under = Ops.BroadcastTo(PixelRange.ToBytes(picture.Cast(DType.Float32)), (height, width, 3));
        Tensor weight = strength.ExpandDims(-1) * alpha;
        return Ops.Round((under * (1 - weight)) + (ColorMap.Jet(strength).Cast(DType.Float32) * weight)).Cast(DType.UInt8);
    }

    /// <summary>The map over an image file, in the file's size.</summary>
    /// <inheritdoc cref="Overlay(Tensor, double, int)"/>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It's no image.</exception>
    public Tensor Overlay(string path, double alpha = 0.6, int image = 0) => Overlay(ImageTensor.Load(path, colorMode: "rgb"), alpha, image);
}
