namespace Cornea.Graphs;

/// <summary>The graph inside an operation, such as the body of a scan. All it reads are its parameters. Regions compare by their structure.</summary>
/// <remarks>
/// A region keeps the very tensors that were traced, so that gradients can be taken through them; the compiler's passes replace it by one
/// with tensors of its own.
/// </remarks>
internal sealed class Region(Graph graph) : IEquatable<Region>
{
    private GraphSignature? _signature;

    public Graph Graph { get; } = graph;

    /// <summary>The structure without the tensors.</summary>
    public GraphSignature Signature => _signature ??= new GraphSignature(Graph);

    /// <summary>Cuts the part that depends on some parameters out of a traced graph; what it reads of the rest it takes as captures.</summary>
    /// <param name="parameters">The parameters, in order.</param>
    /// <param name="outputs">What is wanted.</param>
    /// <returns>The region, whose parameters are the captures and then those given, and the captured tensors.</returns>
    public static (Region Region, Tensor[] Captures) Capture(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> outputs)
    {
        var inside = new HashSet<Tensor>(parameters.Select(parameter => parameter.Tensor), ReferenceEqualityComparer.Instance);
        var nodes = new List<Node>();
        foreach (Node node in TopologicalOrder.Of(outputs, tensor => inside.Contains(tensor) || tensor.Storage is not null ? null : tensor.Producer))
        {
            if (!node.Inputs.Any(inside.Contains)) continue; // The same at each step: it stays outside.
            nodes.Add(node);
            inside.UnionWith(node.Outputs);
        }

        var captures = new List<Tensor>();
        foreach (Tensor tensor in nodes.SelectMany(node => node.Inputs).Concat(outputs))
            if (tensor.Literal is null && inside.Add(tensor)) captures.Add(tensor);
        Parameter[] all = [.. captures.Select(tensor => new Parameter(tensor, ParameterKind.Capture)), .. parameters];
        return (new Region(new Graph(all, nodes, outputs, [])), [.. captures]);
    }

    /// <summary>The same region on other parameters of the same kinds, its nodes emitted anew; shapes follow from those of the parameters.</summary>
    public Region On(IReadOnlyList<TensorSpec> specs)
    {
        var map = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        Parameter[] parameters = [.. Graph.Parameters.Select((parameter, index) => parameter with { Tensor = Tensor.RegionParameter(specs[index]) })];
        for (int index = 0; index < parameters.Length; index++) map[Graph.Parameters[index].Tensor] = parameters[index].Tensor;
        return new Region(GraphRewriter.Substitute(Graph, parameters, map));
    }

    public bool Equals(Region? other) => other is not null && (ReferenceEquals(this, other) || Signature.Equals(other.Signature));

    public override bool Equals(object? obj) => Equals(obj as Region);

    public override int GetHashCode() => Signature.GetHashCode();
}
