using Cornea.Data;

namespace Cornea.Vision;

/// <summary>
/// A folder of photos with a folder for each class: <c>ImageFolder.Open("cats_and_dogs", shuffle: true, seed: 1)</c>. Files are decoded when they are
/// asked for, on all processors, ahead of the training.
/// </summary>
/// <remarks>
/// <para>
/// The arguments of <see cref="Open"/> are those of Keras' image_dataset_from_directory, and with the same seed each subset holds the same files in
/// the same order. As a dataset (<see cref="ToDataset"/>, or where one is asked for) it is what Keras gives: images of one size, in batches.
/// <c>photos.Split("[:80%]", "[80%:]")</c> and <see cref="Resize"/> are the way to take it step by step.
/// </para>
/// <para>An image folder is a description and never changes: each method gives a new one. Source: Keras 3, image_dataset_from_directory. Golden cases: folders.</para>
/// </remarks>
public sealed partial class ImageFolder : IEnumerable<Batch>
{
    private readonly int[][]? _classes; // Of each file; several where a list gives several.
    private readonly Settings _settings;
    private Dataset? _dataset;

    private ImageFolder(string path, string[] files, int[][]? classes, string[] classNames, Settings settings, IReadOnlyList<CorruptFile> corrupt)
    {
        (Path, Files, ClassNames, Corrupt, _settings) = (path, files, classNames, corrupt, settings);
        _classes = settings.LabelMode == LabelMode.None ? null : classes;
        if (_classes is not null) CheckLabels();
    }

    /// <summary>The folder, or the list of labels.</summary>
    public string Path { get; }

    /// <summary>The files, in order; Keras' file_paths.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The class of each file; where a list gives several, the first. Empty without labels.</summary>
    public IReadOnlyList<int> Labels => _classes is null ? [] : Array.ConvertAll(_classes, classes => classes[0]);

    /// <summary>The classes' names; a label is a number of this list. Empty without labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The files that were left out because they can't be decoded, if that was asked for.</summary>
    public IReadOnlyList<CorruptFile> Corrupt { get; }

    /// <summary>How many files there are.</summary>
    public int Count => Files.Count;

    /// <summary>The files of a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="labels">inferred: each folder in it is a class. none: all files below it. Or a number for each of all files below it, in their order.</param>
    /// <param name="labelMode">int, categorical, binary or none: what labels look like.</param>
    /// <param name="classNames">The folders that count, in the order of their numbers. Null: all, in the order of their names.</param>
    /// <param name="colorMode">rgb, grayscale or rgba.</param>
    /// <param name="batchSize">Images in a batch of <see cref="ToDataset"/>; null: it isn't batched.</param>
    /// <param name="imageSize">Height and width in <see cref="ToDataset"/>; null: 256 × 256.</param>
    /// <param name="shuffle">Whether the order is random, and another in each epoch of <see cref="ToDataset"/>; else it's the names'.</param>
    /// <param name="seed">For the same order each time; null: drawn from <see cref="RandomSeed"/>.</param>
    /// <param name="validationSplit">The fraction that is kept for validation.</param>
    /// <param name="subset">training or validation: which part this is. <see cref="OpenBoth"/> gives both.</param>
    /// <param name="interpolation">How pixels of another size are made.</param>
    /// <param name="followLinks">Whether links to folders are followed, below the classes' folders.</param>
    /// <param name="cropToAspectRatio">Whether images are cut, in the middle, to the ratio wanted, rather than stretched.</param>
    /// <param name="padToAspectRatio">Whether whole images are shown, black around them, rather than stretched.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    /// <param name="corruptFiles">unchecked, refuse or skip: what is done about files that can't be decoded.</param>
    /// <exception cref="IOException">There is no such folder, or it can't be read.</exception>
    /// <exception cref="ArgumentException">There is no image, or arguments don't fit together.</exception>
    /// <exception cref="InvalidDataException">Corrupt files are refused, and there are some; the message names them.</exception>
    public static ImageFolder Open(
        string path,
        ImageLabels labels = default,
        LabelMode labelMode = default,
        IReadOnlyList<string>? classNames = null,
        ColorMode colorMode = default,
        int? batchSize = 32,
        (int Height, int Width)? imageSize = null,
        bool shuffle = true,
        int? seed = null,
        double? validationSplit = null,
        string? subset = null,
        Interpolation interpolation = default,
        bool followLinks = false,
        bool cropToAspectRatio = false,
        bool padToAspectRatio = false,
        DataFormat dataFormat = default,
        CorruptFiles corruptFiles = default)
    {
        if (subset is not (null or "training" or "validation"))
            throw new ArgumentException($"ImageFolder.Open: expected a subset of training or validation (OpenBoth gives both), got '{subset}'.", nameof(subset));
        CheckSplit(validationSplit, isSplit: subset is not null, shuffle, seed);
        var settings = new Settings(
            new ImageLoader(imageSize?.Height ?? 256, imageSize?.Width ?? 256, interpolation, Fit(cropToAspectRatio, padToAspectRatio), colorMode), labelMode, batchSize, shuffle, seed, dataFormat);
        FolderIndex index = FolderIndex.Of(path, labels, classNames, followLinks).Shuffled(shuffle, seed).Part(validationSplit, subset);
        if (index.Files.Length == 0)
            throw new ArgumentException($"ImageFolder: there is no image in '{path}'{(subset is null ? "" : $" for {subset}")}; files that end with {string.Join(", ", ImageFormat.Endings)} are looked for.");
        int[][]? classes = index.Classes is null ? null : Array.ConvertAll(index.Classes, label => new[] { label });
        return new ImageFolder(path, index.Files, classes, index.ClassNames, settings, []).Treated(corruptFiles);
    }

