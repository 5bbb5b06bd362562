using System.Globalization;

namespace Cornea.Tests.Programs;

/// <summary>An operation on values: its text, with {0}, {1}, … for the inputs, and what it does.</summary>
internal sealed record Call(string Text, int[] Inputs, int[] Outputs, Func<Tensor[], IReadOnlyList<Tensor>> Body) : Statement(Inputs, Outputs)
{
    public override Statement Reading(Func<int, int> map) => this with { Inputs = [.. Inputs.Select(map)] };

    public override IReadOnlyList<Tensor> Run(Execution execution) => Body([.. Inputs.Select(input => execution.Values[input])]);

    public override void Print(ProgramPrinter printer) => printer.Line(
        $"{ProgramPrinter.Declare(this)}{string.Format(CultureInfo.InvariantCulture, Text, [.. Inputs.Select(ProgramPrinter.Name)])};");
}

/// <summary>Something done with the program's state: reading, assigning, gradients, optimizer steps, draws of a generator.</summary>
internal sealed record StateCall(string Text, int[] Inputs, int[] Outputs, Func<Execution, Tensor[], IReadOnlyList<Tensor>> Body) : Statement(Inputs, Outputs)
{
    public override Statement Reading(Func<int, int> map) => this with { Inputs = [.. Inputs.Select(map)] };

    public override IReadOnlyList<Tensor> Run(Execution execution) => Body(execution, [.. Inputs.Select(input => execution.Values[input])]);

    public override void Print(ProgramPrinter printer) => printer.Line(
        $"{ProgramPrinter.Declare(this)}{string.Format(CultureInfo.InvariantCulture, Text, [.. Inputs.Select(ProgramPrinter.Name)])};");
}
