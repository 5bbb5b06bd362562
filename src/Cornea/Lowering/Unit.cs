using Cornea.Graphs;

namespace Cornea.Lowering;

/// <summary>What will become one step: the values it reads and writes. How it computes them is the executor's own affair.</summary>
internal class Unit
{
    /// <summary>Values read by the kernel itself: none may be overwritten while it runs.</summary>
    public List<Tensor> Reads { get; init; } = [];

    /// <summary>Values read element by element at the place that is written next: an output may lie in the memory of one of them.</summary>
    public List<Tensor> ReadsInPlace { get; init; } = [];

    public List<Tensor> Writes { get; init; } = [];

    /// <summary>Those of the written values that may lie in the memory of one of <see cref="ReadsInPlace"/>.</summary>
    public List<Tensor> InPlaceWrites { get; init; } = [];

    /// <summary>Workspaces that live from phase to phase of this unit.</summary>
    public List<ValueBuffer> Workspaces { get; init; } = [];

    /// <summary>May end the run with an error: comes before any unit that writes a variable, so that a failed run has changed nothing.</summary>
    public bool CanFail { get; init; }

    /// <summary>Writes a variable of the caller's: comes after every unit that can fail.</summary>
    public bool WritesVariable { get; set; }

    /// <summary>Its place in the program's order, for a stable sort.</summary>
    public int Order { get; set; }

    /// <summary>Units that must come before, beyond those whose values are read.</summary>
    public HashSet<Unit> After { get; init; } = [];

    /// <summary>Made of stable values only, by units that are stable too: runs once, in the prologue.</summary>
    public bool IsStable { get; set; }

    public IEnumerable<Tensor> AllReads => Reads.Concat(ReadsInPlace);

    /// <summary>What errors call it, once everything has its place.</summary>
    public virtual string Describe(Placement place) =>
        $"({string.Join(", ", AllReads.Select(tensor => place[tensor]))}) → ({string.Join(", ", Writes.Select(tensor => place[tensor]))})";
}