    /// <summary>Both parts of a folder: what <see cref="Open"/> gives for training and for validation. The validation part keeps its order.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static (ImageFolder Training, ImageFolder Validation) OpenBoth(
        string path,
        double validationSplit,
        ImageLabels labels = default,
        LabelMode labelMode = default,
        IReadOnlyList<string>? classNames = null,
        ColorMode colorMode = default,
        int? batchSize = 32,
        (int Height, int Width)? imageSize = null,
        bool shuffle = true,
        int? seed = null,
        Interpolation interpolation = default,
        bool followLinks = false,
        bool cropToAspectRatio = false,
        bool padToAspectRatio = false,
        DataFormat dataFormat = default,
        CorruptFiles corruptFiles = default)
    {
        ImageFolder validation = Part("validation");
        return (Part("training"), validation.With(validation._settings with { Shuffles = false }));

        ImageFolder Part(string subset) => Open(
            path, labels, labelMode, classNames, colorMode, batchSize, imageSize, shuffle, seed, validationSplit, subset, interpolation, followLinks, cropToAspectRatio,
            padToAspectRatio, dataFormat, corruptFiles);
    }

    /// <summary>The images of a CSV file <c>file,label[,label…]</c>, in its order. Classes are the labels that occur, in the order of their names.</summary>
    /// <param name="path">The list; a first line that begins with file, filename, image, path or id is one of names.</param>
    /// <param name="folder">Where the files are, if their paths aren't whole; null: where the list is.</param>
    /// <param name="labelMode">What labels look like; null: int where each image has one, else categorical, with a 1 at each of its labels.</param>
    /// <param name="colorMode">rgb, grayscale or rgba.</param>
    /// <param name="corruptFiles">unchecked, refuse or skip: what is done about files that can't be decoded.</param>
    /// <exception cref="InvalidDataException">A line isn't of that form, or corrupt files are refused and there are some.</exception>
    /// <exception cref="FileNotFoundException">A file of the list isn't there.</exception>
    public static ImageFolder FromCsv(string path, string? folder = null, LabelMode? labelMode = null, ColorMode colorMode = default, CorruptFiles corruptFiles = default)
    {
        LabelList list = LabelList.Read(path);
        string start = folder ?? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        string[] files = Array.ConvertAll(list.Files, file => System.IO.Path.Combine(start, file));
        if (files.Length == 0) throw new InvalidDataException($"{path}: there is no image in the list.");
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing) throw new FileNotFoundException($"{path}: there is no file '{missing}'.", missing);
        string[] names = [.. list.Labels.SelectMany(labels => labels).Distinct().Order(StringComparer.Ordinal)];
        int[][] classes = Array.ConvertAll(list.Labels, labels => Array.ConvertAll(labels, label => Array.BinarySearch(names, label, StringComparer.Ordinal)));
        bool isSingle = classes.All(own => own.Length == 1);
        var settings = new Settings(new ImageLoader(256, 256, ColorMode: colorMode), labelMode ?? (isSingle ? LabelMode.Int : LabelMode.Categorical), 32, false, null, default);
        return new ImageFolder(path, files, classes, names, settings, []).Treated(corruptFiles);
    }

    /// <summary>Any image files.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="labels">The class of each; null: none.</param>
    /// <param name="classNames">The classes' names; null: their numbers.</param>
    /// <param name="colorMode">rgb, grayscale or rgba.</param>
    /// <exception cref="ArgumentException">There isn't a label for each file, or a class for each label.</exception>
    public static ImageFolder FromFiles(IReadOnlyList<string> files, IReadOnlyList<int>? labels = null, IReadOnlyList<string>? classNames = null, ColorMode colorMode = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (labels is not null && labels.Count != files.Count) throw new ArgumentException($"ImageFolder: expected a label for each of {files.Count} files, got {labels.Count}.", nameof(labels));
        string[] names = [.. classNames ?? [.. (labels ?? []).Distinct().Order().Select(label => $"{label}")]];
        if (classNames is not null && labels?.FirstOrDefault(label => label < 0 || label >= names.Length, 0) is { } beyond && (beyond < 0 || beyond >= names.Length && names.Length > 0))
            throw new ArgumentException($"ImageFolder: label {beyond} has no name; there are {names.Length} classes.", nameof(labels));
        var settings = new Settings(new ImageLoader(256, 256, ColorMode: colorMode), labels is null ? LabelMode.None : LabelMode.Int, 32, false, null, default);
        return new ImageFolder("", [.. files], labels?.Select(label => new[] { label }).ToArray(), names, settings, []);
    }

    /// <summary>Some of the files, such as a fold of a cross-validation, by their numbers.</summary>
    public ImageFolder Subset(IEnumerable<int> indices)
    {
        int[] rows = [.. indices];
        return new ImageFolder(
            Path, Array.ConvertAll(rows, row => Files[row]), _classes is null ? null : Array.ConvertAll(rows, row => _classes[row]), [.. ClassNames], _settings with { Shuffles = false }, Corrupt);
    }

    /// <summary>Parts of the folder, as tensorflow-datasets writes them: <c>photos.Split("[:80%]", "[80%:90%]", "[90%:]")</c>.</summary>
    /// <param name="parts">Of each part where it begins and ends: numbers count files, with % they are parts of the whole; negative ones count from the end.</param>
    /// <exception cref="ArgumentException">A part isn't of that form or doesn't fit.</exception>
    public ImageFolderParts Split(params ReadOnlySpan<string> parts) => new(
        [.. Dataset.Range(Count).Split(parts).Select(part => Subset(part.Select(row => row.Inputs[0].ToScalar<int>())))]);

    /// <summary>Random orders of the images, another each time they are gone through.</summary>
    /// <param name="bufferSize">From how many images each is drawn; files are decoded after they were drawn.</param>
    /// <param name="seed">For the same orders in each run of the program. Null: drawn from <see cref="RandomSeed"/>.</param>
    /// <param name="reshuffleEachIteration">Whether each iteration has another order.</param>
    public ImageFolder Shuffle(int bufferSize, int? seed = null, bool reshuffleEachIteration = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return With(_settings with { Order = new Order(bufferSize, seed, reshuffleEachIteration) });
    }

    /// <summary>How many files of how many classes.</summary>
    public override string ToString() => _classes is null ? $"{Count} files" : $"{Count} files belonging to {ClassNames.Count} classes";

    private ImageFolder With(Settings settings) => new(Path, [.. Files], _classes, [.. ClassNames], settings, Corrupt);

    private static AspectFit Fit(bool isCropped, bool isPadded) => isCropped && isPadded
        ? throw new ArgumentException("ImageFolder: expected at most one of cropToAspectRatio and padToAspectRatio.")
        : isCropped ? AspectFit.Crop : isPadded ? AspectFit.Pad : AspectFit.Stretch;

    private static void CheckSplit(double? validationSplit, bool isSplit, bool shuffle, int? seed)
    {
        if (validationSplit is not (null or (> 0 and < 1)))
            throw new ArgumentException($"ImageFolder: expected a validationSplit between 0 and 1, got {validationSplit}.", nameof(validationSplit));
        if (validationSplit is null == isSplit) throw new ArgumentException("ImageFolder: validationSplit and subset go together; one was given without the other.", nameof(validationSplit));
        if (isSplit && shuffle && seed is null)
            throw new ArgumentException("ImageFolder: a random part needs a seed, or the parts for training and for validation would overlap.", nameof(seed));
    }

    private void CheckLabels()
    {
        if (_settings.LabelMode == LabelMode.Categorical)
        {
            if (_classes!.SelectMany(own => own).FirstOrDefault(label => label < 0 || label >= ClassNames.Count, -1) is >= 0 and var beyond)
                throw new ArgumentException($"ImageFolder: categorical labels are numbers from 0 to {ClassNames.Count - 1}, got {beyond}.");
            return;
        }

        if (_classes!.Any(own => own.Length > 1)) throw new ArgumentException($"ImageFolder: some images have several labels; only the label mode categorical can say so, not {_settings.LabelMode}.");
        if (_settings.LabelMode == LabelMode.Binary && ClassNames.Count != 2)
            throw new ArgumentException($"ImageFolder: the label mode binary is for two classes; there are {ClassNames.Count}: {string.Join(", ", ClassNames)}.");
    }

    private sealed record Order(int BufferSize, int? Seed, bool Reshuffles);

    private sealed record Settings(ImageLoader Loader, LabelMode LabelMode, int? BatchSize, bool Shuffles, int? Seed, DataFormat DataFormat)
    {
        public Order? Order { get; init; }
    }
}
