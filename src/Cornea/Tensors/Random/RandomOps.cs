using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

/// <summary>What keras.random offers: numbers that are a function of the seed and their position. The same seed gives the same numbers.</summary>
public static class RandomOps
{
    private const int GammaCandidates = 8;

    /// <summary>Normally distributed numbers.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="stddev">The standard deviation.</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed, or a generator of seeds; null draws one.</param>
    public static Tensor Normal(Shape shape, double mean = 0, double stddev = 1, DType? dtype = null, Seed? seed = null) =>
        ((Draw(Distribution.Normal, shape, seed) * stddev) + mean).Cast(dtype ?? DType.Float32);

    /// <summary>Normally distributed numbers within two standard deviations of the mean.</summary>
    /// <inheritdoc cref="Normal" path="/param"/>
    public static Tensor TruncatedNormal(Shape shape, double mean = 0, double stddev = 1, DType? dtype = null, Seed? seed = null)
    {
        // The quantile function of an even draw between the normal distribution's shares at ∓2.
        double low = 0.022750131948179195;
        Tensor share = Uniform(shape, low, 1 - low, seed: seed);
        Tensor value = Ops.ErfInv((share * 2) - 1) * Math.Sqrt(2);
        return ((Ops.Clip(value, -2, 2) * stddev) + mean).Cast(dtype ?? DType.Float32);
    }

    /// <summary>Numbers spread evenly from a lowest to below a highest one.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="minVal">The lowest.</param>
    /// <param name="maxVal">Above all.</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed, or a generator of seeds; null draws one.</param>
    public static Tensor Uniform(Shape shape, double minVal = 0, double maxVal = 1, DType? dtype = null, Seed? seed = null) =>
        ((Draw(Distribution.Uniform, shape, seed) * (maxVal - minVal)) + minVal).Cast(dtype ?? DType.Float32);

    /// <summary>Integers from a lowest to below a highest one, each as likely as the other.</summary>
    /// <inheritdoc cref="Uniform" path="/param"/>
    public static Tensor RandInt(Shape shape, int minVal, int maxVal, DType? dtype = null, Seed? seed = null)
    {
        if (maxVal <= minVal) throw new ArgumentException($"RandInt: expected maxVal above minVal, got {minVal} and {maxVal}.");
        Tensor value = Ops.Floor(Draw(Distribution.Uniform, shape, seed) * ((double)maxVal - minVal)).Cast(DType.Int32);
        return Ops.Minimum(value + minVal, maxVal - 1).Cast(dtype ?? DType.Int32);
    }

    /// <summary>How many of so many draws come out, each with a probability.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="counts">How many draws: broadcasts to the shape, at most a few thousand. Its largest number is computed.</param>
    /// <param name="probabilities">Of each draw; broadcasts to the shape.</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed, or a generator of seeds; null draws one.</param>
    public static Tensor Binomial(Shape shape, Tensor counts, Tensor probabilities, DType? dtype = null, Seed? seed = null)
    {
        int most = Ops.Max(counts).Cast(DType.Int32).ToScalar<int>();
        Tensor hits = Draw(Distribution.Uniform, [most, .. shape], seed) < probabilities.Cast(DType.Float32);
        Tensor counted = Ops.Arange(most).Reshape([most, .. Enumerable.Repeat(1, shape.Rank)]) < counts;
        return Ops.Sum(Ops.LogicalAnd(hits, counted).Cast(DType.Float32), axis: 0).Cast(dtype ?? DType.Float32);
    }

    /// <summary>Numbers of the gamma distribution of a shape parameter and scale 1.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="alpha">The shape parameter, above 0; broadcasts to the shape. It is also the mean and the variance.</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed, or a generator of seeds; null draws one.</param>
    public static Tensor Gamma(Shape shape, Tensor alpha, DType? dtype = null, Seed? seed = null) =>
        DrawGamma(shape, alpha.Cast(DType.Float32), Seed.Key(seed)).Cast(dtype ?? DType.Float32);

    /// <summary>Numbers of the beta distribution, from 0 to 1.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="alpha">The first parameter, above 0; broadcasts to the shape.</param>
    /// <param name="beta">The second; the mean is alpha / (alpha + beta).</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed, or a generator of seeds; null draws one.</param>
    public static Tensor Beta(Shape shape, Tensor alpha, Tensor beta, DType? dtype = null, Seed? seed = null)
    {
        Tensor key = Seed.Key(seed);
        Tensor first = DrawGamma(shape, alpha.Cast(DType.Float32), key), second = DrawGamma(shape, beta.Cast(DType.Float32), Apart(key, 3));
        return (first / (first + second)).Cast(dtype ?? DType.Float32);
    }

