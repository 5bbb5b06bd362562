namespace Cornea.Graphs.Rows;

/// <summary>What is known of each value of a graph, and its twin for another number of samples: found operation by operation (<see cref="RowRules"/>).</summary>
internal sealed class RowTwins
{
    private readonly Dictionary<Tensor, RowValue> _values = new(ReferenceEqualityComparer.Instance);

    /// <param name="graph">The graph; inputs with so many entries along their first axis have a sample in each.</param>
    /// <param name="samples">How many samples it is for.</param>
    /// <param name="twins">How many the twin is for.</param>
    /// <param name="isWanted">Which operations on samples have a twin; all unless given.</param>
    public RowTwins(Graph graph, int samples, int twins, Func<Node, bool>? isWanted = null)
    {
        foreach (Parameter parameter in graph.Parameters)
        {
            Tensor tensor = parameter.Tensor;
            _values[tensor] = parameter.Origin is not null ? RowValue.SameForAll(tensor, tensor)
                : parameter.Kind == ParameterKind.Input && tensor.Rank > 0 && tensor.Shape[0] == samples
                    ? RowValue.OfSamples(tensor, Tensor.Placeholder(tensor.Spec with { Shape = tensor.Shape.With(0, twins) }), 1)
                    : RowValue.Unknown; // The host's numbers change from run to run.
        }

        var rules = new RowRules(samples, twins);
        foreach (Node node in graph.Nodes)
        {
            RowValue[] inputs = [.. node.Inputs.Select(input => this[input])];
            bool isKnown = Array.TrueForAll(inputs, input => input.IsKnown), isShared = isKnown && Array.TrueForAll(inputs, input => input.Each == 0);
            RowValue[]? outputs = isKnown && (isShared || isWanted is null || isWanted(node)) ? rules.Apply(node, inputs) : null;
            for (int index = 0; index < node.Outputs.Length; index++)
                _values[node.Outputs[index]] = outputs is not null && index < outputs.Length ? outputs[index] : RowValue.Unknown;
        }
    }

    public RowValue this[Tensor tensor] => tensor.Literal is not null ? RowValue.SameForAll(tensor, tensor) : _values[tensor];

    /// <summary>A parameter of the twin, in the place of the graph's; what isn't known stays as it is.</summary>
    public Parameter Of(Parameter parameter) => this[parameter.Tensor] is { IsKnown: true } value ? parameter with { Tensor = value.Twin } : parameter;
}
