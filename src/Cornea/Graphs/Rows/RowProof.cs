namespace Cornea.Graphs.Rows;

/// <summary>
/// That each sample's results follow from that sample alone, shown operation by operation; and what is done with a sample, apart from how many
/// there are. Two graphs with equal proofs, for different numbers of samples, compute the same for each sample.
/// </summary>
internal sealed class RowProof : IEquatable<RowProof>
{
    private const int TwinSamples = 2;
    private readonly GraphSignature _signature;
    private readonly object[] _leaves;

    private RowProof(GraphSignature signature, object[] leaves) => (_signature, _leaves) = (signature, leaves);

    /// <summary>The proof for a graph whose inputs all have a number of samples along their first axis; null where there is none.</summary>
    /// <remarks>
    /// The graph is emitted again for another number of samples, as each operation's rule says (<see cref="RowRules"/>): what depends on the
    /// number in any other way, such as a factor 1 / count, makes a different twin for each number.
    /// </remarks>
    public static RowProof? Of(Graph graph, int samples)
    {
        if (graph.Assignments.Count > 0 || samples == 0) return null;
        var values = new Dictionary<Tensor, RowValue>(ReferenceEqualityComparer.Instance);
        var parameters = new List<Parameter>();
        var leaves = new List<object>();
        foreach (Parameter parameter in graph.Parameters)
        {
            Tensor tensor = parameter.Tensor;
            if (parameter.Kind == ParameterKind.Input)
            {
                if (tensor.Rank == 0 || tensor.Shape[0] != samples) return null;
                Tensor twin = Tensor.Placeholder(tensor.Spec with { Shape = tensor.Shape.With(0, TwinSamples) });
                values[tensor] = RowValue.OfSamples(tensor, twin, 1);
                parameters.Add(new Parameter(twin, ParameterKind.Input));
                continue;
            }

            if (parameter.Origin is not { } leaf) return null; // The host's numbers change from run to run.
            leaves.Add(leaf);
            values[tensor] = RowValue.SameForAll(tensor, tensor);
            parameters.Add(parameter);
        }

        var rules = new RowRules(samples, TwinSamples);
        foreach (Node node in graph.Nodes)
        {
            RowValue[] inputs = [.. node.Inputs.Select(Value)];
            RowValue[]? outputs = Array.TrueForAll(inputs, input => input.IsKnown) ? rules.Apply(node, inputs) : null;
            for (int index = 0; index < node.Outputs.Length; index++)
                values[node.Outputs[index]] = outputs is not null && index < outputs.Length ? outputs[index] : RowValue.Unknown;
        }

        RowValue[] results = [.. graph.Outputs.Select(Value)];
        if (!Array.TrueForAll(results, result => result.IsKnown && result.Each > 0)) return null;
        return new RowProof(new GraphSignature(new Graph(parameters, [.. results.Select(result => result.Twin)], [])), [.. leaves]);

        RowValue Value(Tensor tensor) => tensor.Literal is not null ? RowValue.SameForAll(tensor, tensor) : values[tensor];
    }

    public bool Equals(RowProof? other)
    {
        if (other is null || _leaves.Length != other._leaves.Length || !_signature.Equals(other._signature)) return false;
        for (int index = 0; index < _leaves.Length; index++)
            if (!IsSame(_leaves[index], other._leaves[index])) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as RowProof);

    public override int GetHashCode() => _signature.GetHashCode();

    // Data that a layer makes each time it is called are the same if their bytes are.
    private static bool IsSame(object a, object b) => ReferenceEquals(a, b)
        || (a is Storage first && b is Storage second && first.Bytes == second.Bytes && first.Span<byte>().SequenceEqual(second.Span<byte>()));
}
