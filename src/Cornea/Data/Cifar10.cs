namespace Cornea.Data;

/// <summary>CIFAR-10: 50,000 training and 10,000 test photos, coloured, 32 × 32 pixels with values 0 to 255, in ten classes.</summary>
/// <remarks>
/// The binary form is taken from the cache folder (<c>CORNEA_HOME/datasets/cifar-10</c>, by default below the user's local application
/// data): its archive, or the archive unpacked; else the archive is downloaded there (170 MB) and checked. Source: Krizhevsky, Learning
/// multiple layers of features from tiny images (2009).
/// </remarks>
public static class Cifar10
{
    /// <summary>The names of the ten classes, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    internal static CifarSource Source { get; } = new(
        Title: "CIFAR-10",
        Folder: "cifar-10",
        new("cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
        Inner: "cifar-10-batches-bin",
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
        TestFile: "test_batch.bin",
        RecordsPerFile: (10_000, 10_000),
        ClassCounts: [10]);

    /// <summary>The folder in which the files lie on this machine; null when <see cref="Load"/> would have to download them.</summary>
    public static string? Folder => Source.FolderHere(new DatasetCache());

    /// <summary>The folder into which <see cref="Load"/> downloads; an archive that is put there by hand serves as well.</summary>
    public static string DownloadFolder => new DatasetCache().FolderOf(Source.Folder);

    /// <summary>The training part and the test part; downloads 170 MB when they aren't on this machine.</summary>
    /// <param name="cancellation">Ends a download.</param>
    /// <returns>UInt8 images [50000, 32, 32, 3] and Int32 labels [50000], then 10,000 of each for testing.</returns>
    /// <exception cref="FileNotFoundException">The archive is neither here nor to be downloaded; the message says which file to put where.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or isn't what its name says.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load(CancellationToken cancellation = default) =>
        Source.Load(new DatasetCache(), label: 0, cancellation);
}
