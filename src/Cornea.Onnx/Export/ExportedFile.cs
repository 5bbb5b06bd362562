using Cornea.Files;

namespace Cornea.Onnx;

/// <summary>Writes an ONNX file; arrays go straight from their weights into it.</summary>
internal static class ExportedFile
{
    private const int FormatVersion = 8; // Of the time of operator set 17; newer readers take older ones.

    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="NotSupportedException">It would pass 2 GiB.</exception>
    public static void Write(string path, ScopeExport graph, string name, int opset, IReadOnlyList<(string Name, TensorSpec Spec)> inputs, IReadOnlyList<(string Name, TensorSpec Spec)> outputs)
    {
        var before = new ProtoMessage();
        foreach (ExportedNode node in graph.Nodes) before.Message(1, node.ToMessage());
        before.Text(2, name);
        var after = new ProtoMessage();
        foreach ((string input, TensorSpec spec) in inputs) after.Message(11, ValueInfo(input, spec));
        foreach ((string output, TensorSpec spec) in outputs) after.Message(12, ValueInfo(output, spec));
        byte[] first = before.ToBytes(), last = after.ToBytes();
        (ExportedArray Array, byte[] Head, byte[] Field)[] arrays = [.. graph.Arrays.Select(array => (array, array.Head())).Select(pair => (pair.array, pair.Item2, new ProtoMessage().Head(5, pair.Item2.Length + pair.array.Bytes).ToBytes()))];
        long length = first.Length + last.Length + arrays.Sum(entry => entry.Field.Length + entry.Head.Length + entry.Array.Bytes);
        if (length > int.MaxValue - 1024) throw new NotSupportedException($"{path}: the model takes {length:N0} bytes, and an ONNX file holds 2 GiB at most.");
        byte[] head = new ProtoMessage().Integer(1, FormatVersion).Text(2, "Cornea").Message(8, new ProtoMessage().Text(1, "").Integer(2, opset)).Head(7, length).ToBytes();
        AtomicFile.Write(path, stream =>
        {
            stream.Write(head);
            stream.Write(first);
            foreach ((ExportedArray array, byte[] own, byte[] field) in arrays)
            {
                stream.Write(field);
                stream.Write(own);
                array.Write(stream);
            }

            stream.Write(last);
        });
    }

    /// <summary>The graph of a branch or a loop: all arrays stand in the graph around.</summary>
    public static ProtoMessage Inner(ScopeExport graph, string name, IReadOnlyList<(string Name, DType DType)> inputs, IReadOnlyList<(string Name, DType DType)> outputs)
    {
        var message = new ProtoMessage();
        foreach (ExportedNode node in graph.Nodes) message.Message(1, node.ToMessage());
        message.Text(2, name);
        foreach ((string input, DType dtype) in inputs) message.Message(11, ValueInfo(input, dtype, null));
        foreach ((string output, DType dtype) in outputs) message.Message(12, ValueInfo(output, dtype, null));
        return message;
    }

    private static ProtoMessage ValueInfo(string name, TensorSpec spec) => ValueInfo(name, spec.DType, spec.Shape);

    private static ProtoMessage ValueInfo(string name, DType dtype, Shape? shape)
    {
        var type = new ProtoMessage().Integer(1, (long)ElementTypes.Of(dtype));
        if (shape is { } known)
        {
            var sizes = new ProtoMessage();
            for (int axis = 0; axis < known.Rank; axis++)
                sizes.Message(1, known[axis] != Shape.Unknown ? new ProtoMessage().Integer(1, known[axis]) : new ProtoMessage().Text(2, axis == 0 ? "batch" : $"{name}_size{axis}"));
            type.Message(2, sizes);
        }

        return new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, type));
    }
}
