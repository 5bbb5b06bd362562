using Cornea.Layers;

namespace Cornea.Onnx;

/// <summary>Walks through a graph's nodes and makes of each a layer or an operation on symbolic tensors.</summary>
internal sealed class GraphImport
{
    private const int MostNodes = 200_000; // Branches and unrolled loops together.

    private readonly ModelProto _model;
    private readonly TensorReader _reader;
    private readonly MemoryBudget _budget;
    private readonly GraphImport? _outer;
    private readonly Dictionary<string, Value> _values = [];
    private readonly Dictionary<string, TensorProto> _initializers = [];
    private readonly Dictionary<string, List<NodeProto>> _uses = [];
    private readonly Dictionary<NodeProto, string> _absorbed = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _layerNames;
    private readonly Dictionary<string, int> _symbols;
    private int _nodes;

    /// <summary>The import of a file's graph.</summary>
    public GraphImport(ModelProto model)
    {
        _model = model;
        _budget = new MemoryBudget(model.Path);
        _reader = new TensorReader(model.Path, _budget);
        _layerNames = [];
        _symbols = [];
    }

    // That of a branch's graph, which sees the names around it.
    private GraphImport(GraphImport outer)
    {
        (_model, _reader, _budget, _outer) = (outer._model, outer._reader, outer._budget, outer);
        (_layerNames, _symbols) = (outer._layerNames, outer._symbols);
    }

    public int Opset => _model.Opset;

    /// <summary>Makes the values of a graph's outputs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">What its inputs stand for.</param>
    public Value[] Run(GraphProto graph, IReadOnlyDictionary<string, Value> inputs)
    {
        foreach (TensorProto array in graph.Initializers) _initializers[array.Name] = array;
        foreach ((string name, Value value) in inputs) _values[name] = value;
        NoteUses(graph);
        foreach (NodeProto node in graph.Nodes) Import(node);
        return [.. graph.Outputs.Select(output => Find(output.Name) ?? throw Wrong($"there is no '{NodeProto.Shortened(output.Name)}', which it names among its outputs"))];
    }

    /// <summary>Makes the values of the outputs of a branch, which sees what lies around it.</summary>
    public Value[] RunInside(GraphProto graph, IReadOnlyDictionary<string, Value> inputs) => new GraphImport(this).Run(graph, inputs);

    /// <summary>The tensor of an attribute.</summary>
    public Tensor Read(TensorProto array) => _reader.Read(array);

    /// <summary>A size that isn't known yet.</summary>
    /// <param name="name">What the file calls it; sizes of one name are the same.</param>
    public Dim Symbol(string name = "")
    {
        if (name.Length == 0) name = $"\0{_symbols.Count}";
        if (!_symbols.TryGetValue(name, out int symbol)) _symbols[name] = symbol = _symbols.Count + 1;
        return new Dim(1, symbol);
    }

