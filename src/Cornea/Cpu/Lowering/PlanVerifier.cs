using Cornea.Graphs;

namespace Cornea.Cpu.Lowering;

/// <summary>
/// The grammar of plans: a run on paper, unit by unit, that follows which value each byte holds. It knows nothing of lifetimes, in-place
/// writes or the prologue's choice, only what came of them.
/// </summary>
/// <remarks>
/// Proved of each plan: whatever a unit reads has been written, whole, and not overwritten since; what it writes or works in lies neither
/// where its kernel reads nor where it writes something else; the prologue lives on stable values and what it has prepared, which no other
/// unit writes; no unit that can fail comes after the first write to a variable; outputs and variables end with their values.
/// </remarks>
internal sealed class PlanVerifier(Graph graph, LoweringContext context, PlanLayout layout)
{
    private readonly Dictionary<int, List<Holding>> _memory = [];
    private bool _hasWrittenVariable;

    /// <summary>Set by the tests: every plan is checked.</summary>
    public static bool IsOn { get; set; }

    private int FirstOutput => Regions.FirstParameter + graph.Parameters.Count;

    /// <exception cref="InvalidOperationException">The plan breaks a rule; the message says which, and where.</exception>
    public void Check(IReadOnlyList<Unit> order, IEnumerable<(Operand Place, Tensor Value)> results)
    {
        for (int index = 0; index < graph.Parameters.Count; index++)
        {
            Tensor parameter = graph.Parameters[index].Tensor;
            Put(new Extent(Regions.FirstParameter + index, 0, context.ViewOf(parameter).Buffer.Bytes), context.ViewOf(parameter).Buffer, 0);
        }

        bool hasBegun = false;
        foreach (Unit unit in order)
        {
            if (unit.IsStable && hasBegun) throw Broken(unit, "belongs to the prologue but comes after units that don't");
            hasBegun |= !unit.IsStable;
            Check(unit);
        }

        foreach ((Operand place, Tensor value) in results)
            if (!Holds(new Extent(place.Region, place.Offset, value.Spec.Bytes), context.ViewOf(value)))
                throw new InvalidOperationException($"The plan ends without {value.Spec} at {place}.{Environment.NewLine}{graph}");
    }

    private void Check(Unit unit)
    {
        if (unit.CanFail && _hasWrittenVariable) throw Broken(unit, "can fail, and comes after a variable was written");
        foreach (Tensor tensor in unit.AllReads.Where(tensor => tensor.Literal is null && !Writes(unit, tensor)))
        {
            Extent read = ExtentOf(tensor);
            if (read.End > read.Start && !Holds(read, context.ViewOf(tensor))) throw Broken(unit, $"reads {tensor.Spec} at {read}, which isn't there");
            if (unit.IsStable && !IsStable(read.Region)) throw Broken(unit, $"belongs to the prologue but reads {read}");
        }

        (Extent Extent, Tensor? Value, Buffer Buffer)[] written =
        [
            .. unit.Writes.Select(tensor => (ExtentOf(tensor), (Tensor?)tensor, context.ViewOf(tensor).Buffer)),
            .. unit.Workspaces.Select(buffer => (ExtentOf(buffer), (Tensor?)null, buffer)),
        ];
        for (int index = 0; index < written.Length; index++)
        {
            (Extent extent, Tensor? value, Buffer buffer) = written[index];
            CheckPlace(unit, extent);
            foreach (Tensor read in unit.Reads.Where(tensor => tensor.Literal is null && !Writes(unit, tensor)))
                if (extent.Overlaps(ExtentOf(read))) throw Broken(unit, $"writes {extent} while it reads {read.Spec} there");
            foreach (Tensor read in unit.ReadsInPlace.Where(tensor => !Writes(unit, tensor)))
                if (extent.Overlaps(ExtentOf(read)) && (value is null || !MayOverwrite(unit, value, ExtentOf(read))))
                    throw Broken(unit, $"writes {extent} while it reads {read.Spec} there, which isn't the same place element by element");
            for (int other = 0; other < index; other++)
            {
                if (!extent.Overlaps(written[other].Extent)) continue;
                bool isOfKernel = written[other].Value is { } first && !unit.InPlaceWrites.Contains(first);
                if (value is null || !isOfKernel || !MayOverwrite(unit, value, written[other].Extent)) throw Broken(unit, $"writes two values at {extent}");
            }

            Put(extent, buffer, value is null ? 0 : context.ViewOf(value).Offset);
        }

        if (!unit.WritesVariable) return;
        if (!written.Any(place => IsVariable(place.Extent.Region))) throw Broken(unit, "is said to write a variable and doesn't");
        _hasWrittenVariable = true;
    }

