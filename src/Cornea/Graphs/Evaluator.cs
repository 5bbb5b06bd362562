namespace Cornea.Graphs;

/// <summary>Computes loose tensors: finds or compiles the plan of their graph, runs it, and puts the values into the tensors.</summary>
internal static class Evaluator
{
    private static readonly PlanTable<GraphSignature, IExecutable> Plans = new(PlanCache.Shared);

    /// <summary>Graph to executable, through the compiler's passes: bound once, above this layer.</summary>
    public static Func<Graph, IExecutable> Compile { get; set; } = _ => throw new InvalidOperationException("No executor is bound.");

    /// <summary>True when the values are there or can be computed: nothing symbolic lies upstream.</summary>
    public static bool CanEvaluate(Tensor tensor)
    {
        if (tensor.Storage is not null) return true;
        List<Node> nodes = TopologicalOrder.Of([tensor], value => value.Storage is not null ? null : value.Producer);
        return nodes.SelectMany(node => node.Inputs).Append(tensor)
            .All(leaf => leaf.Storage is not null || leaf.Producer is not null || leaf.Literal is not null);
    }

    /// <summary>Computes the tensors that have no values yet.</summary>
    /// <param name="tensors">What is wanted.</param>
    /// <param name="mayDraw">Whether draws of an open trace are drawn here and now, as for the value that a new variable begins with.</param>
    public static void Evaluate(IReadOnlyList<Tensor> tensors, bool mayDraw = false)
    {
        bool areAllThere = true;
        for (int index = 0; index < tensors.Count; index++)
        {
            Tensor tensor = tensors[index];
            if (tensor.Storage is null && ContiguousPart.Find(tensor) is { } values) tensor.Publish(values);
            areAllThere &= tensor.Storage is not null;
        }

        if (areAllThere) return;
        Tensor[] wanted = [.. tensors.Where(tensor => tensor.Storage is null).Distinct()];
        Graph graph = GraphCapture.Loose(wanted, mayDraw);
        IExecutable executable = Plans.GetOrCompile(new GraphSignature(graph), () => Compile(GraphRewriter.Detach(graph)));
        Storage[] parameters = [.. graph.Parameters.Select(parameter => ValueOf(parameter.Tensor))];
        Storage[] outputs = [.. wanted.Select(tensor => Storage.Allocate(tensor.Spec.Bytes))];
        executable.Run(parameters, outputs);
        for (int index = 0; index < wanted.Length; index++) wanted[index].Publish(outputs[index]);
    }

    /// <summary>The values of a leaf.</summary>
    public static Storage ValueOf(Tensor leaf) => leaf.Storage ?? (leaf.Draws is null ? NumberStorage(leaf.Literal!.Value, leaf.DType) : DrawnNow(leaf.Draws));

    private static Storage DrawnNow(Draws draws)
    {
        (long seed, long first) = RandomSeed.Take(draws.Count);
        return Storage.Of([seed, first]);
    }

    private static Storage NumberStorage(double value, DType dtype) =>
        dtype == DType.Float32 ? Storage.Of<float>([(float)value])
        : dtype == DType.Float64 ? Storage.Of([value])
        : dtype == DType.Int32 ? Storage.Of([(int)value])
        : dtype == DType.Int64 ? Storage.Of([(long)value])
        : Storage.Of([(byte)value]);
}
