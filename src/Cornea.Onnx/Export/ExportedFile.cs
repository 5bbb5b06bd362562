using Cornea.Files;

namespace Cornea.Onnx;

/// <summary>Writes an ONNX file; arrays go straight from their weights into it.</summary>
internal static class ExportedFile
{
    public const long LargestFile = int.MaxValue - 1024;
    private const string WeightsEnding = ".data"; // As PyTorch names them.
    private const int LeastBeside = 1024;
    private const int Page = 4096;
    private const int FormatVersion = 8; // Of the time of operator set 17; newer readers take older ones.

    /// <summary>Writes the file whole or not at all. What passes 2 GiB, the most that a file of Protocol Buffers may have, keeps its weights in a file beside.</summary>
    /// <param name="path">The file.</param>
    /// <param name="graph">Nodes and arrays.</param>
    /// <param name="name">The graph's name.</param>
    /// <param name="opset">The version of the operators.</param>
    /// <param name="inputs">The graph's inputs.</param>
    /// <param name="outputs">The graph's outputs.</param>
    /// <param name="largest">From how many bytes on weights lie beside.</param>
    public static void Write(
        string path, ScopeExport graph, string name, int opset, IReadOnlyList<(string Name, TensorSpec Spec)> inputs, IReadOnlyList<(string Name, TensorSpec Spec)> outputs,
        long largest)
    {
        var before = new ProtoMessage();
        foreach (ExportedNode node in graph.Nodes) before.Message(1, node.ToMessage());
        before.Text(2, name);
        var after = new ProtoMessage();
        foreach ((string input, TensorSpec spec) in inputs) after.Message(11, ValueInfo(input, spec));
        foreach ((string output, TensorSpec spec) in outputs) after.Message(12, ValueInfo(output, spec));
        byte[] first = before.ToBytes(), last = after.ToBytes();
        bool isApart = first.Length + last.Length + graph.Arrays.Sum(array => array.Head().Length + array.Bytes) > largest;
        using AtomicFile? beside = isApart ? new AtomicFile(path + WeightsEnding) : null;
        Part[] parts = [.. graph.Arrays.Select(array => beside is not null && array.Bytes >= LeastBeside ? Apart(array, path, beside.Stream) : Inside(array))];
        long length = first.Length + last.Length + parts.Sum(part => part.Head.Length + (part.Values?.Bytes ?? 0));
        byte[] head = new ProtoMessage().Integer(1, FormatVersion).Text(2, "Cornea").Message(8, new ProtoMessage().Text(1, "").Integer(2, opset)).Head(7, length).ToBytes();
        using var file = new AtomicFile(path);
        file.Stream.Write(head);
        file.Stream.Write(first);
        foreach (Part part in parts)
        {
            file.Stream.Write(part.Head);
            part.Values?.Write(file.Stream);
        }

        file.Stream.Write(last);
        beside?.Commit();
        file.Commit();
    }

    private static Part Inside(ExportedArray array)
    {
        byte[] own = array.Head();
        return new([.. new ProtoMessage().Head(5, own.Length + array.Bytes).ToBytes(), .. own], array);
    }

    // Values begin at whole pages, so that other programs can map them.
    private static Part Apart(ExportedArray array, string path, Stream weights)
    {
        long offset = (weights.Position + Page - 1) / Page * Page;
        weights.Write(new byte[offset - weights.Position]);
        array.Write(weights);
        byte[] own = array.Reference(Path.GetFileName(path) + WeightsEnding, offset);
        return new([.. new ProtoMessage().Head(5, own.Length).ToBytes(), .. own], null);
    }

    private readonly record struct Part(byte[] Head, ExportedArray? Values);

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
