using Cornea.Files;

namespace Cornea.Data;

/// <summary>A data set in MNIST's form: four IDX files, looked for on this machine and otherwise downloaded.</summary>
/// <param name="Title">Its name for people.</param>
/// <param name="Folder">Its folder's name in the cache.</param>
/// <param name="SystemFolder">Where the operating system's package puts it, if there is one.</param>
/// <param name="Package">The name of Debian's package, if there is one.</param>
/// <param name="Addresses">Folders on the web that hold the files, in the order in which they are tried; each ends with '/'.</param>
/// <param name="TrainImages">The file of the training images; the next three alike.</param>
/// <param name="TrainLabels">Labels of the training images.</param>
/// <param name="TestImages">Test images.</param>
/// <param name="TestLabels">Labels of the test images.</param>
internal sealed record MnistSource(
    string Title,
    string Folder,
    string? SystemFolder,
    string? Package,
    IReadOnlyList<Uri> Addresses,
    DatasetFile TrainImages,
    DatasetFile TrainLabels,
    DatasetFile TestImages,
    DatasetFile TestLabels)
{
    public const int TrainCount = 60_000;
    public const int TestCount = 10_000;
    public const int Side = 28;
    public const int ClassCount = 10;

    /// <summary>
    /// Reads the set: each file from the system's folder, else from the cache, else downloaded into the cache. A file found here is
    /// checked by its form (gzip's checksum, sizes, labels in range), a downloaded one by its SHA-256 as well.
    /// </summary>
    /// <exception cref="FileNotFoundException">
    /// A file is neither here nor to be downloaded; the message says what to install or which file to put where.
    /// </exception>
    /// <exception cref="InvalidDataException">A file is damaged or isn't what its name says.</exception>
    public ImageSet Load(DatasetCache cache, CancellationToken cancellation = default) => new(
        Images(TrainImages, TrainCount, cache, cancellation),
        Labels(TrainLabels, TrainCount, cache, cancellation),
        Images(TestImages, TestCount, cache, cancellation),
        Labels(TestLabels, TestCount, cache, cancellation));

    /// <summary>Whether all four files lie on this machine, so that <see cref="Load"/> needs no network.</summary>
    public bool IsHere(DatasetCache cache) =>
        new[] { TrainImages, TrainLabels, TestImages, TestLabels }.All(file => Find(file, cache) is not null);

    /// <summary>The folder that holds the first of the four files, when all are on this machine; else null.</summary>
    public string? FolderHere(DatasetCache cache) => IsHere(cache) ? Path.GetDirectoryName(Find(TrainImages, cache)) : null;

    private FileArray Images(DatasetFile file, int count, DatasetCache cache, CancellationToken cancellation) =>
        Read(file, cache, [count, Side, Side], cancellation);

    private FileArray Labels(DatasetFile file, int count, DatasetCache cache, CancellationToken cancellation)
    {
        FileArray labels = Read(file, cache, [count], cancellation);
        int wrong = labels.Bytes.IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        return wrong < 0
            ? labels
            : throw new InvalidDataException($"{Title}, {file.Name}: label {wrong} is {labels.Bytes[wrong]}; 0 to {ClassCount - 1} exist.");
    }

    private FileArray Read(DatasetFile file, DatasetCache cache, int[] shape, CancellationToken cancellation)
    {
        string path = Find(file, cache) ?? cache.Obtain(Title, Package, Folder, file, Addresses, cancellation);
        FileArray array = IdxFile.Read(path);
        return array.ElementType == FileElementType.UInt8 && array.Shape.SequenceEqual(shape)
            ? array
            : throw new InvalidDataException(
                $"{path}: expected {FileElementType.UInt8} {FileArray.Describe(shape)} for {Title}, got {array}.");
    }

    // A file that somebody has unpacked serves as well.
    private string? Find(DatasetFile file, DatasetCache cache) =>
        (from folder in new[] { SystemFolder, cache.FolderOf(Folder) }
         where folder is not null
         from name in new[] { file.Name, Path.GetFileNameWithoutExtension(file.Name) }
         select Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
