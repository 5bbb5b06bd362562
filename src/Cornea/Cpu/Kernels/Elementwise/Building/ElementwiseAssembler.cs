using System.Collections.Immutable;

namespace Cornea.Cpu.Kernels;

/// <summary>Turns a builder's values into steps: orders them, and leaves out what no output needs.</summary>
internal sealed class ElementwiseAssembler(ElementwiseProgramBuilder builder)
{
    private readonly List<ElementwiseDraft> _scalarSteps = [];
    private readonly List<ElementwiseDraft> _tileSteps = [];
    private readonly List<ElementwiseDraft> _blockSteps = [];
    private readonly List<ElementwiseLoad> _loads = [];
    private readonly HashSet<int> _loaded = [];
    private readonly bool[] _needed = new bool[builder.Nodes.Count];

    public ElementwiseProgram Assemble()
    {
        MarkNeeded();
        for (int id = 0; id < builder.Nodes.Count; id++)
        {
            ElementwiseNode node = builder.Nodes[id];
            if (_needed[id] && node.Kind == ElementwiseNodeKind.Operation)
            {
                Load(node.First);
                Load(node.Second);
                Load(node.Third);
                Steps(node.Stage).Add(new(node.Opcode, node.First, node.Second, node.Third, id, -1, -1));
            }
        }
        foreach (ElementwiseResult output in builder.Outputs)
        {
            Load(output.Value);
        }
        ElementwiseAllocator allocator = new(builder, _tileSteps, _blockSteps);
        allocator.PlaceScalars();
        allocator.PlaceOutputs();
        allocator.PlaceRegisters();
        bool needsRows = false;
        foreach (ElementwiseInput input in builder.Inputs)
        {
            needsRows |= input.Access is ElementwiseAccess.Row or ElementwiseAccess.Column or ElementwiseAccess.Strided;
        }
        ElementwiseLayout layout = new(
            builder.Rows,
            builder.Columns,
            needsRows && !builder.TilesRows,
            Block(needsRows),
            allocator.Slots,
            allocator.Registers,
            _loads.Count,
            builder.Inputs.Count + builder.Outputs.Count,
            allocator.ScalarInputs());
        return new ElementwiseProgram(
            layout,
            [.. builder.Inputs],
            [.. builder.Outputs.Select(output => output.Type)],
            [.. builder.Constants],
            [.. _loads],
            Finish(_scalarSteps, allocator),
            Finish(_tileSteps, allocator),
            Finish(_blockSteps, allocator),
            Cost(),
            new ElementwisePrinter(builder, allocator).Print([_scalarSteps, _tileSteps, _blockSteps]));
    }

    private void MarkNeeded()
    {
        foreach (ElementwiseResult output in builder.Outputs)
        {
            _needed[output.Value] = true;
        }
        for (int id = builder.Nodes.Count - 1; id >= 0; id--)
        {
            ElementwiseNode node = builder.Nodes[id];
            if (!_needed[id] || node.Kind != ElementwiseNodeKind.Operation)
            {
                continue;
            }
            foreach (int operand in (ReadOnlySpan<int>)[node.First, node.Second, node.Third])
            {
                if (operand >= 0)
                {
                    _needed[operand] = true;
                }
            }
        }
    }

    /// <summary>Adds the step that loads an operand, right before its first use, where a loop can't read it where it lies.</summary>
    private void Load(int id)
    {
        if (id < 0 || builder.Nodes[id] is not { Kind: ElementwiseNodeKind.Input, Stage: not ElementwiseStage.Scalar } node)
        {
            return;
        }
        ElementwiseInput input = builder.Inputs[node.Number];
        if (IsReadInPlace(node, input) || !_loaded.Add(id))
        {
            return;
        }
        Steps(node.Stage).Add(new(ElementwiseOpcode.Copy, -1, -1, -1, id, -1, _loads.Count));
        _loads.Add(new ElementwiseLoad(input, node.Number, builder.Columns, builder.TilesRows));
    }

