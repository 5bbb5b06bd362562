namespace Cornea.Data;

/// <summary>
/// Fashion-MNIST: 60,000 training and 10,000 test images of clothes, grey, 28 × 28 pixels with values 0 to 255, in ten classes.
/// </summary>
/// <remarks>
/// The files are taken from /usr/share/datasets/fashion-mnist (Debian's package dataset-fashion-mnist), else from the cache folder
/// (<c>CORNEA_HOME/datasets/fashion-mnist</c>, by default below the user's local application data), else downloaded there (31 MB) and
/// checked. Source: Xiao, Rasul and Vollgraf (2017), arXiv:1708.07747, github.com/zalandoresearch/fashion-mnist; licence MIT.
/// </remarks>
public static class FashionMnist
{
    /// <summary>The names of the ten classes, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    // The sums are those of the publisher's files. Debian's files hold the same compressed data without the file name and the time in
    // gzip's header (24 bytes less each): with those put back their MD5 is the one that the publisher's README states.
    internal static MnistSource Source { get; } = new(
        Title: "Fashion-MNIST",
        Folder: "fashion-mnist",
        SystemFolder: "/usr/share/datasets/fashion-mnist",
        Package: "dataset-fashion-mnist",
        Addresses:
        [
            new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        ],
        new("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        new("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        new("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        new("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));

    /// <summary>The folder in which the files lie on this machine; null when <see cref="Load"/> would have to download some.</summary>
    public static string? Folder => Source.FolderHere(new DatasetCache());

    /// <summary>The folder into which <see cref="Load"/> downloads; files that are put there by hand serve as well.</summary>
    public static string DownloadFolder => new DatasetCache().FolderOf(Source.Folder);

    /// <summary>The training part and the test part; downloads 31 MB when they aren't on this machine.</summary>
    /// <param name="cancellation">Ends a download.</param>
    /// <returns>UInt8 images [60000, 28, 28] and Int32 labels [60000], then 10,000 of each for testing.</returns>
    /// <exception cref="FileNotFoundException">
    /// A file is neither here nor to be downloaded; the message says what to install or which file to put where.
    /// </exception>
    /// <exception cref="InvalidDataException">A file is damaged or isn't what its name says.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load(CancellationToken cancellation = default) =>
        Source.Load(new DatasetCache(), cancellation).ToTensors();
}
