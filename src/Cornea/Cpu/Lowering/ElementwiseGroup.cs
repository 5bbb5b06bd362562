using Cornea.Cpu.Kernels;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;
using Cast = Cornea.Graphs.Operations.Cast;
using Dropout = Cornea.Graphs.Operations.Dropout;

namespace Cornea.Cpu.Lowering;

/// <summary>Elementwise nodes over one shape that will run as one program, and the program they become.</summary>
internal sealed class ElementwiseGroup(Node first)
{
    public Shape Shape { get; } = first.Outputs[0].Shape;

    public List<Node> Nodes { get; } = [first];

    /// <summary>Values that come from outside, after broadcasts have been looked through; numbers of the program aren't among them.</summary>
    public List<Tensor> Inputs { get; } = [];

    /// <summary>Values that something outside reads.</summary>
    public List<Tensor> Outputs { get; } = [];

    /// <summary>Whether a node can be part of a program: float32 arithmetic and what leads into and out of it.</summary>
    public static bool CanHold(Node node)
    {
        DType result = node.Outputs[0].DType;
        if (result != DType.Float32 && result != DType.Bool) return false;
        return node.Op switch
        {
            Unary => IsFloatOrBool(node.Inputs[0]),
            Binary => IsFloatOrBool(node.Inputs[0]) && IsFloatOrBool(node.Inputs[1]),
            Select => IsFloatOrBool(node.Inputs[1]) && IsFloatOrBool(node.Inputs[2]),
            Cast => node.Inputs[0].DType is var from && (from == DType.Float32 || from == DType.Bool || from == DType.UInt8 || from == DType.Int32),
            BroadcastTo => IsFloatOrBool(node.Inputs[0]),
            Dropout => result == DType.Float32,
            _ => false,
        };
    }

    /// <summary>The value that is read when a tensor is: broadcasting is a way of reading, not a computation.</summary>
    public static Tensor Source(Tensor tensor)
    {
        while (tensor.Producer is { Op: BroadcastTo } producer && CanHold(producer)) tensor = producer.Inputs[0];
        return tensor;
    }

    /// <summary>Takes another group's nodes in, in the graph's order.</summary>
    public void Take(ElementwiseGroup other, Blocks blocks)
    {
        Nodes.AddRange(other.Nodes);
        Nodes.Sort((a, b) => blocks.PositionOf(a).CompareTo(blocks.PositionOf(b)));
    }

    /// <summary>Finds inputs and outputs once the members are known.</summary>
    /// <param name="isReadOutside">Whether something outside the group reads a tensor.</param>
    public void Close(Func<Tensor, bool> isReadOutside)
    {
        var members = new HashSet<Node>(Nodes);
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (Node node in Nodes)
        {
            foreach (Tensor input in node.Inputs)
            {
                if (input.Producer is { } producer && members.Contains(producer) && ReadsDirectly(node, input)) continue;
                Tensor source = Source(input);
                if (source.Literal is null && seen.Add(source)) Inputs.Add(source);
            }

            if (isReadOutside(node.Outputs[0])) Outputs.Add(node.Outputs[0]);
        }
    }

    /// <summary>Whether a program reads an input at the very element it writes, so that the output may take its memory.</summary>
    public bool ReadsContiguously(Tensor input) => input.Shape.ElementCount == Shape.ElementCount && input.DType == DType.Float32 && !IsKey(input);

    /// <summary>The program; its inputs and outputs are in the order of <see cref="Inputs"/> and <see cref="Outputs"/>.</summary>
    public ElementwiseProgram Build()
    {
        (nint rows, nint columns) = Geometry();
        var builder = new ElementwiseProgramBuilder(rows, columns);
        var values = new Dictionary<Tensor, ElementwiseValue>(ReferenceEqualityComparer.Instance);
        foreach (Tensor input in Inputs)
            values[input] = IsKey(input) ? builder.Input(ElementwiseAccess.Random) : Declare(builder, input, columns);
        foreach (Node node in Nodes) values[node.Outputs[0]] = Emit(builder, node, tensor => Value(builder, values, tensor));
        foreach (Tensor output in Outputs)
            builder.Output(values[output], output.DType == DType.Bool ? ElementwiseType.Bool : ElementwiseType.Float32);
        return builder.Build();
    }

