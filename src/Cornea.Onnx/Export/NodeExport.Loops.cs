namespace Cornea.Onnx;

internal sealed partial class NodeExport
{
    private static IEnumerable<(string Name, Action<NodeExport> Run)> Loops() => [("Scan", export => export.Scan())];

    // Captures are seen from inside; carries and parts of the sequences are the body's inputs, as with ONNX.
    private void Scan()
    {
        TracedGraph body = _node.Body!;
        int captures = Setting<int>("captures"), carries = Setting<int>("carries"), sequences = _node.Inputs.Count - captures - carries;
        ScopeExport inside = _scope.Inside();
        var inputs = new List<(string Name, DType DType)>();
        foreach (TracedValue input in body.Inputs)
        {
            string name = inside.Fresh($"{Stem}/step");
            inside.Set(input, name);
            inputs.Add((name, input.DType));
        }

        // What goes from step to step keeps its shape with ONNX; here a state may begin as one for all samples.
        string[] given = [.. _node.Inputs.Skip(captures).Select((value, index) => index < carries ? Expanded(value, body.Outputs[index].Shape) : _scope.NameOf(value))];
        if (sequences == 0)
        {
            // Something must be gone through: the numbers of the steps, which nobody reads.
            int length = Setting<int>("length");
            if (length == Shape.Unknown) throw new NotSupportedException($"{Stem}: a loop whose number of steps isn't known can't be written as ONNX.");
            inputs.Add((inside.Fresh($"{Stem}/index"), DType.Int64));
            given = [.. given, _scope.Integers([.. Enumerable.Range(0, length).Select(index => (long)index)])];
            sequences = 1;
        }

        foreach (TracedNode step in body.Nodes) new NodeExport(inside, step).Run();
        var outputs = new List<(string Name, DType DType)>();
        foreach (TracedValue output in body.Outputs)
        {
            string name = inside.Fresh($"{Stem}/next");
            inside.Rename(inside.NameOf(output), name);
            outputs.Add((name, output.DType));
        }

        long way = Setting<bool>("reverse") ? 1 : 0;
        string[] results = _scope.Emit(
            "Scan", Stem, _node.Outputs.Count, given, ("body", ExportedFile.Inner(inside, $"{Stem}/body", inputs, outputs)), ("num_scan_inputs", (long)sequences),
            ("scan_input_directions", Enumerable.Repeat(way, sequences).ToArray()), ("scan_output_directions", Enumerable.Repeat(way, _node.Outputs.Count - carries).ToArray()));
        for (int index = 0; index < results.Length; index++) _scope.Set(_node.Outputs[index], results[index]);
    }
}
