namespace Cornea.Cpu.Lowering;

/// <summary>Finds the operands of one unit's values and workspaces, for the making of its step. A step is given nothing that its unit hasn't named.</summary>
internal sealed class Placement(Unit unit, LoweringContext context, ConstantPool constants)
{
    private readonly HashSet<Buffer> _named =
        [.. unit.AllReads.Concat(unit.Writes).Where(tensor => tensor.Literal is null).Select(tensor => context.ViewOf(tensor).Buffer), .. unit.Workspaces];

    public Operand this[Tensor tensor]
    {
        get
        {
            if (tensor.Literal is { } number) return constants.Place(number, tensor.DType);
            View view = context.ViewOf(tensor);
            Operand place = this[view.Buffer];
            return place with { Offset = place.Offset + view.Offset };
        }
    }

    public Operand this[Buffer buffer]
    {
        get
        {
            if (!_named.Contains(buffer)) throw new InvalidOperationException("A step asks for a value that its unit neither reads nor writes.");
            return buffer.Root.Place ?? throw new InvalidOperationException("A step asks for a value that has no place.");
        }
    }
}
