namespace Cornea.Vision;

/// <summary>Photos with boxes. Files are decoded when they are needed.</summary>
/// <remarks><see cref="VocFolder"/>, <see cref="CocoFile"/> and <see cref="YoloFolder"/> open them.</remarks>
public sealed partial class DetectionDataset
{
    /// <param name="images">The photos.</param>
    /// <param name="classNames">The names of the boxes' classes, in the order of their numbers.</param>
    /// <param name="leftOut">What was left out on opening, one line each.</param>
    /// <exception cref="ArgumentException">There is no photo, or no class; a class number has no name; two classes have one name.</exception>
    public DetectionDataset(IReadOnlyList<AnnotatedImage> images, IReadOnlyList<string> classNames, IReadOnlyList<string>? leftOut = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classNames);
        if (images.Count == 0) throw new ArgumentException("DetectionDataset: expected at least one photo, got none.", nameof(images));
        if (classNames.Count == 0) throw new ArgumentException("DetectionDataset: expected at least one class, got none.", nameof(classNames));
        if (classNames.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"DetectionDataset: the class '{twice.Key}' stands there {twice.Count()} times.", nameof(classNames));
        foreach (AnnotatedImage image in images)
            foreach (LabeledBox box in image.Boxes)
                if (box.ClassIndex < 0 || box.ClassIndex >= classNames.Count)
                    throw new ArgumentException($"DetectionDataset: {image.Path}: expected class numbers from 0 to {classNames.Count - 1}, got {box.ClassIndex}.", nameof(images));
        (Images, ClassNames, LeftOut) = (images, classNames, leftOut ?? []);
    }

    /// <summary>The photos.</summary>
    public IReadOnlyList<AnnotatedImage> Images { get; }

    /// <summary>The classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Boxes without a pixel on their photo, which were left out on opening: file and box, one line each.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>The number of photos.</summary>
    public int Count => Images.Count;

    /// <summary>Some of the photos: <c>photos[..100]</c>.</summary>
    public DetectionDataset Slice(int start, int length) => new([.. Images.Skip(start).Take(length)], ClassNames, LeftOut);

    /// <summary>The same photos with the classes in another order, or with more classes.</summary>
    /// <exception cref="InvalidDataException">A box is of a class that isn't among them; the message names the file.</exception>
    public DetectionDataset WithClasses(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        if (ClassNames.SequenceEqual(classNames)) return this;
        int[] places = [.. ClassNames.Select(name => classNames.ToList().IndexOf(name))];
        return new DetectionDataset([.. Images.Select(Renumbered)], classNames, LeftOut);

        AnnotatedImage Renumbered(AnnotatedImage image) => image with { Boxes = [.. image.Boxes.Select(box => box with { ClassIndex = PlaceOf(image, box) })] };

        int PlaceOf(AnnotatedImage image, LabeledBox box) => places[box.ClassIndex] is >= 0 and var place ? place : throw new InvalidDataException(
            $"{image.Path}: has a '{ClassNames[box.ClassIndex]}', expected classes among {string.Join(", ", classNames)}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count} photos, {Images.Sum(image => image.Boxes.Count)} boxes of {string.Join(", ", ClassNames)}";
}
