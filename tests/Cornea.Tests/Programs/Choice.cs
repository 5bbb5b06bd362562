namespace Cornea.Tests.Programs;

/// <summary>One block's results or another's, by a truth value.</summary>
internal sealed record Choice(Block True, Block False, int[] Inputs, int[] Outputs) : Statement(Inputs, Outputs)
{
    public override IReadOnlyList<Block> Blocks => [True, False];

    public override Statement Reading(Func<int, int> map) => this with { Inputs = [.. Inputs.Select(map)] };

    public override Statement With(IReadOnlyList<Block> blocks) => this with { True = blocks[0], False = blocks[1] };

    public override IReadOnlyList<Tensor> Run(Execution execution) => [.. Ops.Cond(
        execution.Values[Inputs[0]], () => TensorList.Create(True.Run(execution, [])), () => TensorList.Create(False.Run(execution, [])))];

    public override void Print(ProgramPrinter printer)
    {
        printer.Line($"{ProgramPrinter.Declare(this)}Cond({ProgramPrinter.Name(Inputs[0])}, () =>");
        printer.Block(True, results => $"return [{results}];");
        printer.Line(", () =>");
        printer.Block(False, results => $"return [{results}];");
    }
}
