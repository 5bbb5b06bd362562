using System.Diagnostics;

namespace Cornea.Cpu.Kernels;

/// <summary>Builds an <see cref="ElementwiseProgram"/> from values: inputs, constants and what opcodes make of them.</summary>
/// <remarks>Inputs and outputs are numbered in the order in which they are declared. A value that reaches no output is left out.</remarks>
internal sealed class ElementwiseProgramBuilder
{
    private readonly List<ElementwiseNode> _nodes = [];
    private readonly List<ElementwiseInput> _inputs = [];
    private readonly List<float> _constants = [];
    private readonly List<ElementwiseResult> _outputs = [];

    /// <param name="rows">Rows of the index space.</param>
    /// <param name="columns">Columns of the index space: what <see cref="ElementwiseAccess.Row"/> inputs have elements of.</param>
    public ElementwiseProgramBuilder(nint rows, nint columns)
    {
        Debug.Assert(rows >= 0 && columns >= 1);
        Rows = rows;
        Columns = columns;
    }

    public nint Rows { get; }

    public nint Columns { get; }

    internal IReadOnlyList<ElementwiseNode> Nodes => _nodes;

    internal IReadOnlyList<ElementwiseInput> Inputs => _inputs;

    internal IReadOnlyList<float> Constants => _constants;

    internal IReadOnlyList<ElementwiseResult> Outputs => _outputs;

    /// <summary>An input of any access but <see cref="ElementwiseAccess.Strided"/>.</summary>
    public ElementwiseValue Input(ElementwiseAccess access, ElementwiseType type = ElementwiseType.Float32)
    {
        Debug.Assert(access != ElementwiseAccess.Strided);
        return Input(new ElementwiseInput(access, type));
    }

    /// <summary>An input of up to six dimensions, whose product is the index space, and strides in elements (0 repeats).</summary>
    public ElementwiseValue Input(
        ReadOnlySpan<nint> dimensions, ReadOnlySpan<nint> strides, ElementwiseType type = ElementwiseType.Float32)
    {
        StridedShape shape = new(dimensions, strides);
        ElementwiseAccess access = shape.Simplify(Columns);
        return Input(new ElementwiseInput(access, type, access == ElementwiseAccess.Strided ? shape : null));
    }

    public ElementwiseValue Constant(float value)
    {
        int number = _constants.FindIndex(other => BitConverter.SingleToInt32Bits(other) == BitConverter.SingleToInt32Bits(value));
        if (number < 0)
        {
            number = _constants.Count;
            _constants.Add(value);
        }
        return Node(ElementwiseNodeKind.Constant, ElementwiseStage.Scalar, number);
    }

    public ElementwiseValue Apply(ElementwiseOpcode opcode, ElementwiseValue x)
    {
        Debug.Assert(opcode.Arity() == 1);
        return Operation(opcode, x, ElementwiseValue.None, ElementwiseValue.None);
    }

    public ElementwiseValue Apply(ElementwiseOpcode opcode, ElementwiseValue left, ElementwiseValue right)
    {
        Debug.Assert(opcode.Arity() == 2);
        return Operation(opcode, left, right, ElementwiseValue.None);
    }

    public ElementwiseValue Apply(ElementwiseOpcode opcode, ElementwiseValue first, ElementwiseValue second, ElementwiseValue third)
    {
        Debug.Assert(opcode.Arity() == 3);
        return Operation(opcode, first, second, third);
    }

    /// <summary>Makes a value the next output.</summary>
    /// <param name="value">What is written.</param>
    /// <param name="type">Float32 or Bool.</param>
    /// <param name="overwrites">
    /// The contiguous input whose memory the output may share, or <see cref="ElementwiseValue.None"/>. Left out, it may share any one's;
    /// knowing saves a copy where the value isn't the last to be computed.
    /// </param>
    public void Output(ElementwiseValue value, ElementwiseType type = ElementwiseType.Float32, ElementwiseValue? overwrites = null)
    {
        Debug.Assert(type is ElementwiseType.Float32 or ElementwiseType.Bool);
        _outputs.Add(new ElementwiseResult(value.Id, type, overwrites?.Id));
    }

    public ElementwiseProgram Build() => new ElementwiseAssembler(this).Assemble();

    /// <summary>
    /// Whether a block is a tile of whole rows, equal in what depends on columns only; longer rows are cut into blocks of their own.
    /// </summary>
    internal bool TilesRows => Columns <= ElementwiseLayout.MaximumBlock;

    private ElementwiseValue Input(ElementwiseInput input)
    {
        _inputs.Add(input);
        ElementwiseStage stage = input.Access switch
        {
            ElementwiseAccess.Scalar => ElementwiseStage.Scalar,
            ElementwiseAccess.Row when TilesRows => ElementwiseStage.Tile,
            _ => ElementwiseStage.Block,
        };
        return Node(ElementwiseNodeKind.Input, stage, _inputs.Count - 1);
    }

    private ElementwiseValue Node(ElementwiseNodeKind kind, ElementwiseStage stage, int number)
    {
        _nodes.Add(new(kind, stage, default, -1, -1, -1, number));
        return new(_nodes.Count - 1);
    }

    private ElementwiseValue Operation(ElementwiseOpcode opcode, ElementwiseValue first, ElementwiseValue second, ElementwiseValue third)
    {
        ElementwiseStage stage = _nodes[first.Id].Stage;
        foreach (ElementwiseValue operand in (ReadOnlySpan<ElementwiseValue>)[second, third])
        {
            if (operand.Id >= 0 && _nodes[operand.Id].Stage > stage)
            {
                stage = _nodes[operand.Id].Stage;
            }
        }
        _nodes.Add(new(ElementwiseNodeKind.Operation, stage, opcode, first.Id, second.Id, third.Id, -1));
        return new(_nodes.Count - 1);
    }
}
