using System.Text;
using Cornea.Layers;

namespace Cornea.Onnx;

/// <summary>One node as it is imported: its inputs and attributes, and what it needs of the import around.</summary>
/// <param name="import">The import.</param>
/// <param name="node">The node.</param>
/// <param name="inputs">Its inputs; null where one is left out.</param>
internal sealed class OperatorCall(GraphImport import, NodeProto node, Value?[] inputs)
{
    public NodeProto Node { get; } = node;

    public GraphImport Import { get; } = import;

    /// <summary>The version of the set of operators.</summary>
    public int Opset => Import.Opset;

    public int Count => inputs.Length;

    /// <summary>How many outputs are asked for, up to the last one.</summary>
    public int OutputCount => Node.Outputs.Count;

    /// <summary>The name of the layer that this node becomes, unique within the model.</summary>
    public string Name => _name ??= Import.LayerName(Node);

    private string? _name;

    /// <summary>An input that must be there.</summary>
    public Value this[int index] => At(index) ?? throw new InvalidDataException($"input {index} is missing");

    /// <summary>An input that may be left out.</summary>
    public Value? At(int index) => index < inputs.Length ? inputs[index] : null;

    public IEnumerable<Value> All => Enumerable.Range(0, Count).Select(index => this[index]);

    /// <summary>Whether an output is asked for.</summary>
    public bool Wants(int output) => output < Node.Outputs.Count && Node.Outputs[output].Length > 0;

    public bool Has(string attribute) => Node.Attributes.ContainsKey(attribute);

    public long Int(string attribute, long otherwise) => Node.Attributes.TryGetValue(attribute, out AttributeProto? given) ? given.Integer ?? 0 : otherwise;

    public double Float(string attribute, double otherwise) => Node.Attributes.TryGetValue(attribute, out AttributeProto? given) ? given.Float ?? 0 : otherwise;

    public bool Flag(string attribute, bool otherwise = false) => Int(attribute, otherwise ? 1 : 0) != 0;

    public string Text(string attribute, string otherwise) => Node.Attributes.TryGetValue(attribute, out AttributeProto? given) ? Encoding.UTF8.GetString(given.Bytes ?? []) : otherwise;

    public int[]? Ints(string attribute) => Node.Attributes.TryGetValue(attribute, out AttributeProto? given) ? [.. given.Integers.Select(number => checked((int)number))] : null;

    /// <summary>Whole numbers that are an attribute in some versions and an input in others.</summary>
    public int[]? Ints(string attribute, int input) => Has(attribute) ? Ints(attribute)
        : At(input) is { } given ? [.. given.Numbers(attribute).Select(number => (int)Math.Clamp(number, int.MinValue, int.MaxValue))]
        : null;

    /// <summary>An axis of an attribute, counted from the front.</summary>
    public int Axis(long otherwise, int rank, string attribute = "axis") => Front(Int(attribute, otherwise), rank, attribute);

    /// <summary>An axis counted from the front.</summary>
    public static int Front(long axis, int rank, string what) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new InvalidDataException($"its {what} is {axis}; expected −{rank} to {rank - 1}");

    public static int[] Front(IEnumerable<int> axes, int rank, string what = "axis")
    {
        int[] result = [.. axes.Select(axis => Front(axis, rank, what))];
        return result.Distinct().Count() == result.Length ? result : throw new InvalidDataException("an axis is named twice");
    }

    /// <summary>A tensor that came of inputs: constant where they all are.</summary>
    public Value Give(Tensor tensor, Layout? layout = null, ElementType type = ElementType.Undefined) => Import.Give(tensor, layout, inputs, type);

    /// <summary>Calls a layer on a value that depends on the model's inputs, or on a constant.</summary>
    public Value Call(Layer layer, Value x, Layout layout) => Give(layer.Call(x.Tensor), layout);

    /// <summary>Calls a layer and gives it its weights.</summary>
    public Tensor Call(Layer layer, Tensor x, params IReadOnlyList<Tensor> weights) => Import.Call(layer, x, weights);

    public static InvalidDataException Unsupported(string what) => new($"{what} isn't supported");
}
