using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

/// <summary>What TensorFlow.js calls a model's weights: by the layer that has them, however deep it lies in models, and their own name.</summary>
internal static class LayersModelWeights
{
    private const int MostParts = 16; // Of a name.

    /// <summary>A model's weights by their names in TensorFlow.js, layer by layer.</summary>
    /// <exception cref="NotSupportedException">Two layers have the same name, or one that TensorFlow.js doesn't take.</exception>
    public static List<(string Name, Variable Variable)> NamesOf(Model model)
    {
        var names = new Dictionary<string, Layer>();
        var result = new List<(string Name, Variable Variable)>();
        foreach (Layer leaf in Leaves(model))
        {
            if (leaf.Weights.Count == 0) continue;
            if (!names.TryAdd(leaf.Name, leaf))
                throw new NotSupportedException($"{model}: two layers in it are called '{leaf.Name}'; TensorFlow.js finds weights by layers' names, wherever they lie. Give one another name.");
            if (!IsAllowed(leaf.Name))
                throw new NotSupportedException($"{leaf}: TensorFlow.js takes names of letters, digits, '.', '_', '-' and '/' that begin with a letter or a digit; give the layer another one.");
            result.AddRange(leaf is Bidirectional both ? [.. Part(both, both.ForwardLayer, "forward_"), .. Part(both, both.BackwardLayer, "backward_")] : LegacyWeights.InOrder(leaf).Select(variable => ($"{leaf.Name}/{NameIn(leaf, variable)}", variable)));
        }

        return result;
    }

    /// <summary>What the layer inside a <see cref="Bidirectional"/> is called in TensorFlow.js, where its two halves have a word before it.</summary>
    public static string InnerName(Bidirectional layer) => layer.ForwardLayer.Name is var name && name.StartsWith("forward_", StringComparison.Ordinal) ? name["forward_".Length..] : name;

    /// <summary>Finds the values of a model's weights.</summary>
    /// <param name="manifest">What the file lists.</param>
    /// <param name="model">The model.</param>
    /// <param name="place">What messages call the file.</param>
    /// <exception cref="InvalidDataException">Something is missing, too much, or of another shape; the message lists it.</exception>
    public static List<(Variable Variable, IFileValues? Array)> Find(WeightManifest manifest, Model model, string place)
    {
        var leaves = new Dictionary<string, Layer>();
        var problems = new List<string>();
        foreach (Layer leaf in Leaves(model))
            if (leaf.Weights.Count > 0 && !leaves.TryAdd(leaf.Name, leaf)) problems.Add($"two layers are called '{leaf.Name}'");
        ILookup<string, ManifestWeight> stored = manifest.Weights.ToLookup(weight => OwnerOf(weight.Name, leaves));
        problems.AddRange(stored[""].Select(weight => $"the file has '{FileText.Shortened(weight.Name)}' {FileArray.Describe([.. weight.Shape])}, which the model hasn't"));
        var found = new List<(Variable Variable, IFileValues? Array)>();
        foreach ((string name, Layer leaf) in leaves) Match(leaf, [.. stored[name]], found, problems);
        if (problems.Count > 0) throw new InvalidDataException($"{place}: the weights aren't those of {model}.\n  {string.Join("\n  ", problems.Take(100))}");
        return found;
    }

    private static void Match(Layer leaf, ManifestWeight[] stored, List<(Variable Variable, IFileValues? Array)> found, List<string> problems)
    {
        Variable[] variables = LegacyWeights.InOrder(leaf);
        ILookup<string, ManifestWeight> byName = stored.ToLookup(weight => weight.Name[(weight.Name.LastIndexOf('/') + 1)..]);
        bool isNamed = variables.Length == stored.Length && Array.TrueForAll(variables, variable => byName[NameIn(leaf, variable)].Count() == 1);
        ManifestWeight[] ordered = isNamed ? [.. variables.Select(variable => byName[NameIn(leaf, variable)].Single())] : stored; // Other names stand in the layer's order.
        if (variables.Length == ordered.Length && variables.Zip(ordered).All(pair => pair.First.Shape.SequenceEqual(pair.Second.Shape)))
            found.AddRange(variables.Zip(ordered, (variable, weight) => (variable, (IFileValues?)weight)));
        else
            problems.Add($"{leaf}: expected {string.Join(", ", variables.Select(variable => $"'{variable.Name}' {variable.Shape}"))}; the file has {(stored.Length == 0 ? "none" : string.Join(", ", stored.Take(8).Select(weight => $"'{FileText.Shortened(weight.Name)}' {FileArray.Describe([.. weight.Shape])}")))}");
    }

    // Layers that have weights themselves: a model's layers, and those of models among them.
    private static IEnumerable<Layer> Leaves(Model model)
    {
        var seen = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<Layer>([model]);
        while (pending.TryPop(out Layer? layer))
        {
            if (!seen.Add(layer)) continue;
            if (layer is not Model inner) yield return layer;
            else
                foreach (Layer member in inner.Layers.Reverse()) pending.Push(member);
        }
    }

    // The layer whose name stands in a weight's: the longest from the name's beginning on, else behind names of models around it.
    private static string OwnerOf(string name, Dictionary<string, Layer> leaves)
    {
        string[] parts = name.Split('/', MostParts);
        for (int first = 0; first < parts.Length; first++)
            for (int end = parts.Length - 1; end > first; end--)
                if (string.Join('/', parts[first..end]) is var owner && leaves.ContainsKey(owner)) return owner;
        return "";
    }

    private static IEnumerable<(string Name, Variable Variable)> Part(Bidirectional layer, RNN half, string prefix) =>
        LegacyWeights.InOrder(half).Select(variable => ($"{layer.Name}/{prefix}{InnerName(layer)}/{variable.Name}", variable));

    private static string NameIn(Layer layer, Variable variable) =>
        (layer is TimeDistributed steps ? steps.Layer : layer) is DepthwiseConv2D && variable.Name == "kernel" ? "depthwise_kernel" : variable.Name;

    private static bool IsAllowed(string name) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '/');
}
