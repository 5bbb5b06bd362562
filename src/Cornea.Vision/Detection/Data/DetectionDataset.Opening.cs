namespace Cornea.Vision;

// Of whatever layout it is.
public sealed partial class DetectionDataset
{
    /// <summary>Opens photos with boxes of a layout that's found out: COCO (a JSON file), Pascal VOC (a folder with Annotations) or YOLO (with images and labels).</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="split">A part of it, such as <c>"train"</c>: see <see cref="VocFolder"/> and <see cref="YoloFolder"/>. Null: all. A COCO file has none.</param>
    /// <param name="classNames">The classes, in the order of their numbers; null: those that are there.</param>
    /// <exception cref="ArgumentException">A part of a COCO file is asked for.</exception>
    /// <exception cref="IOException">There is no such file or folder, or it's of no known layout.</exception>
    /// <exception cref="InvalidDataException">Something in it is wrong; the message names the file.</exception>
    public static DetectionDataset Open(string path, string? split = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path))
            return split is null ? CocoFile.Open(path, classNames: classNames) : throw new ArgumentException($"DetectionDataset: '{path}' is a file, so it has no part '{split}'.", nameof(split));
        if (IsVoc(path)) return VocFolder.Open(path, split, classNames);
        if (IsYolo(path)) return YoloFolder.Open(path, split, classNames);
        throw new DirectoryNotFoundException(Directory.Exists(path)
            ? $"'{path}' is of no known layout: expected Annotations (Pascal VOC) or images and labels (YOLO) in it, or a JSON file (COCO)."
            : $"There is no file or folder '{path}'.");
    }

    /// <summary>Whether a folder has a part of a name, such as <c>"train"</c>.</summary>
    public static bool HasSplit(string path, string split) => IsVoc(path) ? File.Exists(Path.Combine(path, "ImageSets", "Main", split + ".txt"))
        : IsYolo(path) && Directory.Exists(Path.Combine(path, "images", split));

    private static bool IsVoc(string path) => Directory.Exists(Path.Combine(path, "Annotations"));

    private static bool IsYolo(string path) => Directory.Exists(Path.Combine(path, "images")) && Directory.Exists(Path.Combine(path, "labels"));
}
