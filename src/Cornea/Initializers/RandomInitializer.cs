namespace Cornea.Initializers;

/// <summary>What initializers share that draw random numbers: the seed, and the draws, each a function of (seed, position) by PhiloxDraw.</summary>
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

    private protected Tensor Uniform(Shape shape, DType? dtype, double minimum, double maximum)
    {
        var values = new float[checked((int)shape.ElementCount)];
        var random = new PhiloxStream(Seed);
        for (int index = 0; index < values.Length; index++)
            values[index] = Math.Min((float)(minimum + ((maximum - minimum) * random.NextUniform())), MathF.BitDecrement((float)maximum));
        return Done(values, shape, dtype);
    }

    private protected Tensor Normal(Shape shape, DType? dtype, double mean, double deviation)
    {
        var values = new float[checked((int)shape.ElementCount)];
        var random = new PhiloxStream(Seed);
        for (int index = 0; index < values.Length; index++) values[index] = (float)(mean + (deviation * random.NextNormal()));
        return Done(values, shape, dtype);
    }

    /// <summary>A normal distribution cut off at two standard deviations: draws outside are drawn again.</summary>
    private protected Tensor TruncatedNormal(Shape shape, DType? dtype, double mean, double deviation)
    {
        var values = new float[checked((int)shape.ElementCount)];
        var random = new PhiloxStream(Seed);
        for (int index = 0; index < values.Length; index++)
        {
            double draw = random.NextNormal();
            while (Math.Abs(draw) > 2) draw = random.NextNormal();
            values[index] = (float)(mean + (deviation * draw));
        }

        return Done(values, shape, dtype);
    }

    private static Tensor Done(float[] values, Shape shape, DType? dtype) => Tensor.From(values, shape).Cast(dtype ?? DType.Float32);
}
