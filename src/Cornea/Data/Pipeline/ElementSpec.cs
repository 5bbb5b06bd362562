namespace Cornea.Data;

/// <summary>What an element of a pipeline is made of: its tensors' shapes and dtypes, and which of them are inputs, targets and weights.</summary>
internal sealed class ElementSpec : IEquatable<ElementSpec>
{
    /// <param name="components">Inputs first, then targets, then sample weights.</param>
    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="targets">How many targets there are.</param>
    /// <param name="names">What the components are called; null for those that have no names.</param>
    public ElementSpec(TensorSpec[] components, int inputs, int targets, string?[]? names = null)
    {
        (Components, Inputs, Targets, Names) = (components, inputs, targets, names?.Any(name => name is not null) == true ? names : null);
    }

    /// <summary>Inputs first, then targets, then sample weights.</summary>
    public TensorSpec[] Components { get; }

    public int Inputs { get; }

    public int Targets { get; }

    /// <summary>What the components are called; null where none has a name.</summary>
    public string?[]? Names { get; }

    public static ElementSpec Of(Batch element)
    {
        TensorSpec[] components = [.. TensorsOf(element).Select(tensor => tensor.Spec)];
        return new ElementSpec(components, element.Inputs.Count, element.Targets?.Count ?? 0, NamesOf(element));
    }

    /// <summary>The names of an element's tensors, null for those without.</summary>
    public static string?[] NamesOf(Batch element)
    {
        return [.. Of(element.Inputs), .. Of(element.Targets), .. Of(element.SampleWeights)];

        static IEnumerable<string?> Of(TensorList? tensors) => tensors?.Names ?? Enumerable.Repeat<string?>(null, tensors?.Count ?? 0);
    }

    public static Tensor[] TensorsOf(Batch element) =>
        [.. element.Inputs, .. element.Targets ?? Empty, .. element.SampleWeights ?? Empty];

    /// <summary>Inputs, targets and weights as the trainer takes them.</summary>
    public Batch ToBatch(ReadOnlySpan<Tensor> tensors)
    {
        int inputsAndTargets = Inputs + Targets;
        return new Batch(
            Named(tensors[..Inputs], 0),
            Targets == 0 ? null : Named(tensors[Inputs..inputsAndTargets], Inputs),
            tensors.Length == inputsAndTargets ? null : Named(tensors[inputsAndTargets..], inputsAndTargets));
    }

    private TensorList Named(ReadOnlySpan<Tensor> tensors, int first) =>
        TensorList.Named(tensors, Names is { } names && names[first] is not null ? Array.ConvertAll(names[first..(first + tensors.Length)], name => name!) : null);

    /// <summary>The spec of so many elements, stacked.</summary>
    public ElementSpec Stacked(int count) =>
        new(Array.ConvertAll(Components, spec => spec with { Shape = spec.Shape.Prepend(count) }), Inputs, Targets, Names);

    /// <summary>
    /// Several elements as one: inputs, targets and weights are put together. Two or three without targets are taken as Keras takes a
    /// tuple: inputs, targets, weights.
    /// </summary>
    /// <param name="parts">The elements' specs.</param>
    /// <param name="sources">Where each component of the result comes from.</param>
    public static ElementSpec Merged(ElementSpec[] parts, out (int Part, int Component)[] sources)
    {
        bool isTuple = parts.Length is 2 or 3 && parts.All(part => part.Inputs == part.Components.Length);
        var kinds = new List<(int Part, int Component)>[] { [], [], [] };
        for (int part = 0; part < parts.Length; part++)
        {
            for (int component = 0; component < parts[part].Components.Length; component++)
            {
                int kind = isTuple ? part : component < parts[part].Inputs ? 0 : component < parts[part].Inputs + parts[part].Targets ? 1 : 2;
                kinds[kind].Add((part, component));
            }
        }

        sources = [.. kinds[0], .. kinds[1], .. kinds[2]];
        TensorSpec[] components = Array.ConvertAll(sources, source => parts[source.Part].Components[source.Component]);
        string?[] names = Array.ConvertAll(sources, source => parts[source.Part].Names?[source.Component]);
        foreach (Range kind in new[] { ..kinds[0].Count, kinds[0].Count..(kinds[0].Count + kinds[1].Count), (kinds[0].Count + kinds[1].Count).. })
            if (names[kind].Contains(null) || names[kind].Distinct().Count() < names[kind].Length) Array.Fill(names, null, kind.Start.Value, names[kind].Length);
        return new ElementSpec(components, kinds[0].Count, kinds[1].Count, names);
    }

    public bool Equals(ElementSpec? other) => other is not null && Inputs == other.Inputs && Targets == other.Targets
        && Components.AsSpan().SequenceEqual(other.Components) && (Names ?? []).SequenceEqual(other.Names ?? []);

    public override bool Equals(object? obj) => Equals(obj as ElementSpec);

    public override int GetHashCode() => Components.Aggregate(HashCode.Combine(Inputs, Targets), HashCode.Combine);

    public override string ToString() => $"({string.Join(", ", Components.Select(spec => spec.ToString()))})";

    private static TensorList Empty { get; } = TensorList.Create([]);
}
