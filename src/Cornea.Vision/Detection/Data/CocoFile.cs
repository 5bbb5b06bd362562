using System.Text.Json;

namespace Cornea.Vision;

/// <summary>Photos with boxes in COCO's layout: one JSON file with images, annotations and categories.</summary>
/// <remarks>
/// Boxes that reach beyond their photo are cut off; those without a pixel on it are left out and told in <see cref="DetectionDataset.LeftOut"/>.
/// Crowds and the areas of outlines are kept for <see cref="CocoEvaluator"/>.
/// </remarks>
public static class CocoFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="imageFolder">Where the photos are; null: where the file is.</param>
    /// <param name="classNames">The classes, in the order of their numbers; null: all categories, in the order of their ids.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or a photo is missing.</exception>
    /// <exception cref="InvalidDataException">It's no such JSON, has a wrong box or an unknown category, or a photo lies outside of the folder. The message names the file.</exception>
    public static DetectionDataset Open(string path, string? imageFolder = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path)) throw new FileNotFoundException($"CocoFile: there is no file '{path}'.", path);
        try
        {
            using FileStream stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return Read(document.RootElement, path, imageFolder ?? Path.GetDirectoryName(Path.GetFullPath(path))!, classNames);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path}: expected COCO's images, annotations and categories: {error.Message}", error);
        }
    }

    private static DetectionDataset Read(JsonElement root, string path, string folder, IReadOnlyList<string>? classNames)
    {
        var categories = new SortedDictionary<long, string>();
        foreach (JsonElement category in root.GetProperty("categories").EnumerateArray())
            if (!categories.TryAdd(category.GetProperty("id").GetInt64(), category.GetProperty("name").GetString() ?? ""))
                throw new InvalidDataException($"{path}: the category {category.GetProperty("id")} stands there twice.");
        classNames ??= [.. categories.Values];
        var photos = new Dictionary<long, JsonElement>();
        foreach (JsonElement image in root.GetProperty("images").EnumerateArray())
            if (!photos.TryAdd(image.GetProperty("id").GetInt64(), image)) throw new InvalidDataException($"{path}: the image {image.GetProperty("id")} stands there twice.");
        if (photos.Count == 0) throw new InvalidDataException($"{path}: has no images.");
        ILookup<long, JsonElement> things = root.GetProperty("annotations").EnumerateArray().ToLookup(thing => thing.GetProperty("image_id").GetInt64());
        if (things.FirstOrDefault(group => !photos.ContainsKey(group.Key)) is { } lost) throw new InvalidDataException($"{path}: an annotation is of image {lost.Key}, which isn't there.");
        var leftOut = new List<string>();
        return new DetectionDataset([.. photos.Select(photo => ImageOf(photo.Value, things[photo.Key]))], classNames, leftOut);

        AnnotatedImage ImageOf(JsonElement photo, IEnumerable<JsonElement> annotations)
        {
            string file = PhotoFile(path, folder, photo.GetProperty("file_name").GetString() ?? "");
            int width = BoxChecks.Side(photo.GetProperty("width").GetDouble(), $"{path}: {file}", "width"), height = BoxChecks.Side(photo.GetProperty("height").GetDouble(), $"{path}: {file}", "height");
            var checks = new BoxChecks($"{path}: {file}", width, height, leftOut);
            var boxes = new List<LabeledBox>();
            foreach (JsonElement thing in annotations)
            {
                long id = thing.GetProperty("category_id").GetInt64();
                int index = categories.TryGetValue(id, out string? name) ? classNames!.ToList().IndexOf(name)
                    : throw new InvalidDataException($"{path}: {file}: has category {id}, which isn't among the categories.");
                if (index < 0) throw new InvalidDataException($"{path}: {file}: has a '{name}', expected classes among {string.Join(", ", classNames!)}.");
                double[] numbers = [.. thing.GetProperty("bbox").EnumerateArray().Select(number => number.GetDouble())];
                if (numbers.Length != 4) throw new InvalidDataException($"{path}: {file}: expected four numbers in a bbox, got {numbers.Length}.");
                if (checks.OnPhoto(Box.FromSize(numbers[0], numbers[1], numbers[2], numbers[3])) is not { } box) continue;
                bool isCrowd = thing.TryGetProperty("iscrowd", out JsonElement crowd) && crowd.GetInt32() != 0;
                boxes.Add(new LabeledBox(box, index, isCrowd, Area: thing.TryGetProperty("area", out JsonElement area) ? area.GetDouble() : null));
            }

            return new AnnotatedImage(file, width, height, boxes);
        }
    }

    private static string PhotoFile(string path, string folder, string name)
    {
        string root = Path.GetFullPath(folder), file = Path.GetFullPath(Path.Combine(root, name));
        if (name.Length == 0 || !file.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new InvalidDataException($"{path}: expected photos in '{folder}', got '{name}'.");
        return File.Exists(file) ? file : throw new FileNotFoundException($"CocoFile: {path}: there is no photo '{file}'.", file);
    }
}
