namespace Cornea.Onnx.Tests;

/// <summary>Files that mean harm are refused as invalid data, by the file's name and the place.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_truncated_file()
    {
        byte[] whole = Bytes(Model(Node("Relu", "x", "y")));
        for (int length = 0; length < whole.Length; length += 3) Refuses(whole[..length], "");
    }

    [Fact]
    public void A_graph_that_goes_in_a_circle() => Refuses(Bytes(Model(Node("Relu", "z", "w"), Node("Relu", "w", "z"), Node("Add", "z", "y", "x"))), "nothing gives it, or only a later node does");

    [Fact]
    public void Messages_a_million_deep()
    {
        var bytes = new List<byte[]>();
        long length = 0;
        for (int level = 0; level < 1_000_000; level++)
        {
            foreach (int field in new[] { 6, 5, 1 })
            {
                byte[] head = new ProtoMessage().Head(field, length).ToBytes();
                bytes.Add(head);
                length += head.Length;
            }
        }

        bytes.Add(new ProtoMessage().Head(7, length).ToBytes());
        Refuses([.. Enumerable.Reverse(bytes).SelectMany(head => head)], "deep in each other");
    }

    [Theory]
    [InlineData(1L << 31)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void An_array_of_an_impossible_size(long size)
    {
        ProtoMessage array = new ProtoMessage().Integer(1, size).Integer(2, 1).Text(8, "w").Bytes(9, [1, 2, 3, 4]);
        Refuses(Bytes(Model([array], Node("Add", "x", "y", "w"))), "array 'w'");
    }

    [Fact]
    public void Sizes_that_are_computed_are_bounded()
    {
        ProtoMessage array = new ProtoMessage().Integer(1, 3).Integer(2, 7).Text(8, "w").Integer(7, 30_000).Integer(7, 30_000).Integer(7, 1000);
        Refuses(Bytes(Model([array], Node("ConstantOfShape", "w", "z"), Node("Add", "x", "y", "z"))), "are allowed for what is really stored");
    }

    /// <summary>An input may say that it has a million channels; a layer would take memory for all of them before its weights are found not to fit.</summary>
    [Theory]
    [InlineData("MatMul", 1 << 26, "w23")]
    [InlineData("Gemm", 1 << 26, "w23")]
    [InlineData("BatchNormalization", 1 << 28, "w3", "w3", "w3", "w3")]
    [InlineData("GroupNormalization", 1 << 28, "w3", "w3")]
    [InlineData("InstanceNormalization", 1 << 28, "w3", "w3")]
    [InlineData("PRelu", 1 << 28, "w3")]
    [InlineData("LSTM", 1 << 26, "w143", "w141")]
    public void Weights_that_dont_fit_the_input_cost_nothing(string operation, int channels, params string[] others)
    {
        string[] names = [.. others.Distinct()];
        ProtoMessage[] arrays = [.. names.Select(name =>
        {
            int[] sizes = [.. name[1..].Select(digit => digit - '0')];
            var array = new ProtoMessage();
            foreach (int size in sizes) array.Integer(1, size);
            return array.Integer(2, 1).Text(8, name).Bytes(9, new byte[4 * sizes.Aggregate(1, (product, size) => product * size)]);
        })];
        ProtoMessage node = Node(operation, "x", "y", others);
        if (operation == "GroupNormalization") node.Message(5, new ProtoMessage().Text(1, "num_groups").Integer(3, 2).Integer(20, 2));
        var graph = new ProtoMessage().Message(1, node);
        foreach (ProtoMessage array in arrays) graph.Message(5, array);
        int[] shape = operation is "MatMul" or "Gemm" ? [-1, channels] : operation == "LSTM" ? [1, -1, channels] : [-1, channels, 1, 1];
        long before = GC.GetAllocatedBytesForCurrentThread(), native = Storage.AllocatedBytes;
        Refuses(Bytes(graph.Message(11, Info("x", shape)).Message(12, Info("y", shape))), "weights");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        Assert.InRange(Storage.AllocatedBytes - native, 0, 512 << 20); // Other tests run beside it.
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("inside/../../secret")]
    [InlineData("link")]
    [InlineData("")]
    public void Weights_outside_of_the_folder(string location)
    {
        string outside = _folder.File("secret");
        File.WriteAllBytes(outside, new byte[16]);
        string inside = Directory.CreateDirectory(_folder.File("model")).FullName;
        if (!OperatingSystem.IsWindows()) File.CreateSymbolicLink(Path.Combine(inside, "link"), outside);
        ProtoMessage place = new ProtoMessage().Text(1, "location").Text(2, location);
        ProtoMessage array = new ProtoMessage().Integer(1, 4).Integer(2, 1).Text(8, "w").Message(13, place).Integer(14, 1);
        string path = Path.Combine(inside, "m.onnx");
        File.WriteAllBytes(path, Bytes(Model([array], Node("Add", "x", "y", "w"))));
        string message = Assert.Throws<InvalidDataException>(() => Onnx.Import(path)).Message;
        Assert.Contains("folder", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_beside_the_model_are_read()
    {
        ProtoMessage place = new ProtoMessage().Text(1, "location").Text(2, "weights.bin"), offset = new ProtoMessage().Text(1, "offset").Text(2, "4");
        ProtoMessage array = new ProtoMessage().Integer(1, 2).Integer(2, 1).Text(8, "w").Message(13, place).Message(13, offset).Integer(14, 1);
        File.WriteAllBytes(_folder.File("weights.bin"), [.. BitConverter.GetBytes(7f), .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)]);
        string path = _folder.File("m.onnx");
        File.WriteAllBytes(path, Bytes(Model([array], Node("Add", "x", "y", "w"))));
        Assert.Equal([1f, 2f], Onnx.Import(path).Call(Ops.Zeros([1, 2])).ToArray<float>());
    }

    [Fact]
    public void Operators_that_are_not_supported_are_all_named()
    {
        string path = _folder.File("m.onnx");
        File.WriteAllBytes(path, Bytes(Model(Node("Strange", "x", "z"), Node("Relu", "z", "w"), Node("Odd", "w", "y"))));
        string message = Assert.Throws<InvalidDataException>(() => Onnx.Import(path)).Message;
        Assert.Contains("Odd (1: y)", message, StringComparison.Ordinal);
        Assert.Contains("Strange (1: z)", message, StringComparison.Ordinal);
        Assert.Equal([false, true, false], Onnx.Inspect(path).Select(entry => entry.IsSupported));
    }

    private void Refuses(byte[] bytes, string why)
    {
        string path = _folder.File("hostile.onnx");
        File.WriteAllBytes(path, bytes);
        string message = Assert.Throws<InvalidDataException>(() => Onnx.Import(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(why, message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(ProtoMessage graph) => new ProtoMessage().Integer(1, 8).Message(8, new ProtoMessage().Text(1, "").Integer(2, 17)).Message(7, graph).ToBytes();

    private static ProtoMessage Model(params ProtoMessage[] nodes) => Model([], nodes);

    private static ProtoMessage Model(ProtoMessage[] arrays, params ProtoMessage[] nodes)
    {
        var graph = new ProtoMessage();
        foreach (ProtoMessage node in nodes) graph.Message(1, node);
        foreach (ProtoMessage array in arrays) graph.Message(5, array);
        return graph.Message(11, Info("x")).Message(12, Info("y"));
    }

    private static ProtoMessage Node(string operation, string input, string output, params string[] others)
    {
        var node = new ProtoMessage().Text(1, input);
        foreach (string other in others) node.Text(1, other);
        return node.Text(2, output).Text(4, operation);
    }

    private static ProtoMessage Info(string name) => Info(name, -1, 2);

    // Below 0: a size that isn't known.
    private static ProtoMessage Info(string name, params int[] sizes)
    {
        var shape = new ProtoMessage();
        foreach (int size in sizes) shape.Message(1, size < 0 ? new ProtoMessage().Text(2, "n") : new ProtoMessage().Integer(1, size));
        return new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, new ProtoMessage().Integer(1, 1).Message(2, shape)));
    }
}
