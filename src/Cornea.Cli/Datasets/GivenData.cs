using Cornea.Files;

namespace Cornea.Cli.Datasets;

/// <summary>Data that a command was given: a built-in data set's test part, or arrays of files.</summary>
/// <param name="X">What goes into the network, an array for each input.</param>
/// <param name="Y">What should come out; null when it wasn't given.</param>
/// <param name="ClassNames">The classes' names; null where they have none.</param>
internal sealed record GivenData(TensorList X, Tensor? Y, IReadOnlyList<string>? ClassNames)
{
    private const string Array = ".npy";
    private const string Arrays = ".npz";
    private const int MostNames = 12;
    private static readonly string[] InputNames = ["x_test", "x", "X", "images", "arr_0"];
    private static readonly string[] TargetNames = ["y_test", "y", "Y", "labels", "arr_1"];

    /// <summary>Whether an argument means a file rather than a data set.</summary>
    public static bool IsFile(string name) => name.EndsWith(Array, StringComparison.OrdinalIgnoreCase) || name.EndsWith(Arrays, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads what an argument names, for a network of so many inputs.</summary>
    /// <exception cref="IOException">There is no such file, or data set.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or has other arrays.</exception>
    public static GivenData Read(string name, string? targets, int inputs, int seed, CancellationToken cancellation)
    {
        Tensor? y = targets is null ? null : Load(targets);
        if (!IsFile(name))
        {
            BuiltInDataset dataset = BuiltInDatasets.Get(name);
            LabelledImages images = dataset.Load(seed, cancellation);
            return new GivenData(images.TestImages, y ?? images.TestLabels, dataset.ClassNames);
        }

        if (!name.EndsWith(Arrays, StringComparison.OrdinalIgnoreCase)) return new GivenData(Numbers(Load(name)), y, null);
        GivenFile.Check(name);
        IReadOnlyDictionary<string, Tensor> arrays = NumPyFile.LoadAll(name);
        if (inputs > 1)
        {
            // x0, x1, … for several inputs.
            Tensor[] all = [.. Enumerable.Range(0, inputs).Select(index => Numbers(arrays.GetValueOrDefault($"x{index}")
                ?? throw new InvalidDataException($"'{name}' has no array 'x{index}' for input {index} of the network; there are {Names()}.")))];
            return new GivenData(all, y ?? Find(TargetNames), null);
        }

        Tensor x = arrays.Count == 1 ? arrays.Values.Single() : Find(InputNames)
            ?? throw new InvalidDataException($"'{name}': expected an array called {string.Join(", ", InputNames)}; there are {Names()}.");
        return new GivenData(Numbers(x), y ?? (arrays.Count == 1 ? null : Find(TargetNames)), null);

        string Names() => arrays.Count <= MostNames ? string.Join(", ", arrays.Keys) : $"{string.Join(", ", arrays.Keys.Take(MostNames))}, … ({arrays.Count:N0} in all)";

        Tensor? Find(string[] names) => names.Select(known => arrays.GetValueOrDefault(known)).FirstOrDefault(array => array is not null);
    }

    /// <summary>Reads what goes into a network: one data set or file for all inputs, or a file for each.</summary>
    /// <inheritdoc cref="Read"/>
    public static GivenData ReadAll(IReadOnlyList<string> names, int inputs, int seed, CancellationToken cancellation)
    {
        if (names.Count == 1 && (inputs == 1 || !names[0].EndsWith(Array, StringComparison.OrdinalIgnoreCase))) return Read(names[0], null, inputs, seed, cancellation);
        return names.Count == inputs ? new GivenData(TensorList.Create([.. names.Select(name => Numbers(Load(name)))]), null, null)
            : throw new InvalidDataException($"The network has {inputs} inputs: expected a .npy file for each, or a .npz file; got {string.Join(", ", names)}.");
    }

    private static Tensor Load(string path)
    {
        if (!path.EndsWith(Array, StringComparison.OrdinalIgnoreCase)) throw new InvalidDataException($"'{path}' isn't a {Array} file.");
        GivenFile.Check(path);
        return NumPyFile.Load(path);
    }

    // Networks compute in single precision; whole numbers may be what an embedding wants.
    private static Tensor Numbers(Tensor x) => x.DType == DType.Float64 || x.DType == DType.UInt8 ? x.Cast(DType.Float32) : x;
}
