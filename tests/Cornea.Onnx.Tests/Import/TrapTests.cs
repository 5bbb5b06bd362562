namespace Cornea.Onnx.Tests;

/// <summary>Where importers are known to go wrong: one node each, against ONNX Runtime; shapes with channels = height = width on purpose.</summary>
public sealed class TrapTests : IDisposable
{
    private static readonly Dictionary<string, (string Operator, int[][] Inputs, (string Name, object Value)[] Attributes)> Cases = new()
    {
        ["ceil_mode, a window wholly in the padding"] = ("MaxPool", [[1, 2, 4, 4]], [Kernel(2), Strides(3), Pads(1), ("ceil_mode", 1L)]),
        ["ceil_mode, padding counted"] = ("AveragePool", [[2, 3, 6, 5]], [Kernel(3), Strides(2), Pads(1), ("ceil_mode", 1L), ("count_include_pad", 1L)]),
        ["ceil_mode, padding not counted"] = ("AveragePool", [[2, 3, 6, 5]], [Kernel(3), Strides(2), Pads(1), ("ceil_mode", 1L)]),
        ["padding counted"] = ("AveragePool", [[2, 3, 3, 3]], [Kernel(3), Strides(2), Pads(1), ("count_include_pad", 1L)]),
        ["asymmetric padding with strides"] = ("Conv", [[2, 5, 5, 5], [4, 5, 3, 3], [4]], [Strides(2), ("pads", new long[] { 0, 2, 1, 0 })]),
        ["symmetric padding with strides"] = ("Conv", [[2, 6, 6, 6], [6, 6, 3, 3]], [Strides(2), Pads(1)]),
        ["SAME_LOWER"] = ("Conv", [[2, 3, 6, 6], [4, 3, 4, 4]], [Strides(2), ("auto_pad", "SAME_LOWER")]),
        ["SAME_UPPER"] = ("Conv", [[2, 3, 6, 6], [4, 3, 4, 4]], [Strides(2), ("auto_pad", "SAME_UPPER")]),
        ["depthwise with a multiplier"] = ("Conv", [[2, 3, 5, 5], [6, 1, 3, 3], [6]], [("group", 3L), Pads(1)]),
        ["groups"] = ("Conv", [[2, 4, 4, 4], [6, 2, 3, 3]], [("group", 2L), ("dilations", new long[] { 2, 1 }), ("pads", new long[] { 2, 1, 2, 1 })]),
        ["transposed, padding and output_padding"] = ("ConvTranspose", [[2, 3, 4, 4], [3, 5, 3, 3], [5]], [Strides(2), Pads(1), ("output_padding", new long[] { 1, 1 })]),
        ["transposed, SAME_UPPER"] = ("ConvTranspose", [[2, 3, 4, 4], [3, 2, 3, 3]], [Strides(2), ("auto_pad", "SAME_UPPER")]),
        ["transposed, SAME_LOWER"] = ("ConvTranspose", [[2, 3, 4, 4], [3, 2, 3, 3]], [Strides(2), ("auto_pad", "SAME_LOWER")]),
        ["transposed, output_padding beyond the windows"] = ("ConvTranspose", [[1, 2, 3, 3], [2, 2, 2, 2], [2]], [Strides(3), ("output_padding", new long[] { 2, 1 })]),
        ["transposed, dilated, in groups"] = ("ConvTranspose", [[1, 4, 4, 4], [4, 3, 3, 3], [6]], [("group", 2L), Strides(2), ("dilations", new long[] { 2, 2 })]),
        ["softmax of the middle axis"] = ("Softmax", [[4, 4, 4, 4]], [("axis", 1L)]),
        ["instance normalisation"] = ("InstanceNormalization", [[2, 4, 4, 4], [4], [4]], []),
        ["one sequence"] = ("Conv", [[2, 4, 4], [4, 4, 3], [4]], [Pads(1, axes: 1)]),
        ["a volume"] = ("Conv", [[1, 3, 3, 3, 3], [3, 3, 2, 2, 2], [3]], []),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_as_elsewhere(string name)
    {
        (string operation, int[][] inputs, (string Name, object Value)[] attributes) = Cases[name];
        string[] names = [.. inputs.Select((_, index) => index == 0 ? "x" : $"w{index}")];
        ProtoMessage[] weights = [.. inputs.Skip(1).Select((shape, index) => Array(names[index + 1], Values(shape, index + 1)))];
        Tensor x = Values(inputs[0], 0);
        string path = _folder.File("trap.onnx");
        var graph = new ProtoMessage().Message(1, new ExportedNode(operation, "node", names, ["y"], attributes).ToMessage());
        foreach (ProtoMessage weight in weights) graph.Message(5, weight);
        graph.Message(11, Info("x", inputs[0])).Message(12, Info("y", null));
        File.WriteAllBytes(path, new ProtoMessage().Integer(1, 8).Message(8, new ProtoMessage().Text(1, "").Integer(2, 17)).Message(7, graph).ToBytes());

        Tensor expected = RuntimeModel.Run(path, x)[0];
        RuntimeModel.AssertClose($"{name}, the file's layout", expected, Onnx.Import(path, keepLayout: true).Call(x, training: false));
        bool isImage = operation != "Softmax"; // What no operator reads as an image stays as the file has it.
        int[] order = [.. (isImage ? Layout.ChannelsLast(x.Rank) : Layout.Plain(x.Rank)).Order];
        RuntimeModel.AssertClose($"{name}, channels last", expected.Transpose(order), Onnx.Import(path).Call(x.Transpose(order), training: false));
    }

    private static Tensor Values(int[] shape, int salt) => Tensor.From([.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(index => MathF.Sin((index * 1.3f) + salt))], shape);

    private static ProtoMessage Array(string name, Tensor values)
    {
        var message = new ProtoMessage();
        foreach (int size in values.Shape) message.Integer(1, size);
        return message.Integer(2, 1).Text(8, name).Bytes(9, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.ToArray<float>().AsSpan()));
    }

    private static ProtoMessage Info(string name, int[]? shape)
    {
        var type = new ProtoMessage().Integer(1, 1);
        if (shape is not null)
        {
            var sizes = new ProtoMessage();
            foreach (int size in shape) sizes.Message(1, new ProtoMessage().Integer(1, size));
            type.Message(2, sizes);
        }

        return new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, type));
    }

    private static (string Name, object Value) Kernel(long size) => ("kernel_shape", new[] { size, size });

    private static (string Name, object Value) Strides(long size) => ("strides", new[] { size, size });

    private static (string Name, object Value) Pads(long size, int axes = 2) => ("pads", Enumerable.Repeat(size, 2 * axes).ToArray());
}
