namespace Cornea.Tests.Programs;

/// <summary>A scan: carries first, then sequences among the inputs; the last carries, then the stacked outputs are its results.</summary>
internal sealed record Loop(int Carries, int Length, bool Reverse, Block Body, int[] Inputs, int[] Outputs) : Statement(Inputs, Outputs)
{
    public override IReadOnlyList<Block> Blocks => [Body];

    public override Statement Reading(Func<int, int> map) => this with { Inputs = [.. Inputs.Select(map)] };

    public override Statement With(IReadOnlyList<Block> blocks) => this with { Body = blocks[0] };

    public override IReadOnlyList<Tensor> Run(Execution execution)
    {
        Tensor[] given = [.. Inputs.Select(input => execution.Values[input])];
        (TensorList carry, TensorList outputs) = Ops.Scan(
            (carries, slices) =>
            {
                Tensor[] results = Body.Run(execution, [.. carries, .. slices]);
                return (TensorList.Create(results.AsSpan(0, Carries)), TensorList.Create(results.AsSpan(Carries)));
            },
            TensorList.Create(given.AsSpan(0, Carries)), TensorList.Create(given.AsSpan(Carries)), Length, Reverse);
        return [.. carry, .. outputs];
    }

    public override void Print(ProgramPrinter printer)
    {
        string[] names = [.. Inputs.Select(ProgramPrinter.Name)];
        printer.Line(
            $"{ProgramPrinter.Declare(this)}Scan([{string.Join(", ", names[..Carries])}], xs: [{string.Join(", ", names[Carries..])}], length: {Length}"
            + $"{(Reverse ? ", reverse: true" : "")}, ({string.Join(", ", Body.Parameters.Select(ProgramPrinter.Name))}) =>");
        printer.Block(Body, results => $"return [{results}]; // {Carries} carries");
    }
}
