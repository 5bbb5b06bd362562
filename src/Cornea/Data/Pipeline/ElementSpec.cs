namespace Cornea.Data;

/// <summary>What an element of a pipeline is made of: its tensors' shapes and dtypes, and which of them are inputs, targets and weights.</summary>
internal sealed class ElementSpec : IEquatable<ElementSpec>
{
    public ElementSpec(TensorSpec[] components, int inputs, int targets)
    {
        (Components, Inputs, Targets) = (components, inputs, targets);
    }

    /// <summary>Inputs first, then targets, then sample weights.</summary>
    public TensorSpec[] Components { get; }

    public int Inputs { get; }

    public int Targets { get; }

    public static ElementSpec Of(Batch element)
    {
        TensorSpec[] components = [.. TensorsOf(element).Select(tensor => tensor.Spec)];
        return new ElementSpec(components, element.Inputs.Count, element.Targets?.Count ?? 0);
    }

    public static Tensor[] TensorsOf(Batch element) =>
        [.. element.Inputs, .. element.Targets ?? Empty, .. element.SampleWeights ?? Empty];

    /// <summary>Inputs, targets and weights as the trainer takes them.</summary>
    public Batch ToBatch(ReadOnlySpan<Tensor> tensors)
    {
        int inputsAndTargets = Inputs + Targets;
        return new Batch(
            TensorList.Create(tensors[..Inputs]),
            Targets == 0 ? null : TensorList.Create(tensors[Inputs..inputsAndTargets]),
            tensors.Length == inputsAndTargets ? null : TensorList.Create(tensors[inputsAndTargets..]));
    }

    /// <summary>The spec of so many elements, stacked.</summary>
    public ElementSpec Stacked(int count) =>
        new(Array.ConvertAll(Components, spec => spec with { Shape = spec.Shape.Prepend(count) }), Inputs, Targets);

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
        return new ElementSpec(Array.ConvertAll(sources, source => parts[source.Part].Components[source.Component]), kinds[0].Count, kinds[1].Count);
    }

    public bool Equals(ElementSpec? other) => other is not null && Inputs == other.Inputs && Targets == other.Targets
        && Components.AsSpan().SequenceEqual(other.Components);

    public override bool Equals(object? obj) => Equals(obj as ElementSpec);

    public override int GetHashCode() => Components.Aggregate(HashCode.Combine(Inputs, Targets), HashCode.Combine);

    public override string ToString() => $"({string.Join(", ", Components.Select(spec => spec.ToString()))})";

    private static TensorList Empty { get; } = TensorList.Create([]);
}
