using Cornea.Graphs;

namespace Cornea;

/// <summary>
/// What a model computes when it isn't trained, as data: operations between values, each after those that it needs. Read-only; for whoever
/// writes models to other formats. <see cref="Model.Trace"/> makes it.
/// </summary>
/// <remarks>Images have the channels last. What depends on no input and no weight is computed and stands there as a constant.</remarks>
public sealed class TracedGraph
{
    private TracedGraph(IReadOnlyList<TracedValue> inputs, IReadOnlyList<TracedNode> nodes, IReadOnlyList<TracedValue> outputs) =>
        (Inputs, Nodes, Outputs) = (inputs, nodes, outputs);

    /// <summary>The values that are fed.</summary>
    public IReadOnlyList<TracedValue> Inputs { get; }

    /// <summary>The operations in an order in which they can be computed.</summary>
    public IReadOnlyList<TracedNode> Nodes { get; }

    /// <summary>The values that come out.</summary>
    public IReadOnlyList<TracedValue> Outputs { get; }

    /// <summary>The graph between symbolic tensors.</summary>
    internal static TracedGraph Of(IReadOnlyList<(Tensor Tensor, string Name)> inputs, IReadOnlyList<Tensor> outputs)
    {
        var values = new Dictionary<Tensor, TracedValue>(ReferenceEqualityComparer.Instance);
        foreach ((Tensor tensor, string name) in inputs) values[tensor] = new TracedValue(tensor.Spec, name);
        return Of([.. inputs.Select(input => input.Tensor)], TopologicalOrder.Of(outputs, Producer), outputs, values, new(ReferenceEqualityComparer.Instance));

        Node? Producer(Tensor tensor) => values.ContainsKey(tensor) || tensor.Storage is not null ? null : tensor.Producer;
    }

    private static TracedGraph Of(
        IReadOnlyList<Tensor> inputs, IReadOnlyList<Node> order, IReadOnlyList<Tensor> outputs, Dictionary<Tensor, TracedValue> values, Dictionary<Variable, TracedValue> weights)
    {
        var nodes = new List<TracedNode>();
        foreach (Node node in order)
        {
            TracedValue[] taken = [.. node.Inputs.Select(Value)];
            if (taken.All(value => value is { Constant: not null, Variable: null }) && node.Op.IsStable && node.Outputs.All(output => output.Shape.IsKnown))
            {
                foreach (Tensor output in node.Outputs) values[output] = new TracedValue(output.Spec, constant: output);
                continue;
            }

            foreach (Tensor output in node.Outputs) values[output] = new TracedValue(output.Spec);
            nodes.Add(new TracedNode(TracedSettings.NameOf(node.Op), node.Layer, TracedSettings.Of(node.Op), taken, [.. node.Outputs.Select(output => values[output])], Body(node.Op, taken)));
        }

        return new TracedGraph([.. inputs.Select(input => values[input])], nodes, [.. outputs.Select(Value)]);

        TracedValue Value(Tensor tensor)
        {
            if (values.TryGetValue(tensor, out TracedValue? known)) return known;
            if (tensor.Source is { } variable)
            {
                if (!weights.TryGetValue(variable, out TracedValue? weight)) weights[variable] = weight = new TracedValue(tensor.Spec, variable.Label, variable);
                return values[tensor] = weight;
            }

            if (tensor.Literal is { } number) return values[tensor] = new TracedValue(tensor.Spec, constant: Ops.Full(tensor.Shape, number, tensor.DType));
            if (tensor.Storage is not null) return values[tensor] = new TracedValue(tensor.Spec, constant: tensor);
            throw new InvalidOperationException($"A value of {tensor.Spec} depends on something else than the inputs: random numbers, or another model's input.");
        }

        // What a step is given of its surroundings is the value out there.
        TracedGraph? Body(Op op, TracedValue[] taken)
        {
            if (op.Region?.Graph is not { } graph) return null;
            var inside = new Dictionary<Tensor, TracedValue>(ReferenceEqualityComparer.Instance);
            for (int index = 0; index < graph.Parameters.Count; index++)
            {
                Parameter parameter = graph.Parameters[index];
                inside[parameter.Tensor] = parameter.Kind == ParameterKind.Capture ? taken[index] : new TracedValue(parameter.Tensor.Spec);
            }

            return Of([.. graph.Parameters.Where(parameter => parameter.Kind != ParameterKind.Capture).Select(parameter => parameter.Tensor)], graph.Nodes, graph.Outputs, inside, weights);
        }
    }
}
