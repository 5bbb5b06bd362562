using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Graphs.Rows;

namespace Cornea.Lowering;

/// <summary>
/// A graph cut in two: the beginning, where values of all samples together are larger than the caches, is computed for a few samples at a time,
/// and the rest for all at once, as its weights are larger than its values.
/// </summary>
/// <remarks>
/// What belongs to the beginning are the operations that leave samples apart (<see cref="RowRules"/>) and read or write a large value, and all that
/// they follow from. A sample's bits don't depend on how many are computed with it, so they are the same. It's for images: where there is no
/// convolution, values as large as that are rarely written at all.
/// </remarks>
internal sealed class SampleGroups
{
    private const int TwinSamples = 2; // Of the walk that only asks which operations leave samples apart.
    private const long MostWeightBytes = 5 << 19; // Of an operation: each group reads them again.
    private const int MostGroups = 64; // Each costs some microseconds for each step.

    /// <summary>How many groups there are.</summary>
    public required int Count { get; init; }

    /// <summary>The beginning, for the samples of one group.</summary>
    public required Graph Group { get; init; }

    /// <summary>For each parameter of <see cref="Group"/>, which of the whole graph's it is; of its inputs, part of it.</summary>
    public required int[] GroupSources { get; init; }

    /// <summary>What the groups give, in the whole graph: the value, and which output it is; −1 if it's none.</summary>
    public required (TensorSpec Spec, int Output)[] Between { get; init; }

    /// <summary>The rest: its first parameters are what lies between, the others are the whole graph's. Null where there is none.</summary>
    public required Graph? Rest { get; init; }

    /// <summary>For each output of <see cref="Rest"/>, which of the whole graph's it is.</summary>
    public required int[] RestOutputs { get; init; }

    /// <summary>Cuts a graph; null where nothing is gained.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="largeBytes">From how many bytes on a value is large.</param>
    /// <param name="groupBytes">What an operation may read and write of a group's values.</param>
    public static SampleGroups? Of(Graph graph, long largeBytes, long groupBytes)
    {
        int samples = graph.Parameters.FirstOrDefault(parameter => parameter.Kind == ParameterKind.Input && parameter.Tensor.Rank > 0)?.Tensor.Shape[0] ?? 0;
        if (samples < 2 || !graph.Nodes.Any(node => node.Outputs.Any(IsLarge))) return null;
        var values = new RowTwins(graph, samples, TwinSamples);
        var read = new HashSet<Tensor>(graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Roots), ReferenceEqualityComparer.Instance);
        var leaves = new HashSet<Tensor>(graph.Parameters.Select(parameter => parameter.Tensor), ReferenceEqualityComparer.Instance);
        HashSet<Node> beginning = Beginning();
        if (!beginning.Any(node => node.Op is Convolution or DepthwiseConvolution)) return null;

        var made = new HashSet<Tensor>(beginning.SelectMany(node => node.Outputs), ReferenceEqualityComparer.Instance);
        var wanted = new HashSet<Tensor>(graph.Nodes.Where(node => !beginning.Contains(node)).SelectMany(node => node.Inputs).Concat(graph.Roots), ReferenceEqualityComparer.Instance);
        Tensor[] between = [.. beginning.SelectMany(node => node.Outputs).Where(wanted.Contains).OrderBy(tensor => tensor.Spec.Bytes)];
        long passing = between.Sum(tensor => (long)tensor.Spec.Bytes), inside = made.Sum(tensor => (long)tensor.Spec.Bytes) - passing;
        if (2 * passing > inside) return null;

        long most = beginning.Max(node => node.Inputs.Concat(node.Outputs).Where(IsOfSamples).Sum(tensor => (long)tensor.Spec.Bytes)) / samples;
        int size = 1;
        while (4 * size <= samples && samples % (2 * size) == 0 && 2 * size * most <= groupBytes) size *= 2;
        return samples / size <= MostGroups ? Cut(graph, samples, size, beginning, between) : null;

