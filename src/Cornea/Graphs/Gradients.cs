using Cornea.Graphs;
using Cornea.Graphs.Operations;

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
        var leaves = new Dictionary<Variable, Tensor>(ReferenceEqualityComparer.Instance);
        Dictionary<Tensor, Tensor> gradients = Backward(NodesTo([loss]), [loss], [Ops.OnesLike(loss)], Leaf);
        return [.. variables.Select(variable => leaves.TryGetValue(variable, out Tensor? leaf) && gradients.TryGetValue(leaf, out Tensor? gradient)
            ? gradient
            : Ops.Zeros(variable.Shape, variable.DType))];

        // All readings of a variable count as the first one met. So what they get is added up in one order, whether a trace gives the same
        // reading each time or, outside of one, each time another.
        Tensor Leaf(Tensor tensor)
        {
            if (Reading.SourceOf(tensor) is not { } variable) return tensor;
            if (!leaves.TryGetValue(variable, out Tensor? leaf)) leaves[variable] = leaf = tensor;
            return leaf;
        }
    }

    /// <summary>The gradients of a scalar loss to tensors that it was computed from.</summary>
    /// <param name="loss">One element; a tensor of another shape is summed.</param>
    /// <param name="tensors">The tensors, in the order in which the gradients are wanted; see <see cref="Of(Tensor, Tensor)"/>.</param>
    public static IReadOnlyList<Tensor> Of(Tensor loss, IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (Tensor tensor in tensors) CheckWatched(tensor);
        Dictionary<Tensor, Tensor> gradients = Backward(NodesTo([loss]), [loss], [Ops.OnesLike(loss)]);
        return [.. tensors.Select(tensor => gradients.GetValueOrDefault(tensor) ?? Ops.ZerosLike(tensor))];
    }

    /// <summary>The gradient of a scalar loss to a tensor that it was computed from, such as a function's input.</summary>
    /// <remarks>The tensor must have been watched: <see cref="Ops.Watch"/> marks one that no variable is upstream of.</remarks>
    public static Tensor Of(Tensor loss, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(tensor);
        return Of(loss, (IReadOnlyList<Tensor>)[tensor])[0];
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

    private static void CheckWatched(Tensor tensor)
    {
        if (!tensor.RequiresGradient)
            throw new ArgumentException("Gradients.Of: nothing records how the loss depends on this tensor; pass it through Ops.Watch and use what that returns.");
    }

    // A reading of a variable is where the way back ends.
    private static List<Node> NodesTo(IEnumerable<Tensor> roots) =>
        TopologicalOrder.Of(roots, tensor => tensor.RequiresGradient && tensor.Producer is { Op: not Reading } ? tensor.Producer : null);

    private static Dictionary<Tensor, Tensor> Backward(
        List<Node> nodes, IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> seeds, Func<Tensor, Tensor>? leafOf = null)
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

        void Add(Tensor tensor, Tensor gradient)
        {
            if (leafOf is not null) tensor = leafOf(tensor);
            gradients[tensor] = gradients.TryGetValue(tensor, out Tensor? sum) ? sum + gradient : gradient;
        }
    }
}
