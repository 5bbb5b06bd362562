namespace Cornea.Onnx;

/// <summary>Writes one operation as ONNX' operators.</summary>
/// <param name="scope">The graph that is being made.</param>
/// <param name="node">The operation.</param>
internal sealed partial class NodeExport(ScopeExport scope, TracedNode node)
{
    private static readonly Lazy<Dictionary<string, Action<NodeExport>>> Table = new(() => new( // Lazy: the tables it is made of stand in several files.
        Elementwise().Concat(Arrangement()).Concat(Networks()).Concat(Loops()).Select(entry => KeyValuePair.Create(entry.Name, entry.Run))));

    private readonly ScopeExport _scope = scope;
    private readonly TracedNode _node = node;

    private string Stem => _node.Layer ?? _node.Operation;

    private TracedValue X => _node.Inputs[0];

    private TracedValue Y => _node.Outputs[0];

    /// <summary>What of an operation ONNX has no form for; null where it has one.</summary>
    public static string? Refusal(TracedNode node) => node.Operation switch
    {
        "Cumulative" when (string)node.Settings["function"] == "Product" => "running products (Cumulative Product)",
        "Sort" when node.Inputs[0].Shape[^1] == Shape.Unknown => "Sort along an axis whose size isn't known",
        "ScatterAdd" when (int)node.Settings["axis"] != 0 || node.Inputs[1].Shape.Rank != 1 => "ScatterAdd along a later axis",
        "SliceGradient" when ((int[])node.Settings["steps"]).Any(step => step != 1) => "zeros put between values (SliceGradient)",
        _ => Table.Value.ContainsKey(node.Operation) ? null : node.Operation,
    };

    public void Run() => Table.Value[_node.Operation](this);

    private T Setting<T>(string name) => (T)_node.Settings[name];

    private int[] Sizes(string name) => (int[])_node.Settings[name];

    private long[] Longs(string name) => [.. Sizes(name).Select(size => (long)size)];

    private string Emit(string operation, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes) => _scope.Emit(operation, Stem, inputs, attributes);

    private string Cast(string name, DType dtype) => Emit("Cast", [name], ("to", (long)ElementTypes.Of(dtype)));

    private void Give(string name, Layout? layout = null) => _scope.Set(Y, name, layout);

    /// <summary>The layout of the first input; for constants the plain one.</summary>
    private Layout LayoutOfX => _scope.LayoutOf(X) ?? Layout.Plain(X.Shape.Rank);

    private static Layout ChannelsFirst(int rank) => rank < 3 ? Layout.Plain(rank) : Layout.Of([0, rank - 1, .. Enumerable.Range(1, rank - 2)]);
}
