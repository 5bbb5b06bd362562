using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Data;

/// <summary>The graph of a function of one element → the graph of the same function of many, stacked along a new first axis.</summary>
/// <remarks>
/// Only operations that work element by element or move values are known here: for them the results are the same to the bit. A graph
/// with another operation, with assignments or with random numbers is run for one element at a time.
/// </remarks>
internal static class Vectorizer
{
    public static Graph? TryVectorize(Graph graph, int count)
    {
        if (graph.Assignments.Count > 0 || MapProgram.DrawsNumbers(graph)) return null; // One after the other.
        var stacked = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        var parameters = new List<Parameter>();
        foreach (Parameter parameter in graph.Parameters)
        {
            Parameter kept = parameter;
            if (parameter.Kind == ParameterKind.Input)
            {
                TensorSpec spec = parameter.Tensor.Spec;
                kept = parameter with { Tensor = Tensor.Placeholder(spec with { Shape = spec.Shape.Prepend(count) }) };
                stacked[parameter.Tensor] = kept.Tensor;
            }

            parameters.Add(kept);
        }

        foreach (Node node in graph.Nodes)
        {
            if (!node.Inputs.Any(stacked.ContainsKey)) continue; // The same for all elements.
            if (Stacked(node, count, stacked) is not { } output) return null;
            stacked[node.Outputs[0]] = output;
        }

        return new Graph(parameters, [.. graph.Outputs.Select(output => stacked.TryGetValue(output, out Tensor? many)
            ? many
            : Node.Emit(new BroadcastTo(output.Shape.Prepend(count)), output)[0])], []);
    }

    private static Tensor? Stacked(Node node, int count, Dictionary<Tensor, Tensor> stacked)
    {
        Shape result = node.Outputs[0].Shape;
        return node.Op switch
        {
            Unary or Cast or Alias or StopGradient or Watch or OneHot => Emit(node.Op, stacked[node.Inputs[0]]),
            Reshape => Emit(new Reshape(result.Prepend(count)), stacked[node.Inputs[0]]),
            BroadcastTo => Emit(new BroadcastTo(result.Prepend(count)), Aligned(node.Inputs[0])),
            Transpose transpose => Emit(
                new Transpose([0, .. transpose.Permutation.Select(axis => axis + 1)]), stacked[node.Inputs[0]]),
            Binary or Select => Emit(node.Op, [.. node.Inputs.Select(Aligned)]),
            _ => null,
        };

        // Elements are aligned by their last axes, so axes of size 1 go between the new first axis and those of an element of few axes.
        Tensor Aligned(Tensor input)
        {
            if (!stacked.TryGetValue(input, out Tensor? many) || input.Rank == result.Rank) return many ?? input;
            return Emit(new Reshape([count, .. Enumerable.Repeat(1, result.Rank - input.Rank), .. input.Shape]), many);
        }
    }

    private static Tensor Emit(Op op, params Tensor[] inputs) => Node.Emit(op, inputs)[0];
}
