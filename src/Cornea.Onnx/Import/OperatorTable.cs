namespace Cornea.Onnx;

/// <summary>ONNX' operators, each with what it becomes here.</summary>
internal static partial class OperatorTable
{
    private static readonly Dictionary<string, Func<OperatorCall, Value[]>> Entries = new(
        Elementwise().Concat(Comparisons()).Concat(Activations()).Concat(Arrangement()).Concat(Shapes()).Concat(Indexing()).Concat(Reductions())
            .Concat(Products()).Concat(Convolutions()).Concat(Pooling()).Concat(Normalization()).Concat(Images()).Concat(Quantization())
            .Concat(Recurrent()).Concat(Losses()).Concat(Signals()).Concat(Control())
            .Select(entry => KeyValuePair.Create(entry.Name, entry.Run)));

    /// <summary>Whether a node's operator can be imported.</summary>
    public static bool Has(NodeProto node) => node.Domain is "" or "ai.onnx" && Entries.ContainsKey(node.OpType);

    /// <summary>What comes out of a node.</summary>
    public static Value[] Run(OperatorCall call) => Has(call.Node) ? Entries[call.Node.OpType](call) : throw OperatorCall.Unsupported($"the operator {call.Node.Operator}");

    private static (string Name, Func<OperatorCall, Value[]> Run) One(string name, Func<OperatorCall, Value> run) => (name, call => [run(call)]);

    private static (string Name, Func<OperatorCall, Value[]> Run) Many(string name, Func<OperatorCall, Value[]> run) => (name, run);

    // Before a layer is built: it would take memory for as many channels as its input says it has, which a file can say without having any.
    private static void Fit(int channels, int found)
    {
        if (channels != found) throw new ShapeException($"its weights take {channels} channels, its input has {(found == Shape.Unknown ? "an unknown number" : $"{found}")}");
    }
}
