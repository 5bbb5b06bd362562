using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>What layers share that draw random numbers while training: the seed, and the state (seed, number of training calls).</summary>
public abstract class RandomLayer : Layer
{
    private readonly RandomStream _random;

    private protected RandomLayer(int? seed, string? name)
        : base(name)
    {
        Seed = seed;
        _random = new RandomStream(AddSeedState(seed));
    }

    /// <summary>The seed that was given, if any.</summary>
    public int? Seed { get; }

    private protected override bool SavesBuildShape => false;

    /// <summary>The state to draw from; the next call gets another one.</summary>
    private protected Tensor NextState() => _random.NextState();

    /// <summary>Random numbers of a shape.</summary>
    private protected Tensor Draw(Distribution distribution, Shape shape) => _random.Draw(distribution, shape);

    /// <summary>A shape in which −1 takes the input's size.</summary>
    private protected Shape NoiseShape(Shape? noise, Shape input)
    {
        if (noise is not { } given) return input;
        if (given.Rank != input.Rank) throw ShapeError($"the noise shape {given} must have as many axes as the input {input}.");
        return [.. given.Select((size, axis) => size == Shape.Unknown ? input[axis] : size)];
    }
}
