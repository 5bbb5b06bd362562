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
        var twins = new RowTwins(graph, samples, TwinSamples);
        RowValue[] results = [.. graph.Outputs.Select(output => twins[output])];
        if (!graph.Parameters.All(parameter => twins[parameter.Tensor].IsKnown) || !Array.TrueForAll(results, result => result.IsKnown && result.Each > 0)) return null;
        var twin = new Graph([.. graph.Parameters.Select(twins.Of)], [.. results.Select(result => result.Twin)], []);
        return new RowProof(new GraphSignature(twin), [.. graph.Parameters.Select(parameter => parameter.Origin).OfType<object>()]);
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
