namespace Cornea;

/// <summary>Where a draw of <see cref="RandomOps"/> takes its numbers from: a fixed seed, or the next of a <see cref="SeedGenerator"/>.</summary>
public readonly struct Seed
{
    private readonly int _number;
    private readonly SeedGenerator? _generator;

    private Seed(int number, SeedGenerator? generator)
    {
        _number = number;
        _generator = generator;
    }

    /// <summary>A seed: the same numbers each time.</summary>
    public static implicit operator Seed(int number) => new(number, null);

    /// <summary>A sequence of seeds: other numbers each time.</summary>
    public static implicit operator Seed(SeedGenerator generator) => new(0, generator);

    /// <summary>int64 [2] to draw from; without a seed, or from a generator, another one each time.</summary>
    internal static Tensor Key(Seed? seed) => seed is { } given ? given._generator?.Next() ?? Of(given._number) : Graphs.Trace.Draw();

    private static Tensor Of(int number) => Tensor.From([(long)number, 0L], [2]);
}
