using Cornea.Graphs;
using Cornea.Optimizers;

namespace Cornea.Tests.Programs;

/// <summary>A variable of a random program, with the value it begins with.</summary>
internal sealed record ProgramVariable(TensorSpec Spec, bool IsTrainable, int Seed)
{
    public Tensor Value() => ProgramData.Of(Spec, Seed);
}

/// <summary>A random program: a function of tensors that reads and assigns variables, and is run several times.</summary>
/// <param name="Variables">The state it begins with.</param>
/// <param name="Inputs">What the function is given.</param>
/// <param name="Body">The function.</param>
/// <param name="Runs">How often it is run, each time on other inputs.</param>
internal sealed record RandomProgram(IReadOnlyList<ProgramVariable> Variables, IReadOnlyList<TensorSpec> Inputs, Block Body, int Runs)
{
    public const int GeneratorCount = 2;

    /// <summary>The optimizers that a program may use.</summary>
    public static IReadOnlyList<Func<Optimizer>> Optimizers { get; } =
    [
        () => new SGD(new ExponentialDecay(0.1, 1, 0.5)),
        () => new Adam(new PiecewiseConstantDecay([1, 3], [0.1, 0.01, 0.001])),
        () => new SGD(0.05, momentum: 0.9, gradientAccumulationSteps: 2, useEma: true),
    ];

    /// <summary>The kinds of all values, by their numbers, once <see cref="Described"/>.</summary>
    public IReadOnlyDictionary<int, TensorSpec>? Specs { get; private init; }

    /// <summary>The kinds of the results.</summary>
    public TensorSpec[] ResultSpecs => [.. Body.Results.Select(result => Specs![result])];

    /// <summary>The same with the kinds of its values known; where it can't be traced, those known before.</summary>
    public RandomProgram Described()
    {
        var execution = new Execution(this);
        try
        {
            using Trace trace = Trace.Begin();
            execution.Run([.. Inputs.Select(Tensor.Placeholder)]);
        }
        catch (Exception e) when (e is ShapeException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            if (Specs is not null) return this;
        }

        return this with { Specs = execution.Values.ToDictionary(pair => pair.Key, pair => pair.Value.Spec) };
    }

    /// <summary>The inputs of a run.</summary>
    public Tensor[] InputsOf(int run) => [.. Inputs.Select((spec, index) => ProgramData.Of(spec, (run * 100) + index))];

    public override string ToString() => new ProgramPrinter().Print(this);
}
