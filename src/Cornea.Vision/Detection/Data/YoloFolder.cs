using SkiaSharp;

namespace Cornea.Vision;

/// <summary>Photos with boxes in YOLO's layout: images/ and labels/ beside each other, a text file for each photo.</summary>
/// <remarks>
/// A line is class, middle x, middle y, width and height, in shares of the photo. A photo without a text file has nothing on it. Boxes that reach
/// beyond their photo are cut off; those without a pixel on it are left out and told in <see cref="DetectionDataset.LeftOut"/>.
/// </remarks>
public static class YoloFolder
{
    private const int MaximumLength = 16 << 20;

    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif"];

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder with images and labels in it.</param>
    /// <param name="split">A folder below both, such as <c>"train"</c>; null: the photos lie in images itself.</param>
    /// <param name="classNames">The classes, in the order of their numbers; null: those of <c>classes.txt</c>, one a line, or of <c>names</c> in <c>data.yaml</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A line is no box, a class has no name, a photo is none, or there are no photos. The message names the file.</exception>
    public static DetectionDataset Open(string folder, string? split = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string images = Path.Combine(folder, "images", split ?? ""), labels = Path.Combine(folder, "labels", split ?? "");
        if (!Directory.Exists(images)) throw new DirectoryNotFoundException($"YoloFolder: there is no folder '{images}'.");
        if (!Directory.Exists(labels)) throw new DirectoryNotFoundException($"YoloFolder: there is no folder '{labels}'.");
        classNames ??= YoloClassNames.Of(folder);
        string[] photos = [.. Directory.EnumerateFiles(images).Where(IsImage).Order(StringComparer.Ordinal)];
        if (photos.Length == 0) throw new InvalidDataException($"{images}: there is no photo in it.");
        var leftOut = new List<string>();
        AnnotatedImage[] annotated = [.. photos.Select(photo => ImageOf(photo, Path.Combine(labels, Path.GetFileNameWithoutExtension(photo) + ".txt"), classNames, leftOut))];
        return new DetectionDataset(annotated, classNames, leftOut);
    }

    private static bool IsImage(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static AnnotatedImage ImageOf(string photo, string file, IReadOnlyList<string> classNames, List<string> leftOut)
    {
        (int width, int height) = SizeOf(photo);
        var boxes = new List<LabeledBox>();
        if (!File.Exists(file)) return new AnnotatedImage(photo, width, height, boxes);
        if (new FileInfo(file).Length > MaximumLength) throw new InvalidDataException($"{file}: is longer than {MaximumLength:N0} bytes.");
        var checks = new BoxChecks(file, width, height, leftOut);
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (words.Length != 5) throw new InvalidDataException($"{file}, line {number}: expected a class and four numbers, got {words.Length} words; outlines aren't read.");
            double[] values = [.. words.Select(word => BoxChecks.Number(word, file, $"line {number}"))];
            if (values[0] != Math.Floor(values[0]) || values[0] < 0 || values[0] >= classNames.Count)
                throw new InvalidDataException($"{file}, line {number}: expected a class from 0 to {classNames.Count - 1}, got {words[0]}.");
            Box box = Box.FromCenter(values[1] * width, values[2] * height, values[3] * width, values[4] * height);
            if (checks.OnPhoto(box) is { } clipped) boxes.Add(new LabeledBox(clipped, (int)values[0]));
        }

        return new AnnotatedImage(photo, width, height, boxes);
    }

    // Its header alone, and which way up it is shown.
    private static (int Width, int Height) SizeOf(string photo)
    {
        using SKCodec codec = SKCodec.Create(photo) ?? throw new InvalidDataException($"{photo}: expected an image, and it's none.");
        bool liesOnItsSide = codec.EncodedOrigin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        return liesOnItsSide ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
    }
}
