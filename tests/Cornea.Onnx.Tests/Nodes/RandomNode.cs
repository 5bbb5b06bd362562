using System.Runtime.InteropServices;

namespace Cornea.Onnx.Tests.Nodes;

/// <summary>A graph of one node, or of a few that belong together, with what is fed to it.</summary>
/// <param name="random">Draws what isn't said.</param>
/// <param name="opset">The version of the operators.</param>
/// <param name="isBatchOpen">Whether the file leaves open how many samples there are.</param>
internal sealed class RandomNode(Random random, int opset, bool isBatchOpen = false)
{
    private const int FormatVersion = 10; // The first that knows operator set 21.

    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<string> _description = [];
    private readonly List<(string Name, Tensor Values)> _fed = [];
    private readonly List<(string Name, Tensor Values, ElementType Type)> _stored = [];
    private readonly List<string> _outputs = [];

    public int Opset => opset;

    /// <summary>What is fed, in the order of the file's inputs.</summary>
    public IReadOnlyList<Tensor> Inputs => [.. _fed.Select(input => input.Values)];

    public bool Coin() => random.Next(2) == 0;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Between(int least, int most) => random.Next(least, most + 1);

    public T OneOf<T>(params IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public float Number(float least = -2, float most = 2) => least + (random.NextSingle() * (most - least));

    public int[] Sizes(int rank, int most = 6) => [.. Enumerable.Range(0, rank).Select(_ => Between(1, most))];

    /// <summary>Some axes of a tensor, in any order, a few counted from the end.</summary>
    public int[] Axes(int rank, int least = 1)
    {
        int[] axes = [.. Enumerable.Range(0, rank)];
        random.Shuffle(axes);
        return [.. axes[..Between(least, rank)].Select(axis => Coin() ? axis : axis - rank)];
    }

    public Tensor Floats(int[] shape, float least = -2, float most = 2) => Tensor.From([.. Many(shape).Select(_ => Number(least, most))], shape);

    public Tensor Integers(int[] shape, int least, int most) => Tensor.From([.. Many(shape).Select(_ => Between(least, most))], shape);

    public Tensor Booleans(int[] shape) => Tensor.From([.. Many(shape).Select(_ => Coin())], shape);

    /// <summary>An input of the graph.</summary>
    public string Feed(Tensor values)
    {
        string name = $"x{_fed.Count}";
        _fed.Add((name, values));
        _description.Add($"{name}: {values.DType} {values.Shape}");
        return name;
    }

    /// <summary>An array of the graph.</summary>
    public string Store(Tensor values, ElementType? type = null)
    {
        string name = $"w{_stored.Count}";
        _stored.Add((name, values, type ?? ElementTypes.Of(values.DType)));
        string numbers = values.Shape.ElementCount <= 8 ? $" [{string.Join(", ", values.ToArray<double>())}]" : "";
        _description.Add($"{name}: {type?.ToString() ?? values.DType.Name} {values.Shape}{numbers}");
        return name;
    }

    public string Store(params IEnumerable<int> numbers)
    {
        long[] values = [.. numbers.Select(number => (long)number)];
        return Store(Tensor.From(values, [values.Length]));
    }

    /// <summary>What there is so far, to come back to.</summary>
    public (int Nodes, int Fed, int Stored, int Lines) Mark() => (_nodes.Count, _fed.Count, _stored.Count, _description.Count);

    /// <summary>Takes off what was added since.</summary>
    public void Return((int Nodes, int Fed, int Stored, int Lines) mark)
    {
        _nodes.RemoveRange(mark.Nodes, _nodes.Count - mark.Nodes);
        _fed.RemoveRange(mark.Fed, _fed.Count - mark.Fed);
        _stored.RemoveRange(mark.Stored, _stored.Count - mark.Stored);
        _description.RemoveRange(mark.Lines, _description.Count - mark.Lines);
    }

    /// <summary>Makes values the outputs of the graph.</summary>
    public void Give(params IEnumerable<string> names)
    {
        _outputs.Clear();
        _outputs.AddRange(names);
    }

    /// <summary>A node; its outputs are those of the graph too unless <paramref name="isInner"/>.</summary>
    public string[] Add(string operation, string[] inputs, (string Name, object Value)[] attributes, int outputs = 1, bool isInner = false)
    {
        string[] names = [.. Enumerable.Range(0, outputs).Select(index => $"n{_nodes.Count}_{index}")];
        _nodes.Add(new ExportedNode(operation, $"node{_nodes.Count}", inputs, names, attributes).ToMessage());
        _description.Add($"{operation}({string.Join(", ", inputs)}; {string.Join(", ", attributes.Select(attribute => $"{attribute.Name} = {(attribute.Value is long[] several ? $"[{string.Join(", ", several)}]" : attribute.Value)}"))})");
        if (!isInner) _outputs.AddRange(names);
        return names;
    }

    public void Write(string path)
    {
        var graph = new ProtoMessage();
        foreach (ProtoMessage node in _nodes) graph.Message(1, node);
        graph.Text(2, "random");
        foreach ((string name, Tensor values, ElementType type) in _stored) graph.Message(5, Array(name, values, type));
        foreach ((string name, Tensor values) in _fed) graph.Message(11, Info(name, ElementTypes.Of(values.DType), values.Shape));
        foreach (string name in _outputs) graph.Message(12, new ProtoMessage().Text(1, name));
        File.WriteAllBytes(path, new ProtoMessage().Integer(1, FormatVersion).Message(8, new ProtoMessage().Text(1, "").Integer(2, opset)).Message(7, graph).ToBytes());
    }

    public override string ToString() => $"opset {opset}{(isBatchOpen ? ", any batch" : "")}: {string.Join("; ", _description)}";

    private static IEnumerable<int> Many(int[] shape) => Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b));

    private static ProtoMessage Array(string name, Tensor values, ElementType type)
    {
        var message = new ProtoMessage();
        foreach (int size in values.Shape) message.Integer(1, size);
        return message.Integer(2, (long)type).Text(8, name).Bytes(9, Raw(values, type));
    }

    private static ReadOnlySpan<byte> Raw(Tensor values, ElementType type) => type switch
    {
        ElementType.Float => MemoryMarshal.AsBytes(values.ToArray<float>().AsSpan()),
        ElementType.Int64 => MemoryMarshal.AsBytes(values.ToArray<long>().AsSpan()),
        ElementType.Int32 => MemoryMarshal.AsBytes(values.ToArray<int>().AsSpan()),
        ElementType.UInt8 or ElementType.Bool => values.ToArray<byte>(),
        ElementType.Int8 => System.Array.ConvertAll(values.ToArray<int>(), value => (byte)(sbyte)value),
        ElementType.UInt16 => MemoryMarshal.AsBytes(System.Array.ConvertAll(values.ToArray<int>(), value => (ushort)value).AsSpan()),
        ElementType.Int16 => MemoryMarshal.AsBytes(System.Array.ConvertAll(values.ToArray<int>(), value => (short)value).AsSpan()),
        var other => throw new NotSupportedException($"{other}"),
    };

    private ProtoMessage Info(string name, ElementType type, Shape shape)
    {
        var sizes = new ProtoMessage();
        for (int axis = 0; axis < shape.Rank; axis++) sizes.Message(1, isBatchOpen && axis == 0 ? new ProtoMessage().Text(2, "N") : new ProtoMessage().Integer(1, shape[axis]));
        return new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, new ProtoMessage().Integer(1, (long)type).Message(2, sizes)));
    }
}
