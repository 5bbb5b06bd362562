using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Initializers;

/// <summary>What initializers share that draw random numbers: the seed, and the draws, each a function of (seed, position) by Philox.</summary>
public abstract class RandomInitializer : Initializer
{
    private readonly int? _given;

    private protected RandomInitializer(int? seed)
    {
        _given = seed;
        Seed = seed ?? RandomSeed.Next();
    }

    /// <summary>The seed: the one given, or one drawn from <see cref="RandomSeed"/> when this was made.</summary>
    public int Seed { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig().With("seed", _given);

    /// <summary>Evenly from [0, 1).</summary>
    private protected Tensor Uniform(Shape shape) => Draw(Distribution.Uniform, shape);

    private protected Tensor Uniform(Shape shape, DType? dtype, double minimum, double maximum) =>
        ((Uniform(shape) * (maximum - minimum)) + minimum).Cast(dtype ?? DType.Float32);

    private protected Tensor Normal(Shape shape, DType? dtype, double mean, double deviation) =>
        ((Draw(Distribution.Normal, shape) * deviation) + mean).Cast(dtype ?? DType.Float32);

    /// <summary>A normal distribution cut off at two standard deviations.</summary>
    private protected Tensor TruncatedNormal(Shape shape, DType? dtype, double mean, double deviation)
    {
        float[] values = Uniform(shape).ToArray<float>();
        for (int index = 0; index < values.Length; index++) values[index] = (float)(mean + (deviation * NormalQuantile.WithinTwo(values[index])));
        return Tensor.From(values, shape).Cast(dtype ?? DType.Float32);
    }

    private Tensor Draw(Distribution distribution, Shape shape) =>
        Node.Emit(new Graphs.Operations.Random(distribution, shape), Tensor.From([(long)Seed, 0L], 2))[0];
}
