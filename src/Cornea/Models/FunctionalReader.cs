using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;

namespace Cornea;

/// <summary>Makes a functional model from Keras' config: all layers first, then their calls as soon as what they need is there.</summary>
/// <param name="config">The model's config.</param>
/// <param name="read">Makes a layer of its JSON.</param>
internal sealed class FunctionalReader(LayerConfig config, Func<JsonNode?, Layer> read)
{
    private readonly Dictionary<(string Layer, int Node), TensorList> _outputs = [];
    private readonly Dictionary<string, Layer> _layers = [];
    private readonly Dictionary<string, int> _madeCalls = [];
    private readonly string _label = $"Functional '{FileText.Shortened(config.GetString("name"))}'";

    public Model Read()
    {
        List<(string Name, Layer Layer, Queue<Inbound> Nodes)> pending = [];
        foreach (JsonNode? json in List(config.Json["layers"], "layers"))
        {
            Layer layer = read(json);
            string name = new LayerConfig(json!.AsObject()).GetString("name") ?? layer.Name;
            if (!_layers.TryAdd(name, layer)) throw Broken($"two layers are called '{FileText.Shortened(name)}'");
            if (layer is Input input) Made(name, input);
            else pending.Add((name, layer, new Queue<Inbound>(List(json["inbound_nodes"], "inbound_nodes").Select(ReadNode))));
        }

        Connect(pending);
        return new Model(Tensors(config.Json["input_layers"], "input_layers"), Tensors(config.Json["output_layers"], "output_layers"), config.GetString("name"));
    }

    // Goes through the layers in order, as often as it takes, and makes the calls whose inputs are there. A layer that waits is looked at again only
    // when what it waits for has been made: a file may have its layers in any order.
    private void Connect(List<(string Name, Layer Layer, Queue<Inbound> Nodes)> pending)
    {
        var next = new PriorityQueue<int, (int Round, int Index)>(pending.Select((_, index) => (index, (0, index))));
        var waiting = new Dictionary<(string Layer, int Node), List<int>>();
        int unconnected = pending.Sum(entry => entry.Nodes.Count);
        while (next.TryDequeue(out int index, out (int Round, int Index) turn))
        {
            (string called, Layer layer, Queue<Inbound> nodes) = pending[index];
            while (nodes.TryPeek(out Inbound? node))
            {
                if (node.Sources.FirstOrDefault(source => !_outputs.ContainsKey((source.Layer, source.Node))) is { } missing)
                {
                    if (!waiting.TryGetValue((missing.Layer, missing.Node), out List<int>? others)) waiting[(missing.Layer, missing.Node)] = others = [];
                    others.Add(index);
                    break;
                }

                nodes.Dequeue();
                unconnected--;
                if (!waiting.Remove(Made(called, Call(layer, node)), out List<int>? freed)) continue;
                foreach (int other in freed) next.Enqueue(other, (other > index ? turn.Round : turn.Round + 1, other));
            }
        }

        if (unconnected > 0)
            throw Broken($"the inputs of {FileText.List([.. pending.Where(entry => entry.Nodes.Count > 0).Select(entry => $"'{entry.Name}'")])} don't come from any layer");
    }

    private TensorList Call(Layer layer, Inbound node)
    {
        TensorList inputs = TensorList.Create([.. node.Placed.Select(Tensor)]);
        var arguments = new CallArguments();
        foreach ((string name, bool value) in node.Switches) arguments.With(name, value);
        foreach ((string name, Source?[] list) in node.Tensors) arguments[name] = [.. list.Select(source => source is null ? null : Tensor(source))];
        return layer.Call(inputs, arguments, node.Training == false && layer.SavesTraining ? null : node.Training);
    }

    private (string Layer, int Node) Made(string called, TensorList outputs)
    {
        int count = _madeCalls.GetValueOrDefault(called);
        _madeCalls[called] = count + 1;
        _outputs[(called, count)] = outputs;
        return (called, count);
    }

