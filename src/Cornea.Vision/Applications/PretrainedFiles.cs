using Cornea.Data;

namespace Cornea.Vision;

/// <summary>Where Keras' official weights of a network are, with and without its top; each checked by its hash where Keras has one.</summary>
/// <param name="Folder">Below Keras' address for applications.</param>
/// <param name="Top">The file of the whole network.</param>
/// <param name="TopHash">Its MD5 or SHA-256.</param>
/// <param name="NoTop">The file of the network without top.</param>
/// <param name="NoTopHash">Its MD5 or SHA-256.</param>
internal sealed record PretrainedFiles(string Folder, string Top, string? TopHash, string NoTop, string? NoTopHash)
{
    private const string CacheFolder = "models"; // As Keras calls it.
    private const string Common = "tensorflow/keras-applications/";

    /// <summary>What stands before <see cref="Folder"/> in the address.</summary>
    public string Server { get; init; } = "https://storage.googleapis.com/";

    /// <summary>The folder for all downloads; null: Cornea's (<c>CORNEA_HOME</c>).</summary>
    public string? Cache { get; init; }

    /// <summary>Files whose names end in Keras' usual way.</summary>
    public static PretrainedFiles Usual(string folder, string name, string topHash, string noTopHash) => new(
        Common + folder + "/", $"{name}_weights_tf_dim_ordering_tf_kernels.h5", topHash, $"{name}_weights_tf_dim_ordering_tf_kernels_notop.h5", noTopHash);

    /// <summary>Files that are called as the model.</summary>
    public static PretrainedFiles Plain(string folder, string name, string topHash, string noTopHash) =>
        new(folder, $"{name}.h5", topHash, $"{name}_notop.h5", noTopHash);

    /// <summary>Files of other names.</summary>
    public static PretrainedFiles Named(string folder, string top, string? topHash, string noTop, string? noTopHash) =>
        new(Common + folder + "/", top, topHash, noTop, noTopHash);

    /// <summary>Reads the weights into a network: from this machine, or from the web and then kept.</summary>
    /// <param name="model">The network, with or without its top.</param>
    /// <param name="includeTop">Which of the two files it needs.</param>
    /// <exception cref="FileNotFoundException">The file isn't on this machine and can't be downloaded; the message says where it may be put.</exception>
    /// <exception cref="InvalidDataException">It has another hash, or isn't of this network.</exception>
    public void Load(Model model, bool includeTop)
    {
        (string name, string? hash) = includeTop ? (Top, TopHash) : (NoTop, NoTopHash);
        model.LoadWeights(Downloads.GetFile(name, Server + Folder + name, hash, cacheSubdir: CacheFolder, cacheDir: Cache));
    }
}
