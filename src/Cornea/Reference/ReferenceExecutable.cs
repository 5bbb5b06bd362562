using Cornea.Graphs;

namespace Cornea.Reference;

/// <summary>A graph on the reference executor: from storages to arrays, through the nodes, and back.</summary>
internal sealed class ReferenceExecutable(Graph graph) : IExecutable
{
    private readonly ReferenceGraph _nodes = new(graph);

    /// <summary>Its nodes, about; each run makes its own arrays.</summary>
    public long HeldBytes => 1024L * graph.Nodes.Count;

    public void Run(ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        var arrays = new ReferenceArray[parameters.Length];
        for (int index = 0; index < arrays.Length; index++)
        {
            arrays[index] = ReferenceArray.Read(parameters[index].Span<byte>(), Known(graph.Parameters[index].Tensor.Spec, parameters[index].Bytes));
            GC.KeepAlive(parameters[index]);
        }

        ReferenceArray[] results = _nodes.Run(arrays);

        // From here on nothing can fail: all outputs and variables are written, or, where a check failed above, none.
        for (int index = 0; index < outputs.Length; index++) Write(results[index], outputs[index]);
        for (int index = 0; index < graph.Assignments.Count; index++)
            Write(results[outputs.Length + index], parameters[IndexOf(graph.Assignments[index].Target)]);
    }

    public override string ToString() => $"reference executor, {graph.Nodes.Count} nodes";

    // A data set has as many samples as its memory holds.
    private static TensorSpec Known(TensorSpec spec, nint bytes)
    {
        if (spec.Shape.IsKnown) return spec;
        nint sample = spec.DType.Size * (nint)spec.Shape.Product(1, spec.Shape.Rank);
        return spec with { Shape = spec.Shape.With(0, sample == 0 ? 0 : checked((int)(bytes / sample))) };
    }

    private static void Write(ReferenceArray value, Storage storage)
    {
        value.Write(storage.Span<byte>());
        GC.KeepAlive(storage);
    }

    private int IndexOf(Parameter parameter)
    {
        for (int index = 0; index < graph.Parameters.Count; index++)
            if (ReferenceEquals(graph.Parameters[index].Tensor, parameter.Tensor)) return index;
        throw new InvalidOperationException($"The graph assigns '{parameter.Label}', which is none of its parameters.");
    }
}
