namespace Cornea.Tests.Programs;

/// <summary>One line of a random program: takes values by their numbers and gives values new numbers.</summary>
/// <param name="Inputs">The values it reads.</param>
/// <param name="Outputs">The numbers of what it gives.</param>
internal abstract record Statement(int[] Inputs, int[] Outputs)
{
    /// <summary>The blocks inside, as of a loop.</summary>
    public virtual IReadOnlyList<Block> Blocks => [];

    /// <summary>The same with other inputs.</summary>
    public abstract Statement Reading(Func<int, int> map);

    /// <summary>The same with other blocks.</summary>
    public virtual Statement With(IReadOnlyList<Block> blocks) => this;

    /// <summary>Runs it: the tensors that it gives.</summary>
    public abstract IReadOnlyList<Tensor> Run(Execution execution);

    /// <summary>As C#, without the end of the line.</summary>
    public abstract void Print(ProgramPrinter printer);
}