    /// <summary>Classes drawn from rows of logits.</summary>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="numSamples">How many for each row.</param>
    /// <param name="dtype">int32 without it.</param>
    /// <param name="seed">The seed, or a generator of seeds; null draws one.</param>
    /// <returns>[batch, numSamples].</returns>
    public static Tensor Categorical(Tensor logits, int numSamples, DType? dtype = null, Seed? seed = null)
    {
        if (logits.Rank != 2) throw new ShapeException($"Categorical: expected logits [batch, classes], got {logits.Shape}.");
        // Gumbel 1954: the largest of logits with −log(−log u) added is distributed as their softmax.
        Tensor even = Uniform([logits.Shape[0], numSamples, logits.Shape[1]], 1e-7, 1, seed: seed);
        return Ops.ArgMax(logits.ExpandDims(1) - Ops.Log(-Ops.Log(even)), axis: -1).Cast(dtype ?? DType.Int32);
    }

    /// <summary>The slices along an axis in random order.</summary>
    public static Tensor Shuffle(Tensor x, int axis = 0, Seed? seed = null) =>
        Ops.Take(x, Ops.ArgSort(Draw(Distribution.Uniform, [x.Shape[x.Shape.Axis(axis, "Shuffle")]], seed)), axis);

    /// <summary>x with a share of its values set to 0 and the others scaled up to match.</summary>
    /// <param name="inputs">Any shape.</param>
    /// <param name="rate">The share, from 0 to below 1.</param>
    /// <param name="noiseShape">Of the draw, which is broadcast; x's without it.</param>
    /// <param name="seed">The seed, or a generator of seeds; null draws one.</param>
    public static Tensor Dropout(Tensor inputs, double rate, Shape? noiseShape = null, Seed? seed = null)
    {
        if (rate is not (>= 0 and < 1)) throw new ArgumentException($"Dropout: expected a rate from 0 to below 1, got {rate}.");
        Tensor isKept = Draw(Distribution.Uniform, noiseShape ?? inputs.Shape, seed) >= rate;
        return Ops.Where(isKept, inputs * (1 / (1 - rate)), 0);
    }

    private static Tensor Draw(Distribution distribution, Shape shape, Seed? seed) => Draw(distribution, shape, Seed.Key(seed));

    private static Tensor Draw(Distribution distribution, Shape shape, Tensor key) => Node.Emit(new Graphs.Operations.Random(distribution, shape), key)[0];

    // Numbers of another stream than the key's own: the second half of the key counts draws, far below this.
    private static Tensor Apart(Tensor key, int stream) => key + Tensor.From([0L, (long)stream << 40], [2]);

    // Marsaglia & Tsang 2000: the first of some candidates that is accepted. Each is with at least 0.95, so none is once in 10¹⁰ draws; the last stands then.
    private static Tensor DrawGamma(Shape shape, Tensor alpha, Tensor key)
    {
        Tensor isSmall = alpha < 1, d = Ops.Where(isSmall, alpha + 1, alpha) - (1.0 / 3), c = Ops.Rsqrt(d * 9);
        Tensor normal = Draw(Distribution.Normal, [GammaCandidates, .. shape], key), even = Draw(Distribution.Uniform, [GammaCandidates, .. shape], Apart(key, 1));
        Tensor root = 1 + (normal * c), cube = Ops.Square(root) * root;
        Tensor isGood = Ops.LogicalAnd(root > 0, Ops.Log(even) < (Ops.Square(normal) * 0.5) + (d * (1 - cube + Ops.Log(Ops.Where(cube > 0, cube, 1)))));
        Tensor value = Ops.Slice(cube, 0, GammaCandidates - 1, 1);
        for (int candidate = GammaCandidates - 2; candidate >= 0; candidate--)
            value = Ops.Where(Ops.Slice(isGood, 0, candidate, 1), Ops.Slice(cube, 0, candidate, 1), value);
        Tensor gamma = d * Ops.Maximum(value.Squeeze(0), 0);
        // Below 1 the shape is raised by one, and the number lowered by a power of an even one.
        Tensor power = Ops.Power(Draw(Distribution.Uniform, shape, Apart(key, 2)), 1 / Ops.Where(isSmall, alpha, 1));
        return Ops.Where(isSmall, gamma * power, gamma);
    }
}
