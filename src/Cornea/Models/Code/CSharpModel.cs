using System.Globalization;
using System.Text;
using Cornea.Layers;

namespace Cornea;

/// <summary>The C# that builds a model anew: a class with a method for it, and one for each model among its layers.</summary>
internal sealed class CSharpModel
{
    private const string Entry = "Build";

    // What the text speaks of.
    private static readonly HashSet<string> OwnTypes = ["CallArguments", "Cornea", "DType", "Input", "Model", "Ops", "RenormClipping", "Tensor", "TensorList"];

    private readonly Dictionary<Layer, Model> _owners = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Model, string> _methods = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<Model> _pending = new();
    private readonly CSharpNames _names;

    private CSharpModel(string className) => _names = new CSharpNames([className, Entry]);

    /// <summary>The text of a file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="className">What the class shall be called.</param>
    /// <exception cref="NotSupportedException">A part of the model has no C#.</exception>
    public static string Of(Model model, string className)
    {
        if (!CSharpNames.IsIdentifier(className) || LayerReader.Knows(className) || OwnTypes.Contains(className))
            throw new ArgumentException($"Expected a name that C# takes for a class and that isn't one of Cornea's, got '{className}'.", nameof(className));
        var code = new CSharpModel(className);
        code._methods[model] = Entry;
        code._pending.Enqueue(model);
        var methods = new List<string>();
        while (code._pending.TryDequeue(out Model? next)) methods.Add(code.Method(next));
        return $$"""
            using Cornea;
            using Cornea.Layers;

            /// <summary>The model '{{Comment(model.Name)}}', as Cornea wrote it down.</summary>
            internal static class {{className}}
            {
            {{string.Join("\n", methods)}}}

            """.ReplaceLineEndings("\n");
    }

    private string Method(Model model)
    {
        bool isEntry = _methods[model] == Entry;
        var body = new StringBuilder();
        if (model is Sequential) WriteSequence(model, body);
        else if (model.Graph is { } graph) WriteGraph(model, graph, body);
        else throw new NotSupportedException($"{model}: has a Forward of its own; expected layers that are connected to each other.");
        string summary = isEntry ? "    /// <summary>The model with fresh weights; LoadWeights gives it those of a file.</summary>\n" : "";
        return $"{summary}    {(isEntry ? "public" : "private")} static Model {_methods[model]}()\n    {{\n{body}    }}\n";
    }

    private void WriteSequence(Model model, StringBuilder body)
    {
        var lines = new List<string>();
        var names = new CSharpNames(["model"]);
        var repeated = new Dictionary<Layer, string>(ReferenceEqualityComparer.Instance); // A layer that stands there more than once has a variable.
        IEnumerable<Layer> start = model.Graph is { } graph ? graph.InputCalls.Select(call => call.Layer) : [];
        foreach (Layer layer in start.Concat(model.Layers))
        {
            if (model.Layers.Count(other => ReferenceEquals(other, layer)) > 1 && !repeated.ContainsKey(layer))
            {
                repeated[layer] = names.New(layer.Name);
                body.Append(CultureInfo.InvariantCulture, $"        var {repeated[layer]} = {Made(layer, model)};\n");
            }

            lines.Add($"            {(repeated.TryGetValue(layer, out string? variable) ? variable : Made(layer, model))},\n");
        }

        string made = $"new Sequential({CSharpValue.Text(model.Name)})\n        {{\n{string.Concat(lines)}        }}";
        if (model.Trainable)
        {
            body.Append(CultureInfo.InvariantCulture, $"        return {made};\n");
            return;
        }

        body.Append(CultureInfo.InvariantCulture, $"        var model = {made};\n        model.Trainable = false;\n        return model;\n");
    }

