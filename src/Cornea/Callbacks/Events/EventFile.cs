using System.Buffers.Binary;
using System.Globalization;

namespace Cornea.Callbacks;

/// <summary>A file of TensorBoard's events: scalars, histograms, images, the graph.</summary>
/// <remarks>
/// Each record: its length, the length's checksum, the event (a protocol buffer), its checksum. Field numbers are those of TensorFlow's event.proto,
/// summary.proto and graph.proto.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private static int _count;
    private readonly FileStream _stream;

    public EventFile(string folder)
    {
        Directory.CreateDirectory(folder);
        long seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string name = string.Create(
            CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:0000000000}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref _count)}.v2");
        Name = Path.Combine(folder, name);
        _stream = new FileStream(Name, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(new ProtobufWriter().Double(1, Now()).Text(3, "brain.Event:2"));
    }

    public string Name { get; }

    public void Scalar(string tag, double value, long step) => Value(step, new ProtobufWriter().Text(1, tag).Float(2, (float)value));

    /// <summary>The distribution of values, in 30 ranges of equal width.</summary>
    public void Histogram(string tag, ReadOnlySpan<float> values, long step)
    {
        const int Ranges = 30;
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity, sum = 0, squares = 0;
        int count = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
            sum += value;
            squares += (double)value * value;
            count++;
        }

        if (count == 0) return;
        int ranges = smallest == largest ? 1 : Ranges;
        var limits = new double[ranges];
        var counts = new double[ranges];
        double width = (largest - smallest) / ranges;
        for (int range = 0; range < ranges; range++) limits[range] = range == ranges - 1 ? largest : smallest + (width * (range + 1));
        foreach (float value in values)
            if (float.IsFinite(value)) counts[width == 0 ? 0 : Math.Clamp((int)((value - smallest) / width), 0, ranges - 1)]++;
        ProtobufWriter histogram = new ProtobufWriter().Double(1, smallest).Double(2, largest).Double(3, count).Double(4, sum).Double(5, squares)
            .Doubles(6, limits).Doubles(7, counts);
        Value(step, new ProtobufWriter().Text(1, tag).Message(5, histogram));
    }

    /// <summary>A picture [height, width, channels], channels 1, 3 or 4.</summary>
    public void Image(string tag, byte[] pixels, int height, int width, int channels, long step)
    {
        ProtobufWriter image = new ProtobufWriter().Int(1, height).Int(2, width).Int(3, channels).Bytes(4, PngWriter.Write(pixels, height, width, channels));
        Value(step, new ProtobufWriter().Text(1, tag).Message(4, image));
    }

    /// <summary>A graph of nodes that know their inputs by name.</summary>
    public void Graph(IEnumerable<(string Name, string Operation, IEnumerable<string> Inputs)> nodes)
    {
        var graph = new ProtobufWriter();
        foreach ((string name, string operation, IEnumerable<string> inputs) in nodes)
        {
            ProtobufWriter node = new ProtobufWriter().Text(1, name).Text(2, operation);
            foreach (string input in inputs) node.Text(3, input);
            graph.Message(1, node);
        }

        Write(new ProtobufWriter().Double(1, Now()).Bytes(4, graph.ToArray()));
    }

    /// <summary>A model's JSON, which TensorBoard draws as the "conceptual graph".</summary>
    public void KerasModel(string json)
    {
        const int StringType = 7;
        ProtobufWriter metadata = new ProtobufWriter().Message(1, new ProtobufWriter().Text(1, "graph_keras_model").Text(2, "1"));
        ProtobufWriter tensor = new ProtobufWriter().Int(1, StringType).Message(2, new ProtobufWriter()).Text(8, json);
        Value(0, new ProtobufWriter().Text(1, "keras").Message(9, metadata).Message(8, tensor));
    }

    public void Flush() => _stream.Flush();

    public void Dispose() => _stream.Dispose();

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private void Value(long step, ProtobufWriter value) =>
        Write(new ProtobufWriter().Double(1, Now()).Int(2, step).Message(5, new ProtobufWriter().Message(1, value)));

    private void Write(ProtobufWriter message)
    {
        byte[] data = message.ToArray();
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Crc32C.Masked(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Crc32C.Masked(data));
        _stream.Write(head);
        _stream.Write(data);
        _stream.Write(tail);
    }
}
