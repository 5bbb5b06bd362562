namespace Cornea.Vision;

/// <summary>Where Keras' official weights of a network are, with and without its top; each checked by its hash where Keras has one.</summary>
/// <param name="Folder">Below Keras' address for applications.</param>
/// <param name="Top">The file of the whole network.</param>
/// <param name="TopHash">Its MD5 or SHA-256.</param>
/// <param name="NoTop">The file of the network without top.</param>
/// <param name="NoTopHash">Its MD5 or SHA-256.</param>
internal sealed record PretrainedFiles(string Folder, string Top, string? TopHash, string NoTop, string? NoTopHash)
{
    private const string Base = "https://storage.googleapis.com/";
    private const string Common = "tensorflow/keras-applications/";

    /// <summary>Files whose names end in Keras' usual way.</summary>
    public static PretrainedFiles Usual(string folder, string name, string topHash, string noTopHash) => new(
        Common + folder + "/", $"{name}_weights_tf_dim_ordering_tf_kernels.h5", topHash, $"{name}_weights_tf_dim_ordering_tf_kernels_notop.h5", noTopHash);

    /// <summary>Files that are called as the model.</summary>
    public static PretrainedFiles Plain(string folder, string name, string topHash, string noTopHash) =>
        new(folder, $"{name}.h5", topHash, $"{name}_notop.h5", noTopHash);

    /// <summary>Files of other names.</summary>
    public static PretrainedFiles Named(string folder, string top, string? topHash, string noTop, string? noTopHash) =>
        new(Common + folder + "/", top, topHash, noTop, noTopHash);

    /// <summary>Says that the file can't be read yet, before hundreds of megabytes are fetched for nothing.</summary>
    /// <exception cref="NotSupportedException">Always: Keras' official files are in the legacy form of HDF5, for which there is no reader yet.</exception>
    public void Refuse(string who, bool includeTop) => throw new NotSupportedException(
        $"{who}: Keras' official weights ({Base}{Folder}{(includeTop ? Top : NoTop)}) are in its legacy form of HDF5, which isn't read yet. "
        + "Give weights: null, or a .weights.h5 or .keras file that Keras 3 wrote.");
}
