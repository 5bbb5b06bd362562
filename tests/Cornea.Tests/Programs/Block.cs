namespace Cornea.Tests.Programs;

/// <summary>Statements one after the other, such as the body of a program or a loop.</summary>
/// <param name="Parameters">The numbers of what it is given.</param>
/// <param name="Statements">What is done.</param>
/// <param name="Results">The values it gives.</param>
internal sealed record Block(int[] Parameters, IReadOnlyList<Statement> Statements, int[] Results)
{
    /// <summary>Runs all statements and gives the results.</summary>
    public Tensor[] Run(Execution execution, IReadOnlyList<Tensor> arguments)
    {
        for (int index = 0; index < Parameters.Length; index++) execution.Values[Parameters[index]] = arguments[index];
        foreach (Statement statement in Statements) execution.Run(statement);
        return [.. Results.Select(result => execution.Values[result])];
    }

    /// <summary>All values that are read anywhere in it.</summary>
    public IEnumerable<int> Reads() => Statements.SelectMany(statement => statement.Inputs.Concat(statement.Blocks.SelectMany(block => block.Reads()))).Concat(Results);

    /// <summary>The same with other values read.</summary>
    public Block Reading(Func<int, int> map) => this with
    {
        Statements = [.. Statements.Select(statement => statement.With([.. statement.Blocks.Select(block => block.Reading(map))]).Reading(map))],
        Results = [.. Results.Select(map)],
    };
}
