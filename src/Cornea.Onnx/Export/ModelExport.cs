namespace Cornea.Onnx;

/// <summary>Makes an ONNX file of what a model computes.</summary>
internal static class ModelExport
{
    private static readonly HashSet<string> OfVersion18 = ["BitAnd", "BitOr", "BitXor"];

    /// <exception cref="NotSupportedException">The model does something that ONNX has no operator for; the message names all of it.</exception>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="opset">The version of the operators.</param>
    /// <param name="largest">From how many bytes on weights lie in a file beside; as many as a file may have where nothing is said.</param>
    public static void Write(Model model, string path, int opset, long? largest = null)
    {
        TracedGraph graph = model.Trace();
        Refuse(model, graph);
        if (Everything(graph).Any(node => OfVersion18.Contains(node.Operation))) opset = Math.Max(opset, 18);
        var scope = new ScopeExport(opset);
        var inputs = new List<(string Name, TensorSpec Spec)>();
        foreach (TracedValue input in graph.Inputs) inputs.Add((scope.AddInput(input), input.Spec));

        string[] names = [.. model.OutputNames().Select(scope.Fresh)];
        foreach (TracedNode node in graph.Nodes) new NodeExport(scope, node).Run();
        for (int index = 0; index < names.Length; index++) scope.Rename(scope.NameOf(graph.Outputs[index]), names[index]);
        ExportedFile.Write(path, scope, model.Name, opset, inputs, [.. names.Select((name, index) => (name, graph.Outputs[index].Spec))], largest ?? ExportedFile.LargestFile);
    }

    private static void Refuse(Model model, TracedGraph graph)
    {
        string[] unknown = [.. Everything(graph).Select(node => (node, NodeExport.Refusal(node))).Where(pair => pair.Item2 is not null)
            .Select(pair => $"{pair.Item2}{(pair.node.Layer is { } layer ? $" in layer '{layer}'" : "")}").Distinct()];
        if (unknown.Length > 0) throw new NotSupportedException($"Model '{model.Name}' can't be written as ONNX, which has no operator for: {string.Join("; ", unknown)}.");
    }

    private static IEnumerable<TracedNode> Everything(TracedGraph graph) => graph.Nodes.SelectMany(node => node.Body is { } body ? Everything(body).Prepend(node) : [node]);

    private static IEnumerable<string> OutputNames(this Model model) => model.Outputs.Names ?? model.Outputs.Select((_, index) => model.Outputs.Count == 1 ? "output" : $"output_{index}");
}
