namespace Cornea.Onnx.Tests.Nodes;

/// <summary>One of the official tests: a model of a few nodes, inputs, and the outputs that it must give.</summary>
internal sealed class NodeTest(string folder)
{
    private const double Relative = 1e-3; // That of ONNX' own runner.
    private const double Absolute = 1e-6;

    public string Name { get; } = Path.GetFileName(folder);

    public ModelProto Model { get; } = ModelProto.Read(Path.Combine(folder, "model.onnx"));

    /// <summary>Why it isn't among those that must pass; null where it is.</summary>
    public string? OutOfScope()
    {
        foreach (NodeProto node in Model.Graph!.Nodes)
            if (NodeTestScope.Reason(node.OpType, Name) is { } reason) return reason;
        bool isQuantised = Model.Graph.Nodes.Any(node => node.OpType.Contains("uantize", StringComparison.Ordinal) || node.OpType.Contains("Integer", StringComparison.Ordinal) || node.OpType.Contains("QLinear", StringComparison.Ordinal));
        foreach (ValueInfoProto info in Model.Graph.Inputs.Concat(Model.Graph.Outputs))
        {
            bool isKnown = info.Type is ElementType.Float or ElementType.Int32 or ElementType.Int64 or ElementType.UInt8 or ElementType.Bool || (isQuantised && info.Type == ElementType.Int8);
            if (!isKnown) return info.Type == ElementType.Undefined ? "sequences, maps and optionals" : $"elements of type {info.Type}";
        }

        return null;
    }

    /// <summary>Runs it.</summary>
    /// <returns>Null when it passed, else why not.</returns>
    public string? Failure()
    {
        Dictionary<string, Tensor> inputs = Read("input", Model.Graph!.Inputs), expected = Read("output", Model.Graph.Outputs);
        string? failure = null;
        foreach (HashSet<string> given in Attempts(inputs))
        {
            try
            {
                return Difference(Run(inputs, given), expected);
            }
            catch (InvalidDataException error)
            {
                failure ??= error.Message;
            }
        }

        return failure;
    }

    // Which inputs are known when the model is imported: none; numbers such as shapes and axes; all.
    private static IEnumerable<HashSet<string>> Attempts(Dictionary<string, Tensor> inputs)
    {
        string[] scalars = [.. inputs.Where(input => input.Value.Rank == 0).Select(input => input.Key)];
        string[] vectors = [.. inputs.Where(input => input.Value.Rank <= 1 && (input.Value.DType == DType.Int64 || input.Value.DType == DType.Int32)).Select(input => input.Key)];
        string[] short1 = [.. inputs.Skip(1).Where(input => input.Value.Rank <= 1).Select(input => input.Key)];
        yield return [.. scalars];
        yield return [.. scalars, .. vectors];
        yield return [.. scalars, .. vectors, .. short1];
        yield return [.. inputs.Keys];
    }

    private Tensor[] Run(Dictionary<string, Tensor> inputs, HashSet<string> given)
    {
        var constants = inputs.Where(input => given.Contains(input.Key)).ToDictionary(input => input.Key, input => input.Value);
        string[] fed = [.. inputs.Keys.Where(name => !given.Contains(name))];
        if (fed.Length == 0)
            return [.. new GraphImport(Model).Run(Model.Graph!, constants.ToDictionary(pair => pair.Key, pair => Value.Constant(pair.Value, TypeOf(pair.Key)))).Select(value => value.Plain)];
        Model model = new ModelImport(Model, keepLayout: true, anyBatch: false, constants).Run();
        return [.. model.Call(TensorList.Create([.. fed.Select(name => inputs[name])]), training: false)];
    }

    private ElementType TypeOf(string input) => Model.Graph!.Inputs.First(info => info.Name == input).Type;

    private Dictionary<string, Tensor> Read(string kind, IReadOnlyList<ValueInfoProto> infos)
    {
        var arrays = new Dictionary<string, Tensor>();
        for (int index = 0; index < infos.Count; index++)
        {
            string path = Path.Combine(folder, "test_data_set_0", $"{kind}_{index}.pb");
            if (File.Exists(path)) arrays[infos[index].Name] = TensorFile.Read(path);
        }

        return arrays;
    }

    private static string? Difference(Tensor[] results, Dictionary<string, Tensor> expected)
    {
        foreach (((string name, Tensor wanted), Tensor got) in expected.Zip(results))
        {
            if (wanted.Shape != got.Shape) return $"{name}: expected shape {wanted.Shape}, got {got.Shape}";
            if (wanted.DType != got.DType) return $"{name}: expected {wanted.DType}, got {got.DType}";
            double[] a = wanted.ToArray<double>(), b = got.ToArray<double>();
            for (int index = 0; index < a.Length; index++)
            {
                bool isClose = a[index].Equals(b[index]) || Math.Abs(a[index] - b[index]) <= Absolute + (Relative * Math.Abs(a[index]));
                if (!isClose) return $"{name}: element {index} of {wanted.Shape}: expected {a[index]}, got {b[index]}";
            }
        }

        return null;
    }
}