    private Inbound ReadNode(JsonNode? json)
    {
        var sources = new List<Source>();
        bool? training = null;
        var tensors = new Dictionary<string, Source?[]>();
        var switches = new Dictionary<string, bool>();
        if (json is JsonObject node)
        {
            if (ImageDictionary.Find(node["args"]) is { } data)
            {
                Collect(data[ImageDictionary.Images], sources);
                foreach ((string name, JsonNode? item) in data)
                    if (name != ImageDictionary.Images) tensors[name] = [.. ImageDictionary.Read(item).Select(entry => ReadSource(entry?["config"]?["keras_history"]))];
            }
            else
            {
                Collect(node["args"], sources);
            }

            if (node["kwargs"] is JsonObject named) ReadNamed(named, sources, tensors, switches);
            training = node["kwargs"]?["training"] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;
        }
        else
        {
            // Keras 2: a list of [layer, node, tensor, kwargs].
            if (json is JsonArray { Count: > 0 } list && list[0] is JsonValue) sources.Add(ReadSource(list));
            else
                foreach (JsonNode? entry in List(json, "inbound_nodes")) sources.Add(ReadSource(entry));
        }

        return new Inbound(sources, training, tensors, switches);
    }

    // Tensors under the names of inputs are inputs; others stay named.
    private void ReadNamed(JsonObject named, List<Source> inputs, Dictionary<string, Source?[]> tensors, Dictionary<string, bool> switches)
    {
        foreach (string input in (string[])["inputs", "sequences", "query", "value", "key"]) Collect(named[input], inputs);
        foreach ((string name, JsonNode? json) in named)
        {
            if (name is "training" or "inputs" or "sequences" or "query" or "value" or "key") continue;
            if (json is JsonValue value && value.TryGetValue(out bool flag)) switches[name] = flag;
            var found = new List<Source>();
            Collect(json, found);
            if (found.Count == 0) continue;
            tensors[name] = json is not JsonArray list ? [.. found] : [.. list.Select(One)];
        }

        Source? One(JsonNode? json)
        {
            var found = new List<Source>();
            Collect(json, found);
            return found.Count > 0 ? found[0] : null;
        }
    }

    private void Collect(JsonNode? json, List<Source> sources)
    {
        if (json is JsonObject { } node && node["class_name"] is JsonValue name && name.TryGetValue(out string? text) && text == "__keras_tensor__")
            sources.Add(ReadSource(node["config"]?["keras_history"]));
        else if (json is JsonObject dictionary)
            foreach ((_, JsonNode? inner) in dictionary) Collect(inner, sources);
        else if (json is JsonArray list)
            foreach (JsonNode? inner in list) Collect(inner, sources);
    }

    private Source ReadSource(JsonNode? json) =>
        json is JsonArray { Count: >= 3 } list && list[0] is JsonValue name && name.TryGetValue(out string? layer)
        && list[1] is JsonValue node && node.TryGetValue(out int nodeIndex) && list[2] is JsonValue tensor && tensor.TryGetValue(out int tensorIndex)
            ? new Source(layer, nodeIndex, tensorIndex)
            : throw Broken($"expected [layer, node, tensor], got {FileText.Shortened(json?.ToJsonString() ?? "null")}");

    private TensorList Tensors(JsonNode? json, string what)
    {
        JsonArray list = json as JsonArray ?? throw Broken($"expected {what}");
        return list.Count > 0 && list[0] is JsonValue ? Tensor(ReadSource(list)) : TensorList.Create([.. list.Select(entry => Tensor(ReadSource(entry)))]);
    }

    private Tensor Tensor(Source source) => _outputs.TryGetValue((source.Layer, source.Node), out TensorList? outputs) && source.Tensor >= 0 && source.Tensor < outputs.Count
        ? outputs[source.Tensor]
        : throw Broken($"there is no output {source.Tensor} of call {source.Node} of a layer '{FileText.Shortened(source.Layer)}'");

    private JsonArray List(JsonNode? json, string what) => json as JsonArray ?? throw Broken($"expected a list {what}, got {FileText.Shortened(json?.ToJsonString() ?? "none")}");

    private InvalidDataException Broken(string what) => new($"{_label}: {what}.");

    private sealed record Source(string Layer, int Node, int Tensor);

    private sealed record Inbound(
        IReadOnlyList<Source> Placed, bool? Training, Dictionary<string, Source?[]> Tensors, Dictionary<string, bool> Switches)
    {
        public IEnumerable<Source> Sources => Placed.Concat(Tensors.Values.SelectMany(list => list).OfType<Source>());
    }
}