    private void CheckPlace(Unit unit, Extent extent)
    {
        if (unit.IsStable != (extent.Region is Regions.Prepared or < 0)) throw Broken(unit, $"writes {extent}, " + (unit.IsStable ? "from the prologue" : "which is prepared once"));
        if (extent.Region == Regions.Constants) throw Broken(unit, "writes a constant");
        if (extent.Region >= Regions.FirstParameter && extent.Region < FirstOutput && !(IsVariable(extent.Region) && unit.WritesVariable))
            throw Broken(unit, $"writes the parameter {extent}");
        nint size = extent.Region == Regions.Arena ? layout.ArenaBytes : extent.Region == Regions.Prepared ? layout.PreparedBytes : nint.MaxValue;
        if (extent.Start < 0 || extent.End > size) throw Broken(unit, $"writes {extent}, outside of the {size} bytes there are");
    }

    // A program reads an element and then writes it: in the very place of an input, or of what the kernel before it has written.
    private bool MayOverwrite(Unit unit, Tensor value, Extent before) =>
        unit.InPlaceWrites.Contains(value) && ExtentOf(value) == before && unit.ReadsInPlace.Exists(read => ExtentOf(read) == before);

    private bool IsStable(int region) => region is Regions.Prepared or Regions.Constants or < 0 || layout.StableParameters.Contains(region - Regions.FirstParameter);

    private bool IsVariable(int region) =>
        graph.Assignments.Any(assignment => context.ViewOf(assignment.Target.Tensor).Buffer.Place!.Value.Region == region);

    private bool Writes(Unit unit, Tensor tensor)
    {
        Buffer buffer = context.ViewOf(tensor).Buffer;
        return unit.Writes.Exists(written => context.ViewOf(written).Buffer == buffer);
    }

    private Extent ExtentOf(Tensor tensor)
    {
        View view = context.ViewOf(tensor);
        Extent all = ExtentOf(view.Buffer);
        nint bytes = tensor.Shape.IsKnown ? tensor.Spec.Bytes : view.Buffer.Bytes; // A data set of any number of samples is followed nowhere.
        return new Extent(all.Region, all.Start + view.Offset, all.Start + view.Offset + bytes);
    }

    private static Extent ExtentOf(Buffer buffer)
    {
        Operand place = buffer.Root.Place!.Value;
        return new Extent(place.Region, place.Offset, place.Offset + buffer.Bytes);
    }

    private bool Holds(Extent extent, View view)
    {
        nint reached = extent.Start;
        foreach (Holding holding in _memory.GetValueOrDefault(extent.Region, []).Where(holding => holding.Extent.Overlaps(extent)).OrderBy(holding => holding.Extent.Start))
        {
            if (holding.Extent.Start > reached || holding.Buffer != view.Buffer) return false;
            if (holding.Offset + extent.Start - holding.Extent.Start != view.Offset) return false;
            reached = holding.Extent.End;
        }

        return reached >= extent.End;
    }

    private void Put(Extent extent, Buffer buffer, nint offset)
    {
        if (extent.Start == extent.End) return;
        if (!_memory.TryGetValue(extent.Region, out List<Holding>? holdings)) _memory[extent.Region] = holdings = [];
        Holding[] cut = [.. holdings.Where(holding => holding.Extent.Overlaps(extent))];
        holdings.RemoveAll(holding => holding.Extent.Overlaps(extent));
        foreach (Holding holding in cut)
        {
            if (holding.Extent.Start < extent.Start) holdings.Add(holding with { Extent = holding.Extent with { End = extent.Start } });
            if (holding.Extent.End > extent.End)
                holdings.Add(new Holding(holding.Extent with { Start = extent.End }, holding.Buffer, holding.Offset + extent.End - holding.Extent.Start));
        }

        holdings.Add(new Holding(extent, buffer, offset));
    }

    private InvalidOperationException Broken(Unit unit, string what)
    {
        string text = unit.Make(new Placement(unit, context, new ConstantPool())).Describe();
        return new InvalidOperationException($"In a plan, '{text}' {what}.{Environment.NewLine}{graph}");
    }

    /// <summary>Bytes of a region.</summary>
    private readonly record struct Extent(int Region, nint Start, nint End)
    {
        public bool Overlaps(Extent other) => Region == other.Region && Start < other.End && other.Start < End;

        public override string ToString() => $"{new Operand(Region, Start)} to {End}";
    }

    /// <summary>What bytes hold: those of a buffer from an offset on.</summary>
    private readonly record struct Holding(Extent Extent, Buffer Buffer, nint Offset);
}
