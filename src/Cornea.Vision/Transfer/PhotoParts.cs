using Cornea.Data;

namespace Cornea.Vision;

/// <summary>The photos of a folder in three parts: as its folders say (train, validation, test), or drawn, each class in proportion.</summary>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">By what decisions are made.</param>
/// <param name="Test">By what the result is judged; looked at once.</param>
/// <param name="IsGiven">Whether the folder itself has a part for testing.</param>
public sealed record PhotoParts(ImageFolder Train, ImageFolder Validation, ImageFolder Test, bool IsGiven)
{
    private const int FewestPhotos = 5;

    private static readonly string[] TrainNames = ["train", "training"], ValidationNames = ["validation", "val", "valid", "dev"], TestNames = ["test", "testing"];

    /// <summary>Divides a folder of photos.</summary>
    /// <param name="path">A folder with a folder for each class; or with folders train, test and perhaps validation, each with a folder for each class.</param>
    /// <param name="seed">By which parts are drawn that the folder hasn't.</param>
    /// <param name="fraction">What part is drawn for validation, and as much for testing.</param>
    /// <param name="corruptFiles">unchecked, refuse or skip: what is done about files that can't be decoded.</param>
    /// <exception cref="ArgumentException">There are fewer than two classes, or fewer than five photos of one.</exception>
    public static PhotoParts Open(string path, int seed, double fraction = 0.1, CorruptFiles corruptFiles = default)
    {
        string? train = Find(path, TrainNames), validation = Find(path, ValidationNames), test = Find(path, TestNames);
        if (train is null)
        {
            ImageFolder all = Opened(path);
            (ImageFolder rest, ImageFolder drawn) = Drawn(all, fraction, seed);
            (ImageFolder learned, ImageFolder watched) = Drawn(rest, fraction / (1 - fraction), seed + 1);
            return new PhotoParts(learned, watched, drawn, IsGiven: false);
        }

        ImageFolder given = Opened(train);
        (ImageFolder kept, ImageFolder part) = validation is null ? Drawn(given, fraction, seed) : (given, Opened(validation, given.ClassNames));
        if (test is not null) return new PhotoParts(kept, part, Opened(test, given.ClassNames), IsGiven: true);
        (kept, ImageFolder judged) = Drawn(kept, fraction, seed + 1);
        return new PhotoParts(kept, part, judged, IsGiven: false);

        ImageFolder Opened(string folder, IReadOnlyList<string>? classNames = null) => ImageFolder.Open(folder, classNames: classNames, shuffle: false, corruptFiles: corruptFiles);
    }

    // Each class in proportion. (A class of a few photos still has one in each part.)
    private static (ImageFolder Kept, ImageFolder Part) Drawn(ImageFolder photos, double fraction, int seed)
    {
        int[] labels = [.. photos.Labels];
        if (photos.ClassNames.Count < 2)
            throw new ArgumentException($"'{photos.Path}' has photos of one class only, '{photos.ClassNames[0]}'; put those of each class into a folder of its own.");
        int[] counts = [.. photos.ClassNames.Select((_, index) => labels.Count(label => label == index))];
        if (Array.FindIndex(counts, count => count < FewestPhotos) is >= 0 and var small)
            throw new ArgumentException($"'{photos.Path}' has {counts[small]} photos of '{photos.ClassNames[small]}'; at least {FewestPhotos} are needed to train, to validate and to test.");
        int size = Math.Max((int)Math.Round(photos.Count * fraction), photos.ClassNames.Count);
        SplitIndices split = Data.Split.Indices(photos.Count, testSize: size, randomState: seed, stratify: labels);
        return (photos.Subset(split.Train), photos.Subset(split.Test));
    }

    private static string? Find(string path, string[] names) => !Directory.Exists(path) ? null : Directory.EnumerateDirectories(path)
        .FirstOrDefault(folder => names.Contains(Path.GetFileName(folder).ToLowerInvariant()) && Directory.EnumerateDirectories(folder).Any());
}