    private void WriteGraph(Model model, ModelGraph graph, StringBuilder body)
    {
        var names = new CSharpNames([]);
        var tensors = new Dictionary<Tensor, string>(ReferenceEqualityComparer.Instance);
        var layers = new Dictionary<Layer, string>(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < graph.Inputs.Count; index++)
        {
            Layer input = graph.InputCalls[index].Layer;
            tensors[graph.Inputs[index]] = names.New(input.Name);
            body.Append(CultureInfo.InvariantCulture, $"        Tensor {tensors[graph.Inputs[index]]} = {CSharpLayer.Of(input)};\n");
        }

        foreach (LayerCall call in graph.Calls)
        {
            string result = names.New(call.Layer.Name), made = call.Layer is OperationLayer ? CSharpOperation.Of(call, Name) : $"{Callee(call.Layer)}.Call({CallArguments(call)})";
            bool isList = call.Outputs.Length > 1 || GivesList(call);
            for (int index = 0; index < call.Outputs.Length; index++) tensors[call.Outputs[index]] = isList ? $"{result}[{index}]" : result;
            body.Append(CultureInfo.InvariantCulture, $"        {(isList ? "TensorList" : "Tensor")} {result} = {made};\n");
        }

        string frozen = model.Trainable ? "" : " { Trainable = false }";
        body.Append(CultureInfo.InvariantCulture, $"        return new Model({Ends(graph.Inputs)}, {Ends(graph.Outputs)}, {CSharpValue.Text(model.Name)}){frozen};\n");

        // A layer that is called more than once, or is a model, has a variable.
        string Callee(Layer layer)
        {
            if (layers.TryGetValue(layer, out string? known)) return known;
            if (graph.CallsOf(layer).Count == 1 && layer is not Model) return Made(layer, model);
            string variable = layers[layer] = names.New($"{layer.Name}_layer");
            body.Append(CultureInfo.InvariantCulture, $"        {(layer is Model ? "Model" : "var")} {variable} = {Made(layer, model)};\n");
            return variable;
        }

        string CallArguments(LayerCall call)
        {
            bool isNamed = call.Arguments.Tensors.Count + call.Arguments.Switches.Count > 0;
            string placed = call.Placed.Count == 1 && call.Outputs.Length == 1 && !isNamed ? Name(call.Placed[0]) : $"[{string.Join(", ", call.Placed.Select(Name))}]";
            string named = !isNamed ? "" : $", new CallArguments {{ {string.Join(", ", call.Arguments.Tensors.Select(pair => $"[{CSharpValue.Text(pair.Key)}] = [{string.Join(", ", pair.Value.Select(tensor => tensor is null ? "null" : Name(tensor)))}]"))} }}"
                + string.Concat(call.Arguments.Switches.Select(pair => $".With({CSharpValue.Text(pair.Key)}, {(pair.Value ? "true" : "false")})"));
            return placed + named + (call.Training is { } training ? $", training: {(training ? "true" : "false")}" : "");
        }

        string Name(Tensor tensor) => tensors.TryGetValue(tensor, out string? known) ? known
            : tensor.Literal is { } number && tensor.Rank == 0 && tensor.DType == DType.Float32 ? number.ToString("R", CultureInfo.InvariantCulture) is var text && double.IsFinite(number) ? text : throw Data()
            : throw Data();

        string Ends(IReadOnlyList<Tensor> ends) => ends.Count == 1 ? Name(ends[0]) : $"[{string.Join(", ", ends.Select(Name))}]";

        NotSupportedException Data() => new($"{model}: data stand between its tensors, for which there is no C#; put them into a layer of your own.");
    }

    // Called with a list, or with tensors by names, layers give a list, unless there can be but one output.
    private static bool GivesList(LayerCall call) =>
        call.Layer is not (OperationLayer or Merge or Concatenate or Dot) && (call.Placed.Count > 1 || call.Arguments.Tensors.Count + call.Arguments.Switches.Count > 0);

    private string Made(Layer layer, Model owner)
    {
        if (_owners.TryGetValue(layer, out Model? other) && !ReferenceEquals(other, owner)) throw new NotSupportedException($"{layer}: stands in {other} and in {owner}; a layer that models share has no C# yet.");
        _owners[layer] = owner;
        if (layer is not Model inner) return CSharpLayer.Of(layer);
        if (!_methods.TryGetValue(inner, out string? method))
        {
            _methods[inner] = method = _names.New($"build_{inner.Name}", isPascal: true);
            _pending.Enqueue(inner);
        }

        return $"{method}()";
    }

    private static string Comment(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
