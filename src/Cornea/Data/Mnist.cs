namespace Cornea.Data;

/// <summary>
/// MNIST: 60,000 training and 10,000 test images of handwritten digits, grey, 28 × 28 pixels with values 0 to 255.
/// </summary>
/// <remarks>
/// The files are taken from the cache folder (<c>CORNEA_HOME/datasets/mnist</c>, by default below the user's local application data),
/// else downloaded there (12 MB) and checked. Source: LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document
/// recognition, Proceedings of the IEEE 86 (1998); the set is by LeCun, Cortes and Burges.
/// </remarks>
public static class Mnist
{
    /// <summary>The names of the ten classes, by label: the digits.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    // Sizes and sums of the files of LeCun's page, as TensorFlow's and many others' lists state them; the addresses are copies of it.
    internal static MnistSource Source { get; } = new(
        Title: "MNIST",
        Folder: "mnist",
        SystemFolder: null,
        Package: null,
        Addresses: [new("https://storage.googleapis.com/cvdf-datasets/mnist/"), new("https://ossci-datasets.s3.amazonaws.com/mnist/")],
        new("train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        new("train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        new("t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        new("t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));

    /// <summary>The folder in which the files lie on this machine; null when <see cref="Load"/> would have to download some.</summary>
    public static string? Folder => Source.FolderHere(new DatasetCache());

    /// <summary>The folder into which <see cref="Load"/> downloads; files that are put there by hand serve as well.</summary>
    public static string DownloadFolder => new DatasetCache().FolderOf(Source.Folder);

    /// <summary>The training part and the test part; downloads 12 MB when they aren't on this machine.</summary>
    /// <param name="cancellation">Ends a download.</param>
    /// <returns>UInt8 images [60000, 28, 28] and Int32 labels [60000], then 10,000 of each for testing.</returns>
    /// <exception cref="FileNotFoundException">
    /// A file is neither here nor to be downloaded; the message says what to install or which file to put where.
    /// </exception>
    /// <exception cref="InvalidDataException">A file is damaged or isn't what its name says.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load(CancellationToken cancellation = default) =>
        Source.Load(new DatasetCache(), cancellation).ToTensors();
}
