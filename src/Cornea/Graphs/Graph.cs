namespace Cornea.Graphs;

/// <summary>One computation as data: parameters in, nodes in topological order, outputs and assignments out. Immutable.</summary>
/// <remarks>
/// Only what outputs and assignments need is in it: building a graph is dead-code elimination. Numbers written in the program stay leaves
/// of their own (<see cref="Tensor.Literal"/>), everything else that is not computed is a parameter.
/// </remarks>
internal sealed class Graph
{
    public Graph(IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> outputs, IReadOnlyList<Assignment> assignments)
        : this(parameters, [], outputs, assignments)
    {
        var leaves = new HashSet<Tensor>(parameters.Select(parameter => parameter.Tensor), ReferenceEqualityComparer.Instance);
        Nodes = TopologicalOrder.Of(Roots, tensor => leaves.Contains(tensor) ? null : tensor.Producer);
    }

    /// <summary>A graph whose nodes were found already. A second walk may not find them: another thread may compute their tensors.</summary>
    public Graph(
        IReadOnlyList<Parameter> parameters, IReadOnlyList<Node> nodes, IReadOnlyList<Tensor> outputs, IReadOnlyList<Assignment> assignments)
    {
        Parameters = parameters;
        Nodes = nodes;
        Outputs = outputs;
        Assignments = assignments;
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Node> Nodes { get; }

    public IReadOnlyList<Tensor> Outputs { get; }

    public IReadOnlyList<Assignment> Assignments { get; }

    /// <summary>Everything the graph is for.</summary>
    public IEnumerable<Tensor> Roots => Outputs.Concat(Assignments.Select(assignment => assignment.Value));

    /// <summary>This graph with every root sent through a map that a rewriting pass has filled.</summary>
    public Graph Map(Func<Tensor, Tensor> map) => new(
        Parameters,
        [.. Outputs.Select(map)],
        [.. Assignments.Select(assignment => assignment with { Value = map(assignment.Value) })]);

    /// <summary>How many times each tensor is read, by nodes and by the graph's roots.</summary>
    public Dictionary<Tensor, int> CountUses()
    {
        var uses = new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
        foreach (Tensor tensor in Nodes.SelectMany(node => node.Inputs).Concat(Roots))
            uses[tensor] = uses.GetValueOrDefault(tensor) + 1;
        return uses;
    }

    public override string ToString() => GraphPrinter.Print(this);
}
