namespace Cornea.Files;

/// <summary>NumPy's files: <c>.npy</c> holds an array, <c>.npz</c> several by name.</summary>
/// <remarks>
/// Numbers keep their type; of types that tensors don't have, the next wider one is taken (Int16: Int32, Float16: Float32, UInt32: Int64).
/// Arrays of Python objects are refused: reading them would run code. Files are written aside and renamed when they are whole.
/// </remarks>
public static class NumPyFile
{
    /// <summary>The array of a <c>.npy</c> file, as <c>numpy.load</c> gives it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is broken or holds something else than numbers.</exception>
    public static Tensor Load(string path) => NpyFile.Read(path).ToTensor(path);

    /// <summary>The arrays of a <c>.npz</c> file by name, in its order.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="maximumBytes">
    /// How many bytes all arrays together may take; more is refused before there is memory taken for it. Null: 128 MiB or a hundred times the
    /// file's size, whichever is more, which only compressed arrays of little content pass.
    /// </param>
    /// <inheritdoc cref="Load"/>
    public static IReadOnlyDictionary<string, Tensor> LoadAll(string path, long? maximumBytes = null)
    {
        var arrays = new OrderedDictionary<string, Tensor>();
        foreach ((string name, FileArray array) in NpzFile.Open(path, maximumBytes).ReadAll())
            arrays.Add(name, array.ToTensor($"{path}, {FileText.Shortened(name)}"));
        return arrays;
    }

    /// <summary>Writes an array as <c>numpy.save</c> does. Computes. A file of that name is replaced whole or not at all.</summary>
    public static void Save(string path, Tensor array)
    {
        ArgumentNullException.ThrowIfNull(array);
        NpyFile.Write(path, array.ToFileArray());
    }

    /// <summary>Writes several arrays as <c>numpy.savez</c> does. Computes. A file of that name is replaced whole or not at all.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compress">Whether they are compressed, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="ArgumentException">A name is empty, stands twice, or can't be a file's.</exception>
    public static void SaveAll(string path, IEnumerable<KeyValuePair<string, Tensor>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        NpzFile.Write(path, arrays.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToFileArray())), compress);
    }
}
