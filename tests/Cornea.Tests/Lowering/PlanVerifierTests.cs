using Cornea.Graphs;
using Cornea.Lowering;
using Xunit;

namespace Cornea.Tests.Lowering;

/// <summary>The verifier finds what is wrong with a plan: each rule is broken by hand once.</summary>
public class PlanVerifierTests
{
    private static readonly TensorSpec Spec = new([4], DType.Float32);

    private readonly Tensor _input = Tensor.Placeholder(Spec);
    private readonly Variable _variable = new(Ops.Ones([4]));
    private readonly Tensor _reading;
    private readonly Parameter _target;

    public PlanVerifierTests()
    {
        _reading = Tensor.ReadOf(_variable);
        _target = new Parameter(_reading, ParameterKind.Variable);
    }

    [Fact]
    public void A_plan_in_order_passes()
    {
        Tensor a = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Check(draft, [], [Unit([_input], [a]), Assigning([a, _input], [b])], b);
    }

    [Fact]
    public void A_value_is_read_before_it_is_written()
    {
        Tensor a = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Broken("isn't there", draft, [], [Assigning([a], [b]), Unit([_input], [a])], b);
    }

    [Fact]
    public void A_value_is_overwritten_before_its_last_read()
    {
        Tensor a = New(), other = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, other, Spaces.Arena, 8);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Broken("isn't there", draft, [], [Unit([_input], [a]), Unit([_input], [other]), Assigning([a], [b])], b);
    }

    [Fact]
    public void A_variable_is_read_after_it_was_assigned()
    {
        Tensor a = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Broken("isn't there", draft, [], [Assigning([_input], [b]), Unit([_reading], [a])], b);
    }

    [Fact]
    public void The_prologue_reads_what_a_run_makes()
    {
        Tensor a = New(), b = New(), prepared = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, prepared, Spaces.Prepared, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Broken("isn't there", draft, [Stable([a], [prepared])], [Unit([_input], [a]), Assigning([prepared], [b])], b);
        Broken("belongs to the prologue", draft, [Stable([_input], [prepared])], [Assigning([prepared], [b])], b);
    }

    [Fact]
    public void A_run_writes_what_is_prepared_once()
    {
        Tensor a = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Prepared, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Broken("prepared once", draft, [], [Unit([_input], [a]), Assigning([a], [b])], b);
    }

    [Fact]
    public void What_can_fail_comes_after_a_write()
    {
        Tensor a = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Broken("can fail", draft, [], [Assigning([_input], [b]), new Unit { Reads = [_input], Writes = [a], CanFail = true }], b);
    }

    [Fact]
    public void A_check_comes_too_late()
    {
        Tensor b = New();
        PlanDraft draft = Draft(b);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        var check = new Unit { Reads = [_input], CanFail = true };
        var taken = new Unit { Reads = [_input], Writes = [b], WritesVariable = true, After = [check] };
        Check(draft, [], [check, taken], b);
        Broken("come after", draft, [], [taken, check], b);
    }

    [Fact]
    public void A_kernel_writes_where_it_reads()
    {
        Tensor a = New(), b = New(), c = New();
        PlanDraft draft = Draft(c);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, b, Spaces.Arena, 0);
        Place(draft, c, Spaces.FirstParameter + 1, 0);
        Broken("while it reads", draft, [], [Unit([_input], [a]), Unit([a], [b]), Assigning([b], [c])], c);
        var program = new Unit { ReadsInPlace = [a], Writes = [b], InPlaceWrites = [b] };
        Check(draft, [], [Unit([_input], [a]), program, Assigning([b], [c])], c);
    }

    [Fact]
    public void A_workspace_lies_where_an_input_does()
    {
        Tensor a = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        var work = new ValueBuffer(16) { Place = new Operand(Spaces.Arena, 8) };
        var unit = new Unit { Reads = [a], Writes = [b], Workspaces = [work], WritesVariable = true };
        Broken("while it reads", draft, [], [Unit([_input], [a]), unit], b);
    }

    [Fact]
    public void A_result_is_missing()
    {
        Tensor a = New(), b = New();
        PlanDraft draft = Draft(b);
        Place(draft, a, Spaces.Arena, 0);
        Place(draft, b, Spaces.FirstParameter + 1, 0);
        Broken("ends without", draft, [], [Unit([_input], [a])], b);
    }

    private static Tensor New() => Tensor.Placeholder(Spec);

    private PlanDraft Draft(Tensor assigned) => new(new Graph([new Parameter(_input, ParameterKind.Input), _target], [], [], [new Assignment(_target, assigned)]));

    private static void Place(PlanDraft draft, Tensor tensor, int space, nint offset) => draft.ViewOf(tensor).Buffer.Place = new Operand(space, offset);

    private static Unit Unit(List<Tensor> reads, List<Tensor> writes) => new() { Reads = reads, Writes = writes };

    private static Unit Stable(List<Tensor> reads, List<Tensor> writes) => new() { Reads = reads, Writes = writes, IsStable = true };

    private static Unit Assigning(List<Tensor> reads, List<Tensor> writes) => new() { Reads = reads, Writes = writes, WritesVariable = true };

    private static void Check(PlanDraft draft, Unit[] prologue, Unit[] steps, Tensor result) =>
        new PlanVerifier(draft, new Schedule(prologue, steps, 64, 64, [])).Check([(draft.ViewOf(result).Buffer.Place!.Value, result)]);

    private static void Broken(string what, PlanDraft draft, Unit[] prologue, Unit[] steps, Tensor result)
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => Check(draft, prologue, steps, result));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
