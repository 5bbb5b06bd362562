namespace Cornea.Data;

/// <summary>CIFAR-100: 50,000 training and 10,000 test photos, coloured, 32 × 32 pixels with values 0 to 255, in 100 classes of 20 groups.</summary>
/// <remarks>
/// The binary form is taken from the cache folder (<c>CORNEA_HOME/datasets/cifar-100</c>, by default below the user's local application
/// data): its archive, or the archive unpacked; else the archive is downloaded there (169 MB) and checked. Source: Krizhevsky, Learning
/// multiple layers of features from tiny images (2009).
/// </remarks>
public static class Cifar100
{
    private const int CoarseLabel = 0;
    private const int FineLabel = 1;

    internal static CifarSource Source { get; } = new(
        Title: "CIFAR-100",
        Folder: "cifar-100",
        new("cifar-100-binary.tar.gz", 168_513_733, "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
        Inner: "cifar-100-binary",
        ["train.bin"],
        TestFile: "test.bin",
        RecordsPerFile: (50_000, 10_000),
        ClassCounts: [20, 100]);

    /// <summary>The folder in which the files lie on this machine; null when <see cref="Load"/> would have to download them.</summary>
    public static string? Folder => Source.FolderHere(new DatasetCache());

    /// <summary>The folder into which <see cref="Load"/> downloads; an archive that is put there by hand serves as well.</summary>
    public static string DownloadFolder => new DatasetCache().FolderOf(Source.Folder);

    /// <summary>The training part and the test part; downloads 169 MB when they aren't on this machine.</summary>
    /// <param name="labelMode"><c>"fine"</c>: the 100 classes; <c>"coarse"</c>: the 20 groups.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <returns>UInt8 images [50000, 32, 32, 3] and Int32 labels [50000], then 10,000 of each for testing.</returns>
    /// <exception cref="ArgumentException">The mode is another.</exception>
    /// <exception cref="FileNotFoundException">The archive is neither here nor to be downloaded; the message says which file to put where.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or isn't what its name says.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load(string labelMode = "fine", CancellationToken cancellation = default) =>
        Source.Load(new DatasetCache(), LabelOf(labelMode), cancellation);

    internal static int LabelOf(string labelMode) => labelMode switch
    {
        "fine" => FineLabel,
        "coarse" => CoarseLabel,
        _ => throw new ArgumentException($"Cifar100.Load: expected a labelMode of fine, coarse, got '{labelMode}'.", nameof(labelMode)),
    };
}