    private static bool IsFloatOrBool(Tensor tensor) => tensor.DType == DType.Float32 || tensor.DType == DType.Bool;

    private static bool ReadsDirectly(Node node, Tensor input) => node.Op is not BroadcastTo || input.Shape == node.Outputs[0].Shape;

    private bool IsKey(Tensor input) => input.DType == DType.Int64 && Nodes.Any(node => node.Op is Dropout && ReferenceEquals(node.Inputs[1], input));

    private static ElementwiseValue Value(ElementwiseProgramBuilder builder, Dictionary<Tensor, ElementwiseValue> values, Tensor tensor)
    {
        if (values.TryGetValue(tensor, out ElementwiseValue value)) return value;
        Tensor source = Source(tensor);
        return source.Literal is { } number ? builder.Constant((float)number) : values[source];
    }

    private static ElementwiseValue Emit(ElementwiseProgramBuilder builder, Node node, Func<Tensor, ElementwiseValue> value)
    {
        switch (node.Op)
        {
            case Unary unary:
                return builder.Apply(ElementwiseOpcodeTable.Of(unary.Function), value(node.Inputs[0]));
            case Binary binary:
                return builder.Apply(ElementwiseOpcodeTable.Of(binary.Function), value(node.Inputs[0]), value(node.Inputs[1]));
            case Select:
                return builder.Apply(ElementwiseOpcode.Select, value(node.Inputs[0]), value(node.Inputs[1]), value(node.Inputs[2]));
            case Cast { DType: var to } when to == DType.Bool && node.Inputs[0].DType != DType.Bool:
                return builder.Apply(ElementwiseOpcode.NotEqual, value(node.Inputs[0]), builder.Constant(0));
            case Dropout dropout:
                ElementwiseValue kept = builder.Apply(ElementwiseOpcode.GreaterEqual, value(node.Inputs[1]), builder.Constant((float)dropout.Rate));
                ElementwiseValue scaled = builder.Apply(ElementwiseOpcode.Multiply, value(node.Inputs[0]), builder.Constant((float)(1 / (1 - dropout.Rate))));
                return builder.Apply(ElementwiseOpcode.Select, kept, scaled, builder.Constant(0));
            default:
                return value(node.Inputs[0]); // Casts between what registers hold alike, and broadcasts.
        }
    }

    private static ElementwiseType TypeOf(DType dtype) =>
        dtype == DType.Bool ? ElementwiseType.Bool
        : dtype == DType.UInt8 ? ElementwiseType.UInt8
        : dtype == DType.Int32 ? ElementwiseType.Int32
        : ElementwiseType.Float32;

    // Rows × columns so that what depends on the trailing axes only, such as a bias, is read by column.
    private (nint Rows, nint Columns) Geometry()
    {
        long count = Shape.ElementCount;
        long columns = Shape.Rank == 0 ? 1 : Shape[^1];
        foreach (Tensor input in Inputs)
        {
            long size = input.Shape.ElementCount;
            if (size > columns && size < count && count % size == 0 && IsTrailing(input.Shape)) columns = size;
        }

        return columns == 0 ? (0, 1) : ((nint)(count / columns), (nint)columns);
    }

    private bool IsTrailing(Shape shape)
    {
        int axis = 1;
        while (axis <= shape.Rank && shape[^axis] == Shape[^axis]) axis++;
        while (axis <= shape.Rank && shape[^axis] == 1) axis++;
        return axis > shape.Rank;
    }

    private ElementwiseValue Declare(ElementwiseProgramBuilder builder, Tensor input, nint columns)
    {
        ElementwiseType type = TypeOf(input.DType);
        if (input.Shape.ElementCount == Shape.ElementCount) return builder.Input(ElementwiseAccess.Contiguous, type);
        if (input.Shape.ElementCount == 1) return builder.Input(ElementwiseAccess.Scalar, type);
        var dimensions = new nint[Shape.Rank];
        var strides = new nint[Shape.Rank];
        nint stride = 1;
        for (int axis = 1; axis <= Shape.Rank; axis++)
        {
            dimensions[^axis] = Shape[^axis];
            int size = axis <= input.Shape.Rank ? input.Shape[^axis] : 1;
            strides[^axis] = size == 1 ? 0 : stride;
            stride *= size;
        }

        return builder.Input(dimensions, strides, type);
    }
}
