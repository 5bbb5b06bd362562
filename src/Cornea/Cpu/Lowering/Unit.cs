using Cornea.Graphs;

namespace Cornea.Cpu.Lowering;

/// <summary>What will become one step: the values it reads and writes, and how to make it once they have their places.</summary>
internal sealed class Unit
{
    /// <summary>Makes the step, given where each value and workspace lies.</summary>
    public required Func<Placement, Step> Make { get; init; }

    /// <summary>Values read by the kernel itself: none may be overwritten while it runs.</summary>
    public List<Tensor> Reads { get; init; } = [];

    /// <summary>Values read element by element at the place that is written next: an output may lie in the memory of one of them.</summary>
    public List<Tensor> ReadsInPlace { get; init; } = [];

    public List<Tensor> Writes { get; init; } = [];

    /// <summary>Those of the written values that may lie in the memory of one of <see cref="ReadsInPlace"/>.</summary>
    public List<Tensor> InPlaceWrites { get; init; } = [];

    /// <summary>The group that is all of this unit, if it is one that runs alone.</summary>
    public ElementwiseGroup? Group { get; init; }

    /// <summary>Workspaces that live from phase to phase of this unit.</summary>
    public List<Buffer> Workspaces { get; init; } = [];

    /// <summary>The output that a fused elementwise program may follow: set where the step is a <see cref="RangeStep"/>.</summary>
    public Tensor? RangeOutput { get; init; }

    /// <summary>Looks whether values are in range: comes before any unit that writes a variable.</summary>
    public bool IsCheck { get; init; }

    /// <summary>Writes a variable of the caller's: comes after every check.</summary>
    public bool WritesVariable { get; set; }

    /// <summary>Its place in the program's order, for a stable sort.</summary>
    public int Order { get; set; }

    /// <summary>Units that must come before, beyond those whose values are read.</summary>
    public HashSet<Unit> After { get; } = [];

    /// <summary>Made of stable values only: runs once, in the prologue.</summary>
    public bool IsStable { get; set; }

    public IEnumerable<Tensor> AllReads => Reads.Concat(ReadsInPlace);
}

/// <summary>Finds the operand of a tensor or a workspace, for the making of steps.</summary>
internal sealed class Placement(Func<Tensor, View> views, Func<double, DType, Operand> constants)
{
    public Operand this[Tensor tensor]
    {
        get
        {
            if (tensor.Literal is { } number) return constants(number, tensor.DType);
            View view = views(tensor);
            Operand place = this[view.Buffer];
            return place with { Offset = place.Offset + view.Offset };
        }
    }

    public Operand this[Buffer buffer] => buffer.Root.Place ?? throw new InvalidOperationException("A buffer was read before it had a place.");
}
