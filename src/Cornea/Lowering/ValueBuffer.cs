namespace Cornea.Lowering;

/// <summary>The memory of one value while a graph is lowered: its size, when it is alive, and, once planned, where it lies.</summary>
internal sealed class ValueBuffer(nint bytes)
{
    private ValueBuffer? _shared;

    public nint Bytes { get; } = bytes;

    /// <summary>The buffer whose memory this one uses: itself, unless an in-place write joined the two.</summary>
    public ValueBuffer Root => _shared is null ? this : _shared.Root;

    /// <summary>Position of the first unit that writes it.</summary>
    public int First { get; set; } = int.MaxValue;

    /// <summary>Position of the last unit that uses it.</summary>
    public int Last { get; set; } = -1;

    /// <summary>Where it lies: given for parameters, outputs and constants, planned for the rest.</summary>
    public Operand? Place { get; set; }

    /// <summary>Kept from run to run: what is prepared from stable values.</summary>
    public bool IsStable { get; set; }

    /// <summary>Lets this buffer live in another's memory, and the other live as long as both.</summary>
    public void ShareWith(ValueBuffer other)
    {
        ValueBuffer root = other.Root;
        _shared = root;
        root.First = Math.Min(root.First, First);
        root.Last = Math.Max(root.Last, Last);
    }
}
