using Cornea.Graphs;

namespace Cornea.Lowering;

/// <summary>
/// The grammar of plans: a run on paper, unit by unit, that follows which value each byte holds. It knows nothing of lifetimes, in-place
/// writes or the prologue's choice, only what came of them.
/// </summary>
/// <remarks>
/// Proved of each plan: whatever a unit reads has been written, whole, and not overwritten since; what it writes or works in lies neither
/// where its kernel reads nor where it writes something else; the prologue lives on stable values and what it has prepared, which no other
/// unit writes; no unit that can fail comes after the first write to a variable, and none at all before one that it's to follow; outputs and
/// variables end with their values.
/// </remarks>
internal sealed class PlanVerifier(PlanDraft draft, Schedule schedule)
{
    private readonly Dictionary<int, List<Holding>> _memory = [];
    private readonly HashSet<Unit> _done = [];
    private bool _hasWrittenVariable;

    /// <summary>Set by the tests: every plan is checked.</summary>
    public static bool IsOn { get; set; }

    private int FirstOutput => Spaces.FirstParameter + draft.Graph.Parameters.Count;

    /// <exception cref="InvalidOperationException">The plan breaks a rule; the message says which, and where.</exception>
    public void Check(IEnumerable<(Operand Place, Tensor Value)> results)
    {
        for (int index = 0; index < draft.Graph.Parameters.Count; index++)
        {
            Tensor parameter = draft.Graph.Parameters[index].Tensor;
            Put(new Extent(Spaces.FirstParameter + index, 0, draft.ViewOf(parameter).Buffer.Bytes), draft.ViewOf(parameter).Buffer, 0);
        }

        foreach (Unit unit in schedule.Prologue.Concat(schedule.Steps))
        {
            Check(unit);
            _done.Add(unit);
        }

        foreach ((Operand place, Tensor value) in results)
            if (!Holds(new Extent(place.Space, place.Offset, value.Spec.Bytes), draft.ViewOf(value)))
                throw new InvalidOperationException($"The plan ends without {value.Spec} at {place}.{Environment.NewLine}{draft.Graph}");
    }

    private void Check(Unit unit)
    {
        if (!unit.After.IsSubsetOf(_done)) throw Broken(unit, "comes before what it's said to come after");
        if (unit.CanFail && _hasWrittenVariable) throw Broken(unit, "can fail, and comes after a variable was written");
        foreach (Tensor tensor in unit.AllReads.Where(tensor => tensor.Literal is null && !Writes(unit, tensor)))
        {
            Extent read = ExtentOf(tensor);
            if (!Holds(read, draft.ViewOf(tensor))) throw Broken(unit, $"reads {tensor.Spec} at {read}, which isn't there");
            if (unit.IsStable && !IsStable(read.Space)) throw Broken(unit, $"belongs to the prologue but reads {read}");
        }

        (Extent Extent, Tensor? Value, ValueBuffer Buffer)[] written =
        [
            .. unit.Writes.Select(tensor => (ExtentOf(tensor), (Tensor?)tensor, draft.ViewOf(tensor).Buffer)),
            .. unit.Workspaces.Select(buffer => (ExtentOf(buffer), (Tensor?)null, buffer)),
        ];
        for (int index = 0; index < written.Length; index++)
        {
            (Extent extent, Tensor? value, ValueBuffer buffer) = written[index];
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

            Put(extent, buffer, value is null ? 0 : draft.ViewOf(value).Offset);
        }

        if (!unit.WritesVariable) return;
        if (!written.Any(place => IsVariable(place.Extent.Space))) throw Broken(unit, "is said to write a variable and doesn't");
        _hasWrittenVariable = true;
    }

    private void CheckPlace(Unit unit, Extent extent)
    {
        if (unit.IsStable != (extent.Space == Spaces.Prepared)) throw Broken(unit, $"writes {extent}, " + (unit.IsStable ? "from the prologue" : "which is prepared once"));
        if (extent.Space == Spaces.Constants) throw Broken(unit, "writes a constant");
        if (extent.Space >= Spaces.FirstParameter && extent.Space < FirstOutput && !(IsVariable(extent.Space) && unit.WritesVariable))
            throw Broken(unit, $"writes the parameter {extent}");
        nint size = extent.Space == Spaces.Arena ? schedule.ArenaBytes : extent.Space == Spaces.Prepared ? schedule.PreparedBytes : nint.MaxValue;
        if (extent.Start < 0 || extent.End > size) throw Broken(unit, $"writes {extent}, outside of the {size} bytes there are");
    }

    // A program reads an element and then writes it: in the very place of an input, or of what the kernel before it has written.
    private bool MayOverwrite(Unit unit, Tensor value, Extent before) =>
        unit.InPlaceWrites.Contains(value) && ExtentOf(value) == before && unit.ReadsInPlace.Exists(read => ExtentOf(read) == before);

    private bool IsStable(int space) => space is Spaces.Prepared or Spaces.Constants || schedule.StableParameters.Contains(space - Spaces.FirstParameter);

    private bool IsVariable(int space) =>
        draft.Graph.Assignments.Any(assignment => draft.ViewOf(assignment.Target.Tensor).Buffer.Place!.Value.Space == space);

    private bool Writes(Unit unit, Tensor tensor)
    {
        ValueBuffer buffer = draft.ViewOf(tensor).Buffer;
        return unit.Writes.Exists(written => draft.ViewOf(written).Buffer == buffer);
    }

    private Extent ExtentOf(Tensor tensor)
    {
        View view = draft.ViewOf(tensor);
        Extent all = ExtentOf(view.Buffer);
        nint bytes = tensor.Shape.IsKnown ? tensor.Spec.Bytes : view.Buffer.Bytes; // A data set of any number of samples is followed nowhere.
        return new Extent(all.Space, all.Start + view.Offset, all.Start + view.Offset + bytes);
    }

    private static Extent ExtentOf(ValueBuffer buffer)
    {
        Operand place = buffer.Root.Place!.Value;
        return new Extent(place.Space, place.Offset, place.Offset + buffer.Bytes);
    }

    private bool Holds(Extent extent, View view)
    {
        nint reached = extent.Start;
        foreach (Holding holding in _memory.GetValueOrDefault(extent.Space, []).Where(holding => holding.Extent.Overlaps(extent)).OrderBy(holding => holding.Extent.Start))
        {
            if (holding.Extent.Start > reached || holding.Buffer != view.Buffer) return false;
            if (holding.Offset + extent.Start - holding.Extent.Start != view.Offset) return false;
            reached = holding.Extent.End;
        }

        return reached >= extent.End;
    }

    private void Put(Extent extent, ValueBuffer buffer, nint offset)
    {
        if (extent.Start == extent.End) return;
        if (!_memory.TryGetValue(extent.Space, out List<Holding>? holdings)) _memory[extent.Space] = holdings = [];
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
        string text = unit.Describe(new Placement(unit, draft, (_, _) => new Operand(Spaces.Constants, 0)));
        return new InvalidOperationException($"In a plan, '{text}' {what}.{Environment.NewLine}{draft.Graph}");
    }

    /// <summary>Bytes of a space.</summary>
    private readonly record struct Extent(int Space, nint Start, nint End)
    {
        public bool Overlaps(Extent other) => !IsEmpty && !other.IsEmpty && Space == other.Space && Start < other.End && other.Start < End;

        private bool IsEmpty => Start == End;

        public override string ToString() => $"{new Operand(Space, Start)} to {End}";
    }

    /// <summary>What bytes hold: those of a buffer from an offset on.</summary>
    private readonly record struct Holding(Extent Extent, ValueBuffer Buffer, nint Offset);
}