    internal static bool IsReadInPlace(ElementwiseNode node, ElementwiseInput input) =>
        node.Stage == ElementwiseStage.Block
        && input.Type == ElementwiseType.Float32
        && input.Access is ElementwiseAccess.Contiguous or ElementwiseAccess.Row;

    private List<ElementwiseDraft> Steps(ElementwiseStage stage) => stage switch
    {
        ElementwiseStage.Scalar => _scalarSteps,
        ElementwiseStage.Tile => _tileSteps,
        _ => _blockSteps,
    };

    private nint Block(bool needsRows)
    {
        nint columns = builder.Columns;
        if (!needsRows)
        {
            return ElementwiseLayout.MaximumBlock;
        }
        if (builder.TilesRows)
        {
            return ElementwiseLayout.MaximumBlock / columns * columns;
        }
        // A row in equal parts, each of whole vectors.
        nint parts = (columns + ElementwiseLayout.MaximumBlock - 1) / ElementwiseLayout.MaximumBlock;
        return ((columns + parts - 1) / parts + 15) / 16 * 16;
    }

    private ImmutableArray<ElementwiseStep> Finish(List<ElementwiseDraft> drafts, ElementwiseAllocator allocator) =>
        [.. drafts.Select(draft => Finish(draft, allocator))];

    private unsafe ElementwiseStep Finish(ElementwiseDraft draft, ElementwiseAllocator allocator)
    {
        int destination = draft.Output >= 0
            ? allocator.Index(new(ElementwisePlaceKind.Output, draft.Output))
            : allocator.IndexOf(draft.Result);
        return new(
            draft.Load >= 0 ? null : Kernel(draft),
            allocator.IndexOf(draft.First),
            allocator.IndexOf(draft.Second),
            allocator.IndexOf(draft.Third),
            destination,
            draft.Load,
            draft.Load < 0 && draft.Output < 0 && IsPrivate(allocator.PlaceOf(draft.Result))
                && IsPrivate(draft.First, allocator) && IsPrivate(draft.Second, allocator) && IsPrivate(draft.Third, allocator));
    }

    private unsafe delegate*<float*, float*, float*, float*, nint, void> Kernel(ElementwiseDraft draft)
    {
        if (draft.Output >= 0)
        {
            return (IsScalar(draft.First), builder.Outputs[draft.Output].Type) switch
            {
                (true, ElementwiseType.Bool) => &ConvertLoop.FillBool,
                (true, _) => ElementwiseKernels.Fill,
                (false, ElementwiseType.Bool) => &ConvertLoop.StoreBool,
                _ => ElementwiseKernels.Find(ElementwiseOpcode.Copy, false, false, false),
            };
        }
        // What depends on scalars only is computed once, on arrays of one.
        bool isArray = builder.Nodes[draft.Result].Stage != ElementwiseStage.Scalar;
        return ElementwiseKernels.Find(
            draft.Opcode, isArray && IsScalar(draft.First), isArray && IsScalar(draft.Second), isArray && IsScalar(draft.Third));
    }

    private static bool IsPrivate(int id, ElementwiseAllocator allocator) => id < 0 || IsPrivate(allocator.PlaceOf(id));

    private static bool IsPrivate(ElementwisePlace place) => place.Kind is ElementwisePlaceKind.Register or ElementwisePlaceKind.Slot;

    private bool IsScalar(int id) => id >= 0 && builder.Nodes[id].Stage == ElementwiseStage.Scalar;

    private long Cost()
    {
        long cost = 0;
        foreach (ElementwiseDraft draft in _blockSteps)
        {
            cost += draft.Opcode.Cost();
        }
        // What comes from memory and goes there costs more than what stays in registers.
        return cost + 40L * (builder.Inputs.Count + builder.Outputs.Count);
    }
}
