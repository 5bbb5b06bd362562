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

    /// <summary>The number that Keras gives the first call of a layer where a model begins or ends, and in Keras 2 everywhere.</summary>
    public static int FirstCall(Layer layer) => layer is Model { Graph: not null } and not Sequential ? 1 : 0;

    public Model Read()
    {
        List<(string Name, Layer Layer, Queue<Inbound> Nodes)> pending = [];
        foreach (JsonNode? json in List(config.Json["layers"], "layers"))
        {
            Layer layer = read(json);
            string name = json!["config"] is JsonObject settings && new LayerConfig(settings).GetString("name") is { } given ? given : layer.Name;
            if (!_layers.TryAdd(name, layer)) throw Broken($"two layers are called '{FileText.Shortened(name)}'");
            if (layer is Input input) Made(name, input);
            else pending.Add((name, layer, new Queue<Inbound>(List(json["inbound_nodes"], "inbound_nodes").Select(node => layer is OperationLayer ? ReadOperation(node) : ReadNode(node)))));
        }

        Connect(pending);
        return new Model(Ends("input_layers"), Ends("output_layers"), config.GetString("name"));
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
                if (node.Sources.FirstOrDefault(source => OutputsOf(source) is null) is { } missing)
                {
                    if (!waiting.TryGetValue(PlaceOf(missing), out List<int>? others)) waiting[PlaceOf(missing)] = others = [];
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
        var arguments = new CallArguments { Operation = node.Operation };
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

    private Inbound ReadOperation(JsonNode? json)
    {
        if (json?["args"] is not JsonArray args || json["kwargs"] is not JsonObject kwargs) throw Broken($"expected an operation's args and kwargs, got {FileText.Shortened(json?.ToJsonString() ?? "null")}");
        var sources = new List<Source>();
        var operation = new OperationArguments((JsonArray)OperationArguments.Replaced(args, Place)!, (JsonObject)OperationArguments.Replaced(kwargs, Place)!);
        return new Inbound(sources, null, [], [], operation);

        JsonNode? Place(JsonObject node)
        {
            if (ReadTensor(node) is not { } source) return null;
            sources.Add(source);
            return OperationArguments.Place(sources.Count - 1);
        }
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
            if (json is JsonArray { Count: > 0 } list && list[0] is JsonValue) sources.Add(ReadSource(list) with { IsCounted = true });
            else
                foreach (JsonNode? entry in List(json, "inbound_nodes")) sources.Add(ReadSource(entry) with { IsCounted = true });
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
        if (json is JsonObject node && ReadTensor(node) is { } source) sources.Add(source);
        else if (json is JsonObject dictionary)
            foreach ((_, JsonNode? inner) in dictionary) Collect(inner, sources);
        else if (json is JsonArray list)
            foreach (JsonNode? inner in list) Collect(inner, sources);
    }

    // A layer's output, or data; null where something else stands.
    private Source? ReadTensor(JsonObject node)
    {
        if (ConstantJson.IsArray(node)) return new Source("", 0, 0, Data: ConstantJson.Read(node));
        return node["class_name"] is JsonValue name && name.TryGetValue(out string? text) && text == "__keras_tensor__" ? ReadSource(node["config"]?["keras_history"]) : null;
    }

    private Source ReadSource(JsonNode? json) =>
        json is JsonArray { Count: >= 3 } list && list[0] is JsonValue name && name.TryGetValue(out string? layer)
        && list[1] is JsonValue node && node.TryGetValue(out int nodeIndex) && list[2] is JsonValue tensor && tensor.TryGetValue(out int tensorIndex)
            ? new Source(layer, nodeIndex, tensorIndex)
            : throw Broken($"expected [layer, node, tensor], got {FileText.Shortened(json?.ToJsonString() ?? "null")}");

    private TensorList Ends(string name)
    {
        JsonArray list = config.Json[name] as JsonArray ?? throw Broken($"expected {name}");
        return list.Count > 0 && list[0] is JsonValue ? End(list) : TensorList.Create([.. list.Select(End)]);

        Tensor End(JsonNode? entry) => Tensor(ReadSource(entry) with { IsCounted = true });
    }

    private Tensor Tensor(Source source) => OutputsOf(source) is { } outputs && source.Tensor >= 0 && source.Tensor < outputs.Count
        ? outputs[source.Tensor]
        : throw Broken($"there is no output {source.Tensor} of call {source.Node} of a layer '{FileText.Shortened(source.Layer)}'");

    private TensorList? OutputsOf(Source source) => source.Data is { } data ? data : _outputs.GetValueOrDefault(PlaceOf(source));

    private (string Layer, int Node) PlaceOf(Source source) =>
        (source.Layer, source.IsCounted && _layers.TryGetValue(source.Layer, out Layer? layer) ? source.Node - FirstCall(layer) : source.Node);

    private JsonArray List(JsonNode? json, string what) => json as JsonArray ?? throw Broken($"expected a list {what}, got {FileText.Shortened(json?.ToJsonString() ?? "none")}");

    private InvalidDataException Broken(string what) => new($"{_label}: {what}.");

    /// <summary>Where a tensor comes from, or data. Counted: a functional model's calls have numbers from 1.</summary>
    private sealed record Source(string Layer, int Node, int Tensor, bool IsCounted = false, Tensor? Data = null);

    private sealed record Inbound(
        IReadOnlyList<Source> Placed, bool? Training, Dictionary<string, Source?[]> Tensors, Dictionary<string, bool> Switches, OperationArguments? Operation = null)
    {
        public Source[] Sources { get; } = [.. Placed, .. Tensors.Values.SelectMany(list => list).OfType<Source>()];
    }
}