        bool IsLarge(Tensor tensor) => tensor.Spec.Bytes >= largeBytes && tensor.Rank > 0 && tensor.Shape[0] % samples == 0;

        bool IsOfSamples(Tensor tensor) => values[tensor].Each > 0;

        bool IsApart(Node node) => node.Inputs.All(input => input.Spec.Bytes <= MostWeightBytes || IsOfSamples(input))
            && Array.TrueForAll(node.Outputs, output => IsOfSamples(output) || !read.Contains(output)) && Array.Exists(node.Outputs, IsOfSamples);

        bool Follows(Node node, Func<Tensor, bool> isComputed) => IsApart(node) && node.Inputs.Where(IsOfSamples).All(input => leaves.Contains(input) || isComputed(input));

        // From the back, all that large values follow from; then what is done with the last values element by element, as kernels do it on their way.
        HashSet<Node> Beginning()
        {
            var apart = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
            foreach (Node node in graph.Nodes)
                if (Follows(node, apart.Contains)) apart.UnionWith(node.Outputs);

            var nodes = new HashSet<Node>(ReferenceEqualityComparer.Instance);
            var needed = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
            foreach (Node node in graph.Nodes.Reverse())
            {
                if (!apart.Contains(node.Outputs[0])) continue;
                bool touches = node.Inputs.Concat(node.Outputs).Any(tensor => IsOfSamples(tensor) && IsLarge(tensor));
                if (!touches && !node.Outputs.Any(needed.Contains)) continue;
                nodes.Add(node);
                needed.UnionWith(node.Inputs.Where(IsOfSamples));
            }

            var computed = new HashSet<Tensor>(nodes.SelectMany(node => node.Outputs), ReferenceEqualityComparer.Instance);
            foreach (Node node in graph.Nodes)
            {
                if (node.Op is not (Unary or Binary or Select or Cast) || !Follows(node, computed.Contains)) continue;
                nodes.Add(node);
                computed.UnionWith(node.Outputs);
            }

            return nodes;
        }
    }

    private static SampleGroups Cut(Graph graph, int samples, int size, HashSet<Node> beginning, Tensor[] between)
    {
        var twins = new RowTwins(graph, samples, size, beginning.Contains);
        var group = new Graph([.. graph.Parameters.Select(twins.Of)], [.. between.Select(tensor => twins[tensor].Twin)], []);
        var read = new HashSet<Tensor>(group.Nodes.SelectMany(node => node.Inputs), ReferenceEqualityComparer.Instance);
        int[] sources = [.. Enumerable.Range(0, group.Parameters.Count).Where(index => read.Contains(group.Parameters[index].Tensor))];

        var given = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (Tensor tensor in between) given[tensor] = Tensor.Placeholder(tensor.Spec);
        Graph rewritten = GraphRewriter.Rewrite(graph, (node, _) => beginning.Contains(node) ? [.. node.Outputs.Select(output => given.GetValueOrDefault(output, output))] : null);
        int[] outputs = [.. between.Select(tensor => Enumerable.Range(0, graph.Outputs.Count).FirstOrDefault(output => ReferenceEquals(graph.Outputs[output], tensor), -1))];
        int[] left = [.. Enumerable.Range(0, graph.Outputs.Count).Except(outputs)];
        return new SampleGroups
        {
            Count = samples / size,
            Group = new Graph([.. sources.Select(index => group.Parameters[index])], group.Nodes, group.Outputs, []),
            GroupSources = sources,
            Between = [.. between.Select((tensor, index) => (tensor.Spec, outputs[index]))],
            Rest = left.Length + graph.Assignments.Count == 0 ? null : new Graph(
                [.. between.Select(tensor => new Parameter(given[tensor], ParameterKind.Input)), .. graph.Parameters],
                [.. left.Select(output => rewritten.Outputs[output])],
                rewritten.Assignments),
            RestOutputs = left,
        };
    }
}
