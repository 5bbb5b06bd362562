using System.Collections.Immutable;

namespace Cornea.Cpu.Kernels;

/// <summary>Gives each value of a program its place: a scalar's slot, a register, an input or an output where it lies.</summary>
/// <remarks>
/// A register is free again after the last step that reads it; a step may write over its own operands. Tiles and loads that outlive a
/// block keep a register of their own.
/// </remarks>
internal sealed class ElementwiseAllocator
{
    private readonly ElementwiseProgramBuilder _builder;
    private readonly List<ElementwiseDraft> _tileSteps;
    private readonly List<ElementwiseDraft> _blockSteps;
    private readonly ElementwisePlace[] _places;
    private readonly Stack<int> _free = [];

    public ElementwiseAllocator(
        ElementwiseProgramBuilder builder, List<ElementwiseDraft> tileSteps, List<ElementwiseDraft> blockSteps)
    {
        _builder = builder;
        _tileSteps = tileSteps;
        _blockSteps = blockSteps;
        _places = new ElementwisePlace[builder.Nodes.Count];
    }

    public int Slots { get; private set; }

    public int Registers { get; private set; }

    /// <summary>The place of a value, or that of an output that it was computed into.</summary>
    public ElementwisePlace PlaceOf(int id) => _places[id];

    /// <summary>The index in a run's table of a value's address; 0 for no value.</summary>
    public int IndexOf(int id) => id < 0 ? 0 : Index(_places[id]);

    public int Index(ElementwisePlace place) => place.Kind switch
    {
        ElementwisePlaceKind.Slot => place.Number,
        ElementwisePlaceKind.Register => Slots + place.Number,
        ElementwisePlaceKind.Input => Slots + Registers + place.Number,
        ElementwisePlaceKind.Output => Slots + Registers + _builder.Inputs.Count + place.Number,
        _ => 0,
    };

    public ImmutableArray<(int Input, int Slot)> ScalarInputs()
    {
        List<(int, int)> pairs = [];
        for (int id = 0; id < _places.Length; id++)
        {
            if (_builder.Nodes[id].Kind == ElementwiseNodeKind.Input && _places[id].Kind == ElementwisePlaceKind.Slot)
            {
                pairs.Add((_builder.Nodes[id].Number, _places[id].Number));
            }
        }
        return [.. pairs];
    }

    /// <summary>Constants take the first slots, in their order; then comes what else is a scalar.</summary>
    public void PlaceScalars()
    {
        Slots = _builder.Constants.Count;
        for (int id = 0; id < _places.Length; id++)
        {
            ElementwiseNode node = _builder.Nodes[id];
            if (node.Stage == ElementwiseStage.Scalar)
            {
                _places[id] = new(ElementwisePlaceKind.Slot, node.Kind == ElementwiseNodeKind.Constant ? node.Number : Slots++);
            }
        }
    }

    /// <summary>Lets an output's step write to it directly where that harms no later step; adds copies for the others.</summary>
    public void PlaceOutputs()
    {
        List<ElementwiseDraft> copies = [];
        for (int output = 0; output < _builder.Outputs.Count; output++)
        {
            ElementwiseResult result = _builder.Outputs[output];
            if (!IsWrittenDirectly(result))
            {
                copies.Add(new(ElementwiseOpcode.Copy, result.Value, -1, -1, -1, output, -1));
                continue;
            }
            _places[result.Value] = new(ElementwisePlaceKind.Output, output);
        }
        _blockSteps.AddRange(copies);
    }

    public void PlaceRegisters()
    {
        for (int id = 0; id < _places.Length; id++)
        {
            ElementwiseNode node = _builder.Nodes[id];
            if (node.Kind == ElementwiseNodeKind.Input && ElementwiseAssembler.IsReadInPlace(node, _builder.Inputs[node.Number]))
            {
                _places[id] = new(ElementwisePlaceKind.Input, node.Number);
            }
        }
        PlaceRegisters(_tileSteps, id => _blockSteps.Exists(step => step.Reads(id)));
        PlaceRegisters(_blockSteps, IsKept);
    }

    private void PlaceRegisters(List<ElementwiseDraft> steps, Predicate<int> outlives)
    {
        for (int position = 0; position < steps.Count; position++)
        {
            ElementwiseDraft step = steps[position];
            foreach (int operand in (HashSet<int>)[step.First, step.Second, step.Third])
            {
                // A tile that blocks read is never given free, so only values of this stage are.
                if (operand >= 0
                    && _places[operand].Kind == ElementwisePlaceKind.Register
                    && !outlives(operand)
                    && steps.Exists(other => other.Result == operand)
                    && steps.FindLastIndex(other => other.Reads(operand)) == position)
                {
                    _free.Push(_places[operand].Number);
                }
            }
            if (step.Result >= 0 && _places[step.Result].Kind == ElementwisePlaceKind.Nowhere)
            {
                // What is kept needs a register that nothing else ever writes to: the blocks before it as well as those after.
                int register = !outlives(step.Result) && _free.TryPop(out int free) ? free : Registers++;
                _places[step.Result] = new(ElementwisePlaceKind.Register, register);
            }
        }
    }

    /// <summary>Loads that may serve several blocks.</summary>
    private bool IsKept(int id)
    {
        ElementwiseNode node = _builder.Nodes[id];
        return node.Kind == ElementwiseNodeKind.Input
            && _builder.Inputs[node.Number].Access is ElementwiseAccess.Column or ElementwiseAccess.Strided;
    }

    private bool IsWrittenDirectly(ElementwiseResult result)
    {
        ElementwiseNode node = _builder.Nodes[result.Value];
        if (node is not { Kind: ElementwiseNodeKind.Operation, Stage: ElementwiseStage.Block }
            || result.Type != ElementwiseType.Float32
            || _places[result.Value].Kind != ElementwisePlaceKind.Nowhere)
        {
            return false;
        }
        int position = _blockSteps.FindIndex(step => step.Result == result.Value);
        for (int later = position + 1; later < _blockSteps.Count; later++)
        {
            ElementwiseDraft step = _blockSteps[later];
            if (step.Load >= 0 ? MayShare(result, step.Result)
                : MayShare(result, step.First) || MayShare(result, step.Second) || MayShare(result, step.Third))
            {
                return false;
            }
        }
        // An output that hands an input on is written at the end, and so reads it late.
        return !_builder.Outputs.Any(other => MayShare(result, other.Value));
    }

    /// <summary>Whether a value is an input that may lie where the result does: contiguous, and of the same element size.</summary>
    private bool MayShare(ElementwiseResult result, int id)
    {
        if (id < 0 || _builder.Nodes[id].Kind != ElementwiseNodeKind.Input || (result.Overwrites is int only && only != id))
        {
            return false;
        }
        ElementwiseInput input = _builder.Inputs[_builder.Nodes[id].Number];
        return input.Access == ElementwiseAccess.Contiguous && input.ElementBytes == sizeof(float);
    }
}
