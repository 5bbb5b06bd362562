namespace Cornea.Lowering;

/// <summary>Finds the operands of one unit's values and workspaces, for the making of its step. A step is given nothing that its unit hasn't named.</summary>
/// <param name="unit">The unit.</param>
/// <param name="draft">The plan it belongs to, whose buffers have their places.</param>
/// <param name="constants">Where numbers written in the program lie.</param>
internal sealed class Placement(Unit unit, PlanDraft draft, Func<double, DType, Operand> constants)
{
    private readonly HashSet<ValueBuffer> _named =
        [.. unit.AllReads.Concat(unit.Writes).Where(tensor => tensor.Literal is null).Select(tensor => draft.ViewOf(tensor).Buffer), .. unit.Workspaces];

    public Operand this[Tensor tensor]
    {
        get
        {
            if (tensor.Literal is { } number) return constants(number, tensor.DType);
            View view = draft.ViewOf(tensor);
            Operand place = this[view.Buffer];
            return place with { Offset = place.Offset + view.Offset };
        }
    }

    public Operand this[ValueBuffer buffer]
    {
        get
        {
            if (!_named.Contains(buffer)) throw new InvalidOperationException("A step asks for a value that its unit neither reads nor writes.");
            return buffer.Root.Place ?? throw new InvalidOperationException("A step asks for a value that has no place.");
        }
    }
}
