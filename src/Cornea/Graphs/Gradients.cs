using Cornea.Graphs;

namespace Cornea;

/// <summary>Derivatives, reverse mode: from a graph another graph, so they are optimised like any other and can be derived again.</summary>
public static class Gradients
{
    /// <summary>The gradient of a scalar loss to each variable; zeros where the loss doesn't depend on it.</summary>
    /// <param name="loss">One element; a tensor of another shape is summed.</param>
    /// <param name="variables">The variables, in the order in which the gradients are wanted.</param>
    public static IReadOnlyList<Tensor> Of(Tensor loss, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(variables);
        List<Node> nodes = NodesTo([loss]);
        var readings = new Dictionary<Variable, List<Tensor>>(ReferenceEqualityComparer.Instance);
        foreach (Tensor leaf in nodes.SelectMany(node => node.Inputs).Append(loss).Distinct())
        {
            if (leaf.Source is not { } variable) continue;
            if (!readings.TryGetValue(variable, out List<Tensor>? list)) readings[variable] = list = [];
            list.Add(leaf);
        }

        Dictionary<Tensor, Tensor> gradients = Backward(nodes, [loss], [Ops.OnesLike(loss)]);
        return [.. variables.Select(variable => readings.GetValueOrDefault(variable, [])
            .Select(leaf => gradients.GetValueOrDefault(leaf))
            .Aggregate((Tensor?)null, (sum, gradient) => gradient is null ? sum : sum is null ? gradient : sum + gradient)
            ?? Ops.Zeros(variable.Shape, variable.DType))];
    }

    /// <summary>The gradient of a scalar loss to a tensor that it was computed from, such as a function's input.</summary>
    /// <remarks>The tensor must have been watched: <see cref="Ops.Watch"/> marks one that no variable is upstream of.</remarks>
    public static Tensor Of(Tensor loss, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.RequiresGradient)
            throw new ArgumentException("Gradients.Of: nothing records how the loss depends on this tensor; pass it through Ops.Watch and use what that returns.");
        return Backward(NodesTo([loss]), [loss], [Ops.OnesLike(loss)]).GetValueOrDefault(tensor) ?? Ops.ZerosLike(tensor);
    }

    /// <summary>Gradients through an expression made of primitive operations: what an operation uses whose gradient is easier said so.</summary>
    internal static Tensor?[] Through(Tensor[] outputs, ReadOnlySpan<Tensor?> outputGradients, Tensor[] inputs)
    {
        var kept = new List<Tensor>();
        var seeds = new List<Tensor>();
        for (int index = 0; index < outputs.Length; index++)
        {
            if (outputGradients[index] is not { } seed) continue;
            kept.Add(outputs[index]);
            seeds.Add(seed);
        }

        var stop = new HashSet<Tensor>(inputs, ReferenceEqualityComparer.Instance);
        List<Node> nodes = TopologicalOrder.Of(kept, tensor => stop.Contains(tensor) || !tensor.RequiresGradient ? null : tensor.Producer);
        Dictionary<Tensor, Tensor> gradients = Backward(nodes, kept, seeds);
        return [.. inputs.Select(input => gradients.GetValueOrDefault(input))];
    }

    private static List<Node> NodesTo(IEnumerable<Tensor> roots) =>
        TopologicalOrder.Of(roots, tensor => tensor.RequiresGradient ? tensor.Producer : null);

    private static Dictionary<Tensor, Tensor> Backward(List<Node> nodes, IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> seeds)
    {
        var gradients = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < roots.Count; index++) Add(roots[index], seeds[index]);
        for (int position = nodes.Count - 1; position >= 0; position--)
        {
            Node node = nodes[position];
            var incoming = new Tensor?[node.Outputs.Length];
            bool any = false;
            for (int index = 0; index < incoming.Length; index++)
                any |= (incoming[index] = gradients.GetValueOrDefault(node.Outputs[index])) is not null;
            if (!any || !node.Op.IsDifferentiable) continue;
            Tensor?[] outgoing = node.Op.Gradient(node, incoming);
            for (int index = 0; index < outgoing.Length; index++)
                if (outgoing[index] is { } gradient && node.Inputs[index].RequiresGradient) Add(node.Inputs[index], gradient);
        }

        return gradients;

        void Add(Tensor tensor, Tensor gradient) =>
            gradients[tensor] = gradients.TryGetValue(tensor, out Tensor? sum) ? sum + gradient : gradient;
    }
}
