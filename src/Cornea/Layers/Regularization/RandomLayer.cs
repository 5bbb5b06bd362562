using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>What layers share that draw random numbers while training: the seed, and the state (seed, number of training calls).</summary>
public abstract class RandomLayer : Layer
{
    private static readonly Tensor Step = Tensor.From<long>([0, 1], [2]);
    private readonly Variable _state;

    private protected RandomLayer(int? seed, string? name)
        : base(name)
    {
        Seed = seed;
        _state = AddSeedState(seed);
    }

    /// <summary>The seed that was given, if any.</summary>
    public int? Seed { get; }

    private protected override bool SavesBuildShape => false;

    /// <summary>The state to draw from; the next call gets another one.</summary>
    private protected Tensor NextState()
    {
        Tensor state = _state.Value;
        _state.Assign(state + Step);
        return state;
    }

    /// <summary>Random numbers of a shape.</summary>
    private protected Tensor Draw(Distribution distribution, Shape shape) => Node.Emit(new Graphs.Operations.Random(distribution, shape), NextState())[0];

    /// <summary>A shape in which −1 takes the input's size.</summary>
    private protected Shape NoiseShape(Shape? noise, Shape input)
    {
        if (noise is not { } given) return input;
        if (given.Rank != input.Rank) throw ShapeError($"the noise shape {given} must have as many axes as the input {input}.");
        return [.. given.Select((size, axis) => size == Shape.Unknown ? input[axis] : size)];
    }

    private protected double Rated(double rate, string argument) =>
        rate is >= 0 and <= 1 ? rate : throw ArgumentError(argument, $"expected a rate between 0 and 1, got {rate}.");
}
