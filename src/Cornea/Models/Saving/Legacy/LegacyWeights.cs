using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

/// <summary>A model's weights in the layout of HDF5 files up to Keras 2: a group for each layer, which names its weights in an attribute.</summary>
internal static class LegacyWeights
{
    private const string LayerNames = "layer_names", WeightNames = "weight_names";
    private const string TopLevel = "top_level_model_weights";
    private const int LargestAttribute = 64_000; // HDF5's limit for one in an object's header; more are divided, as Keras does.

    /// <summary>Whether a group is of this layout.</summary>
    public static bool IsIn(Hdf5Group group) => group.Attributes.ContainsKey(LayerNames) || group.Attributes.ContainsKey($"{LayerNames}0");

    /// <summary>The tree that is written.</summary>
    public static Hdf5Group ToTree(Model model, WeightType type)
    {
        var root = new Hdf5Group();
        Layer[] layers = [.. model.Layers.Where(layer => layer is not OperationLayer)];
        SetNames(root, LayerNames, layers.Select(layer => layer.Name));
        root.Attributes["backend"] = Hdf5Attribute.Of("tensorflow");
        root.Attributes["keras_version"] = Hdf5Attribute.Of(KerasArchive.KerasVersion);
        foreach (Layer layer in layers) Add(root.Make(layer.Name), InOrder(layer), type);
        Add(root.Make(TopLevel), model.OwnWeights, type);
        return root;
    }

    /// <summary>Puts variables into a group, which names them in order.</summary>
    public static void Add(Hdf5Group group, IReadOnlyList<Variable> variables, WeightType type)
    {
        var names = new List<string>();
        foreach (Variable variable in variables)
        {
            string path = variable.Path.Length > 0 ? variable.Path : variable.Name, name = path;
            for (int number = 1; group.FindArray(name) is not null; number++) name = $"{path}_{number}";
            int slash = name.LastIndexOf('/');
            (slash < 0 ? group : group.Make(name[..slash])).Members[name[(slash + 1)..]] = WeightFile.ArrayOf(variable, type);
            names.Add(name);
        }

        SetNames(group, WeightNames, names);
    }

    /// <summary>The arrays that a group names, in order.</summary>
    /// <exception cref="InvalidDataException">One isn't there.</exception>
    public static Hdf5Array[] ArraysOf(Hdf5Group group, string place) => [.. NamesOf(group, WeightNames).Select(name =>
        group.FindArray(name) ?? throw new InvalidDataException($"{place}: there is no array '{FileText.Shortened(name)}', though it's named."))];

    /// <summary>Finds the arrays of a model's variables.</summary>
    /// <param name="root">What was read.</param>
    /// <param name="model">The model.</param>
    /// <param name="place">What messages call the file.</param>
    /// <param name="byName">Whether layers are found by name, and others left as they are; else layers with weights in their order.</param>
    /// <param name="skipMismatch">Whether layers that don't fit are left as they are.</param>
    /// <exception cref="InvalidDataException">Something doesn't fit; the message lists it layer by layer.</exception>
    public static List<(Variable Variable, IFileValues? Array)> Find(Hdf5Group root, Model model, string place, bool byName, bool skipMismatch)
    {
        var found = new List<(Variable, IFileValues?)>();
        var problems = new List<string>();
        (string Name, Hdf5Array[] Arrays)[] stored = [.. NamesOf(root, LayerNames)
            .Select(name => (name, root.Find(name) is { } group ? ArraysOf(group, place) : throw new InvalidDataException($"{place}: there is no group '{FileText.Shortened(name)}', though it's named.")))
            .Where(entry => entry.Item2.Length > 0)];
        if (byName)
        {
            ILookup<string, Layer> layers = model.Layers.ToLookup(layer => layer.Name);
            foreach ((string name, Hdf5Array[] arrays) in stored)
                foreach (Layer layer in layers[name]) Match(layer.ToString(), InOrder(layer), arrays, name);
        }
        else
        {
            Layer[] layers = [.. model.Layers.Where(layer => layer.Weights.Count > 0)];
            if (layers.Length != stored.Length)
                throw new InvalidDataException($"{place}: expected the weights of {layers.Length} layers ({FileText.List([.. layers.Select(layer => layer.Name)])}), the file has those of {stored.Length} ({FileText.List([.. stored.Select(entry => entry.Name)])}). With byName, layers of the same names are loaded.");
            for (int index = 0; index < layers.Length; index++) Match(layers[index].ToString(), InOrder(layers[index]), stored[index].Arrays, stored[index].Name);
        }

        if (root.Find(TopLevel) is { } top) Match(model.ToString(), model.OwnWeights, ArraysOf(top, place), TopLevel);
        if (problems.Count > 0 && !skipMismatch)
            throw new InvalidDataException($"{place}: the weights aren't those of {model}; nothing was loaded.\n  {string.Join("\n  ", problems.Take(100))}");
        return found;

        void Match(string owner, IReadOnlyList<Variable> variables, Hdf5Array[] arrays, string name)
        {
            if (variables.Count == arrays.Length && variables.Zip(arrays).All(pair => pair.First.Shape.SequenceEqual(pair.Second.Shape)))
                found.AddRange(variables.Zip(arrays, (variable, array) => (variable, (IFileValues?)array)));
            else
                problems.Add($"{owner}: expected {string.Join(", ", variables.Select(variable => $"'{variable.Name}' {variable.Shape}"))}; the file has in '{FileText.Shortened(name)}' {string.Join(", ", arrays.Select(array => FileArray.Describe([.. array.Shape])))}");
        }
    }

    /// <summary>Keras 2's order of a layer's weights.</summary>
    public static Variable[] InOrder(Layer layer) => [.. layer.TrainableWeights, .. layer.NonTrainableWeights];

    private static string[] NamesOf(Hdf5Group group, string attribute)
    {
        if (group.Attributes.TryGetValue(attribute, out Hdf5Attribute? whole)) return whole.Texts();
        var names = new List<string>();
        for (int part = 0; group.Attributes.TryGetValue($"{attribute}{part}", out Hdf5Attribute? texts); part++) names.AddRange(texts.Texts());
        return [.. names];
    }

    private static void SetNames(Hdf5Group group, string attribute, IEnumerable<string> names)
    {
        string[] all = [.. names];
        int longest = all.Select(System.Text.Encoding.UTF8.GetByteCount).Append(1).Max(), most = Math.Max(LargestAttribute / longest, 1);
        if (all.Length <= most)
        {
            group.Attributes[attribute] = Hdf5Attribute.OfList(all);
            return;
        }

        string[][] parts = [.. all.Chunk(most)];
        for (int part = 0; part < parts.Length; part++) group.Attributes[$"{attribute}{part}"] = Hdf5Attribute.OfList(parts[part]);
    }
}
