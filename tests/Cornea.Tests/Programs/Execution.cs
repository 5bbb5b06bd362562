using Cornea.Graphs;
using Cornea.Optimizers;

namespace Cornea.Tests.Programs;

/// <summary>A program with state of its own: its variables, generators of seeds and optimizers, and the values of the run under way.</summary>
internal sealed class Execution
{
    private readonly RandomProgram _program;

    /// <param name="program">The program.</param>
    /// <param name="isForced">Whether each value is computed as soon as it is there.</param>
    public Execution(RandomProgram program, bool isForced = false)
    {
        _program = program;
        IsForced = isForced;
        Variables = [.. program.Variables.Select((variable, index) => new Variable(variable.Value(), variable.IsTrainable, $"w{index}"))];
        Generators = [.. Enumerable.Range(0, RandomProgram.GeneratorCount).Select(index => new SeedGenerator(100 + index))];
        Variable[] trained = [.. Variables.Where(variable => variable.Trainable && variable.DType == DType.Float32)];
        if (trained.Length == 0) return;
        Optimizers = [.. RandomProgram.Optimizers.Select(make => make())];
        foreach (Optimizer optimizer in Optimizers) optimizer.Build(trained);
    }

    public bool IsForced { get; }

    public Variable[] Variables { get; }

    public SeedGenerator[] Generators { get; }

    public Optimizer[] Optimizers { get; } = [];

    public Dictionary<int, Tensor> Values { get; } = [];

    /// <summary>All that outlives a run.</summary>
    public IEnumerable<(string Name, Variable Variable)> State =>
        Variables.Select((variable, index) => ($"w{index}", variable))
            .Concat(Generators.Select((generator, index) => ($"seeds{index}", generator.State)))
            .Concat(Optimizers.SelectMany((optimizer, index) => optimizer.Variables.Select(variable => ($"optimizer{index}'s {variable.Name}", variable))));

    /// <summary>The program's results for inputs.</summary>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs)
    {
        Values.Clear();
        return _program.Body.Run(this, inputs);
    }

    public void Run(Statement statement)
    {
        IReadOnlyList<Tensor> outputs = statement.Run(this);
        for (int index = 0; index < statement.Outputs.Length; index++) Values[statement.Outputs[index]] = outputs[index];
        if (IsForced && Trace.Current is null) Evaluator.Evaluate([.. outputs.Where(Evaluator.CanEvaluate)]);
    }
}
