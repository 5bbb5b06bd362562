namespace Cornea.Onnx;

/// <summary>A graph that is being made: its nodes, and under which names and in which layouts the values stand in it.</summary>
internal sealed class ScopeExport
{
    private readonly ScopeExport? _outer;
    private readonly HashSet<string> _names;
    private readonly Dictionary<TracedValue, List<(string Name, Layout Layout)>> _known = new(ReferenceEqualityComparer.Instance);
    private readonly List<ExportedNode> _nodes = [];
    private readonly List<ExportedArray> _arrays;
    private string _firstInput = "";
    private int _scratch;

    public ScopeExport(int opset)
    {
        Opset = opset;
        _names = [];
        _arrays = [];
    }

    private ScopeExport(ScopeExport outer) => (_outer, Opset, _names, _arrays) = (outer, outer.Opset, outer._names, outer._arrays);

    public int Opset { get; }

    public IReadOnlyList<ExportedNode> Nodes => _nodes;

    /// <summary>Weights and constants, those of inner graphs too.</summary>
    public IReadOnlyList<ExportedArray> Arrays => _arrays;

    /// <summary>A graph inside, which sees this one's values.</summary>
    public ScopeExport Inside() => new(this);

    /// <summary>A name that no other value has.</summary>
    public string Fresh(string stem)
    {
        if (stem.Length == 0) stem = "value";
        string name = stem;
        for (int count = 1; !_names.Add(name); count++) name = $"{stem}_{count}";
        return name;
    }

    /// <summary>Notes an input of the file's.</summary>
    public string AddInput(TracedValue input)
    {
        string name = Fresh(input.Name);
        if (_firstInput.Length == 0) _firstInput = name;
        Set(input, name);
        return name;
    }

    /// <summary>Notes under which name a value stands.</summary>
    public void Set(TracedValue value, string name, Layout? layout = null) => _known[value] = [(name, layout ?? Layout.Plain(value.Shape.Rank))];

    /// <summary>The layout in which a value stands; null for constants, which stand in any.</summary>
    public Layout? LayoutOf(TracedValue value) => value.Constant is null ? Entries(value)[0].Layout : null;

    /// <summary>The name of a value in a layout: transposed, if it stands in another one only.</summary>
    public string NameOf(TracedValue value, Layout? layout = null)
    {
        layout ??= Layout.Plain(value.Shape.Rank);
        List<(string Name, Layout Layout)> entries = value.Constant is null ? Entries(value) : Constants(value);
        foreach ((string known, Layout own) in entries)
            if (own.IsSameAs(layout)) return known;
        if (value.Constant is not null)
        {
            string array = AddArray(value.Name.Length > 0 ? value.Name : "constant", new TensorSpec([.. layout.Order.Select(axis => value.Shape[axis])], value.DType), () => layout.IsPlain ? value.Constant : value.Constant.Transpose([.. layout.Order]));
            entries.Add((array, layout));
            return array;
        }

        (string from, Layout there) = entries[0];
        string name = Emit("Transpose", from, [from], ("perm", layout.Order.Select(axis => (long)there.PlaceOf(axis)).ToArray()));
        if (!_known.TryGetValue(value, out List<(string Name, Layout Layout)>? own2)) _known[value] = own2 = [.. entries];
        own2.Add((name, layout));
        return name;
    }

    /// <summary>Adds a node of one output.</summary>
    /// <returns>The output's name.</returns>
    public string Emit(string operation, string stem, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes) => Emit(operation, stem, 1, inputs, attributes)[0];

    /// <summary>Adds a node of several outputs.</summary>
    public string[] Emit(string operation, string stem, int outputs, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes)
    {
        string name = Fresh($"{stem}/{operation}");
        string[] results = [.. Enumerable.Range(0, outputs).Select(index => Fresh(outputs == 1 ? $"{name}:0" : $"{name}:{index}"))];
        _nodes.Add(new ExportedNode(operation, name, inputs, results, attributes));
        return results;
    }

    /// <summary>Gives a value another name, that of an output.</summary>
    public void Rename(string from, string to) => _nodes.Add(new ExportedNode("Identity", Fresh($"{to}/Identity"), [from], [to], []));

    /// <summary>The number of samples, as a vector of one.</summary>
    public string BatchSize() => Emit("Slice", "batch", [Emit("Shape", "batch", [Root._firstInput]), Integers(0), Integers(1)]);

    /// <summary>A constant of whole numbers.</summary>
    public string Integers(params long[] values) => AddArray("numbers", new TensorSpec([values.Length], DType.Int64), () => Tensor.From(values, [values.Length]));

    /// <summary>A constant of one number.</summary>
    public string Number(double value, DType dtype) => AddArray("number", new TensorSpec(Shape.Scalar, dtype), () => Ops.Full(Shape.Scalar, value, dtype));

    private string AddArray(string stem, TensorSpec spec, Func<Tensor> values)
    {
        string name = Fresh(stem == "numbers" || stem == "number" || stem == "constant" ? $"{stem}_{Root._scratch++}" : stem);
        _arrays.Add(new ExportedArray(name, spec, values));
        return name;
    }

    private ScopeExport Root => _outer is null ? this : _outer.Root;

    private List<(string Name, Layout Layout)> Entries(TracedValue value) =>
        _known.TryGetValue(value, out List<(string Name, Layout Layout)>? entries) ? entries
        : _outer is not null ? _outer.Entries(value)
        : throw new InvalidOperationException($"A value {value} is used before it is computed.");

    private List<(string Name, Layout Layout)> Constants(TracedValue value)
    {
        if (!Root._known.TryGetValue(value, out List<(string Name, Layout Layout)>? entries)) Root._known[value] = entries = [];
        return entries;
    }
}
