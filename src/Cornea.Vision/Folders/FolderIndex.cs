using Cornea.Data;

namespace Cornea.Vision;

/// <summary>The image files below a folder with their classes, in the order in which Keras' index_directory finds them.</summary>
/// <param name="Files">Paths that begin with the folder's.</param>
/// <param name="Classes">The class of each; null without labels.</param>
/// <param name="ClassNames">Their names; empty without labels.</param>
internal sealed record FolderIndex(string[] Files, int[]? Classes, string[] ClassNames)
{
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ArgumentException">Labels or names of classes don't fit.</exception>
    public static FolderIndex Of(string folder, ImageLabels labels, IReadOnlyList<string>? classNames, bool followLinks)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder)) throw new IOException($"'{folder}' is a file; expected a folder of images.");
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        if (!labels.IsNone && labels.Given is null) return Inferred(folder, classNames, followLinks);
        if (classNames is not null) throw new ArgumentException("ImageFolder: classNames name and order folders; with labels of one's own, or none, there are no folders that are classes.", nameof(classNames));
        string[] files = [.. FilesBelow(folder, followLinks)];
        if (labels.Given is not { } given) return new FolderIndex(files, null, []);
        if (given.Length != files.Length)
            throw new ArgumentException($"ImageFolder: expected a label for each of the {files.Length} image files in '{folder}', got {given.Length}.", nameof(labels));
        return new FolderIndex(files, given, [.. given.Distinct().Order().Select(label => $"{label}")]);
    }

    /// <summary>In the order that NumPy's RandomState(seed).shuffle gives, as Keras shuffles.</summary>
    public FolderIndex Shuffled(bool isShuffled, int? seed)
    {
        if (!isShuffled || Files.Length < 2) return this;
        SplitIndices split = Split.Indices(Files.Length, testSize: 1, randomState: seed); // Both parts together are NumPy's permutation.
        int[] order = [.. split.Test, .. split.Train];
        return new FolderIndex(Array.ConvertAll(order, index => Files[index]), Classes is null ? null : Array.ConvertAll(order, index => Classes[index]), ClassNames);
    }

    /// <summary>The part for training, which comes first, or that for validation.</summary>
    public FolderIndex Part(double? validationSplit, string? subset)
    {
        if (subset is null) return this;
        int trained = Files.Length - (int)(validationSplit!.Value * Files.Length);
        Range part = subset == "training" ? ..trained : trained..;
        return new FolderIndex(Files[part], Classes?[part], ClassNames);
    }

    private static FolderIndex Inferred(string folder, IReadOnlyList<string>? classNames, bool followLinks)
    {
        string[] found = [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal)];
        if (classNames?.Except(found).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"ImageFolder: there is no folder '{unknown}' in '{folder}'; there are {string.Join(", ", found)}.", nameof(classNames));
        if (found.Length == 0)
        {
            throw new ArgumentException(
                $"ImageFolder: '{folder}' has no folders. Labels are taken from folders' names: put the images of each class into a folder of its own, or give labels: \"none\".");
        }

        string[] names = [.. classNames ?? found];
        var files = new List<string>();
        var classes = new List<int>();
        for (int index = 0; index < names.Length; index++)
        {
            files.AddRange(FilesBelow(Path.Combine(folder, names[index]), followLinks));
            classes.AddRange(Enumerable.Repeat(index, files.Count - classes.Count));
        }

        return new FolderIndex([.. files], [.. classes], names);
    }

    private static IEnumerable<string> FilesBelow(string folder, bool followLinks) => FoldersBelow(folder, followLinks, [])
        .Order(StringComparer.Ordinal)
        .SelectMany(below => Directory.EnumerateFiles(below).Where(IsImage).Order(StringComparer.Ordinal));

    // The folder itself too. A link that leads back up is followed once.
    private static IEnumerable<string> FoldersBelow(string folder, bool followLinks, HashSet<string> seen)
    {
        if (followLinks && !seen.Add(new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder))) return [];
        return
        [
            folder,
            .. Directory.EnumerateDirectories(folder)
                .Where(below => followLinks || new DirectoryInfo(below).LinkTarget is null)
                .SelectMany(below => FoldersBelow(below, followLinks, seen)),
        ];
    }

    private static bool IsImage(string path) => ImageFormat.Endings.Contains(Path.GetExtension(path).ToLowerInvariant());
}