    /// <summary>A name for a layer, of a node's own name as far as it goes.</summary>
    public string LayerName(NodeProto node)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault(output => output.Length > 0) ?? node.OpType;
        return LayerName(name);
    }

    /// <summary>A name for a layer: Keras' have no slashes, and each stands once in a model.</summary>
    public string LayerName(string name)
    {
        string stem = NodeProto.Shortened(name.Trim('/').Replace('/', '_'));
        if (stem.Length == 0) stem = "layer";
        string unique = stem;
        for (int count = 1; !_layerNames.Add(unique); count++) unique = $"{stem}_{count}";
        return unique;
    }

    /// <summary>A value made of others: constant where they all are.</summary>
    public Value Give(Tensor tensor, Layout? layout, IReadOnlyList<Value?> inputs, ElementType type)
    {
        if (inputs.All(input => input is null or { IsConstant: true }))
        {
            _budget.Take(tensor.Shape.ElementCount * (double)tensor.DType.Size, "an array that is computed");
            return Value.Constant(layout is { IsPlain: false } ? Value.Of(tensor, layout).Plain : tensor, type);
        }

        return Value.Of(tensor, layout, null, type);
    }

    /// <summary>Calls a layer and gives it its weights.</summary>
    public Tensor Call(Layer layer, Tensor x, IReadOnlyList<Tensor> weights)
    {
        Tensor y = layer.Call(x);
        layer.SetWeights(weights);
        return y;
    }

    /// <summary>
    /// The bias that the only use of an output adds to it, if that is all that is done with the output: the addition is taken into the layer.
    /// </summary>
    /// <param name="output">The output's name.</param>
    /// <param name="fits">Whether a constant can be the layer's bias.</param>
    public Tensor? AbsorbBias(string output, Func<Value, bool> fits)
    {
        if (!_uses.TryGetValue(output, out List<NodeProto>? users) || users is not [{ OpType: "Add", Domain: "" or "ai.onnx", Inputs.Count: 2 } add] || add.Inputs[0] == add.Inputs[1]) return null;
        if (Find(add.Inputs[add.Inputs[0] == output ? 1 : 0]) is not { IsConstant: true } bias || !bias.DType.IsFloating || !fits(bias)) return null;
        _absorbed[add] = output;
        return bias.Tensor;
    }

    /// <summary>Takes memory before it is allocated.</summary>
    public void Take(double bytes, string what) => _budget.Take(bytes, what);

    /// <summary>A value of so many samples, if there is one.</summary>
    public Value? OfBatch(Dim batch) => _values.Values.FirstOrDefault(value => !value.IsShape && value.Batch == batch && value.Sizes[0] == Shape.Unknown) ?? _outer?.OfBatch(batch);

    /// <summary>An error about the file.</summary>
    public InvalidDataException Wrong(string what, Exception? inner = null) => new($"{_model.Path}: {what}", inner);

    private void Import(NodeProto node)
    {
        CountNode();
        try
        {
            if (_absorbed.TryGetValue(node, out string? absorbed))
            {
                _values[node.Outputs[0]] = Find(absorbed)!;
                return;
            }

            var call = new OperatorCall(this, node, [.. node.Inputs.Select(name => name.Length == 0 ? null : Find(name) ?? throw new InvalidDataException(
                $"its input '{NodeProto.Shortened(name)}' isn't there: nothing gives it, or only a later node does"))]);
            Value[] outputs = OperatorTable.Run(call);
            for (int index = 0; index < outputs.Length && index < node.Outputs.Count; index++)
                if (node.Outputs[index].Length > 0) _values[node.Outputs[index]] = Noted(outputs[index], call);
            for (int index = outputs.Length; index < node.Outputs.Count; index++)
                if (node.Outputs[index].Length > 0 && _uses.ContainsKey(node.Outputs[index])) throw OperatorCall.Unsupported($"its output {index}");
        }
        catch (Exception error) when (error is ShapeException or ArgumentException or OverflowException or NotSupportedException or InvalidOperationException or InvalidDataException or IndexOutOfRangeException)
        {
            if (error is InvalidDataException && error.Message.StartsWith(_model.Path, StringComparison.Ordinal)) throw;
            throw Wrong($"{node.Label}: {error.Message}", error);
        }
    }

    // What the operators don't say themselves: which unknown size the first axis is, and of which type elements are.
    private Value Noted(Value value, OperatorCall call)
    {
        if (value.IsShape) return value;
        Value? first = call.At(0);
        if (first is { IsShape: false } && first.Type != ElementTypes.Of(first.DType) && value.DType == first.DType && value.Type == ElementTypes.Of(value.DType)) value = value.As(first.Type);
        if (value.Batch is not null || value.IsConstant || value.Rank == 0 || value.Sizes[0] != Shape.Unknown) return value;
        Value?[] unknown = [.. Enumerable.Range(0, call.Count).Select(call.At).Where(input => input?.Batch is not null)];
        return value.With(unknown.Length > 0 ? unknown[0]!.Batch : Symbol());
    }

    private void CountNode()
    {
        GraphImport root = this;
        while (root._outer is { } outer) root = outer;
        if (++root._nodes > MostNodes) throw Wrong($"it has more than {MostNodes:N0} nodes, its loops unrolled");
    }

    private Value? Find(string name)
    {
        if (_values.TryGetValue(name, out Value? value)) return value;
        if (!_initializers.TryGetValue(name, out TensorProto? array)) return _outer?.Find(name);
        value = Value.Constant(_reader.Read(array), array.Type);
        const long Small = 1 << 14;
        if (value.Tensor.Shape.ElementCount <= Small) _values[name] = value; // A large one is read again if it's wanted again: as a rule a layer takes it over.
        return value;
    }

    private void NoteUses(GraphProto graph)
    {
        foreach (NodeProto node in graph.Nodes)
        {
            foreach (string name in node.Inputs) Note(name, node);
            foreach (AttributeProto attribute in node.Attributes.Values)
                if (attribute.Graph is { } inside) NoteInside(inside, node);
        }

        foreach (ValueInfoProto output in graph.Outputs) Note(output.Name, null);

        void Note(string name, NodeProto? user)
        {
            if (!_uses.TryGetValue(name, out List<NodeProto>? users)) _uses[name] = users = [];
            users.Add(user!);
        }

        void NoteInside(GraphProto inside, NodeProto owner)
        {
            foreach (NodeProto node in inside.Nodes)
            {
                foreach (string name in node.Inputs) Note(name, owner);
                foreach (AttributeProto attribute in node.Attributes.Values)
                    if (attribute.Graph is { } deeper) NoteInside(deeper, owner);
            }

            foreach (ValueInfoProto output in inside.Outputs) Note(output.Name, owner);
        }
    }
}
