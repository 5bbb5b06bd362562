namespace Cornea;

/// <summary>A sequence of seeds: each draw of <see cref="RandomOps"/> that is given the generator takes the next one. The same seed gives the same sequence.</summary>
/// <remarks>The place in the sequence is a variable, so that it moves on in traced functions as well.</remarks>
public sealed class SeedGenerator
{
    /// <summary>A sequence that starts at a seed.</summary>
    /// <param name="seed">At least 0; null draws one from <see cref="RandomSeed"/>.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException">The seed is negative.</exception>
    public SeedGenerator(int? seed = null, string? name = null)
    {
        Name = name ?? "seed_generator";
        Seed = seed is null or >= 0 ? seed : throw new ArgumentException($"SeedGenerator '{Name}': expected a seed of at least 0, got {seed}.");
        State = new Variable(Tensor.From<long>([seed ?? RandomSeed.Next(), 0], [2]), trainable: false, name: $"{Name}_state");
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The seed that was given, if any.</summary>
    public int? Seed { get; }

    /// <summary>int64 [2]: the seed, and how many draws there were.</summary>
    public Variable State { get; }

    /// <summary>The state to draw from next, [seed, draw]; the one after it gets another.</summary>
    public Tensor Next()
    {
        Tensor state = State.Value;
        State.Assign(state + Tensor.From<long>([0, 1], [2]));
        return state;
    }
}
