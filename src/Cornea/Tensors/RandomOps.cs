using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

/// <summary>What keras.random offers: numbers that are a function of the seed and their position. The same seed gives the same numbers.</summary>
public static class RandomOps
{
    /// <summary>Normally distributed numbers.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="stdDev">The standard deviation.</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed; null draws one.</param>
    public static Tensor Normal(Shape shape, double mean = 0, double stdDev = 1, DType? dtype = null, int? seed = null) =>
        ((Draw(Distribution.Normal, shape, seed) * stdDev) + mean).Cast(dtype ?? DType.Float32);

    /// <summary>Normally distributed numbers within two standard deviations of the mean.</summary>
    /// <inheritdoc cref="Normal" path="/param"/>
    public static Tensor TruncatedNormal(Shape shape, double mean = 0, double stdDev = 1, DType? dtype = null, int? seed = null)
    {
        // The quantile function of an even draw between the normal distribution's shares at ∓2.
        double low = 0.022750131948179195;
        Tensor share = Uniform(shape, low, 1 - low, seed: seed);
        Tensor value = Ops.ErfInv((share * 2) - 1) * Math.Sqrt(2);
        return ((Ops.Clip(value, -2, 2) * stdDev) + mean).Cast(dtype ?? DType.Float32);
    }

    /// <summary>Numbers spread evenly from a lowest to below a highest one.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="minValue">The lowest.</param>
    /// <param name="maxValue">Above all.</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed; null draws one.</param>
    public static Tensor Uniform(Shape shape, double minValue = 0, double maxValue = 1, DType? dtype = null, int? seed = null) =>
        ((Draw(Distribution.Uniform, shape, seed) * (maxValue - minValue)) + minValue).Cast(dtype ?? DType.Float32);

    /// <summary>Integers from a lowest to below a highest one, each as likely as the other.</summary>
    /// <inheritdoc cref="Uniform" path="/param"/>
    public static Tensor RandInt(Shape shape, int minValue, int maxValue, DType? dtype = null, int? seed = null)
    {
        if (maxValue <= minValue) throw new ArgumentException($"RandInt: expected maxValue above minValue, got {minValue} and {maxValue}.");
        Tensor value = Ops.Floor(Draw(Distribution.Uniform, shape, seed) * ((double)maxValue - minValue)).Cast(DType.Int32);
        return Ops.Minimum(value + minValue, maxValue - 1).Cast(dtype ?? DType.Int32);
    }

    /// <summary>True, or 1, with a probability for each element: as many draws of n with it give a binomial number.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="counts">How many draws: broadcasts to the shape, at most a few thousand.</param>
    /// <param name="probabilities">Of each draw; broadcasts to the shape.</param>
    /// <param name="dtype">float32 without it.</param>
    /// <param name="seed">The seed; null draws one.</param>
    public static Tensor Binomial(Shape shape, int counts, Tensor probabilities, DType? dtype = null, int? seed = null)
    {
        Tensor hits = Draw(Distribution.Uniform, [counts, .. shape], seed) < probabilities;
        return Ops.Sum(hits.Cast(DType.Float32), axis: 0).Cast(dtype ?? DType.Float32);
    }

    /// <summary>Classes drawn from rows of logits.</summary>
    /// <param name="logits">[batch, classes].</param>
    /// <param name="numSamples">How many for each row.</param>
    /// <param name="dtype">int32 without it.</param>
    /// <param name="seed">The seed; null draws one.</param>
    /// <returns>[batch, numSamples].</returns>
    public static Tensor Categorical(Tensor logits, int numSamples, DType? dtype = null, int? seed = null)
    {
        if (logits.Rank != 2) throw new ShapeException($"Categorical: expected logits [batch, classes], got {logits.Shape}.");
        // Gumbel 1954: the largest of logits with −log(−log u) added is distributed as their softmax.
        Tensor even = Uniform([logits.Shape[0], numSamples, logits.Shape[1]], 1e-7, 1, seed: seed);
        return Ops.ArgMax(logits.ExpandDims(1) - Ops.Log(-Ops.Log(even)), axis: -1).Cast(dtype ?? DType.Int32);
    }

    /// <summary>The slices along an axis in random order.</summary>
    public static Tensor Shuffle(Tensor x, int axis = 0, int? seed = null) =>
        Ops.Take(x, Ops.ArgSort(Draw(Distribution.Uniform, [x.Shape[x.Shape.Axis(axis, "Shuffle")]], seed)), axis);

    /// <summary>x with a share of its values set to 0 and the others scaled up to match.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rate">The share, from 0 to below 1.</param>
    /// <param name="noiseShape">Of the draw, which is broadcast; x's without it.</param>
    /// <param name="seed">The seed; null draws one.</param>
    public static Tensor Dropout(Tensor x, double rate, Shape? noiseShape = null, int? seed = null)
    {
        if (rate is not (>= 0 and < 1)) throw new ArgumentException($"Dropout: expected a rate from 0 to below 1, got {rate}.");
        Tensor isKept = Draw(Distribution.Uniform, noiseShape ?? x.Shape, seed) >= rate;
        return Ops.Where(isKept, x * (1 / (1 - rate)), 0);
    }

    private static Tensor Draw(Distribution distribution, Shape shape, int? seed) =>
        Node.Emit(new Graphs.Operations.Random(distribution, shape), Tensor.From([(long)(seed ?? RandomSeed.Next()), 0L], 2))[0];
}
