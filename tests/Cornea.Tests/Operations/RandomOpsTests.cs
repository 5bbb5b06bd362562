using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Statistics of many draws, within 4 standard errors; the same seed twice gives the same numbers.</summary>
public class RandomOpsTests
{
    private const int Count = 40_000;

    [Fact]
    public void DrawsHaveTheirMeanAndVariance()
    {
        Statistics(RandomOps.Normal([Count], 2, 3, seed: 1), mean: 2, deviation: 3);
        Statistics(RandomOps.Uniform([Count], -1, 3, seed: 2), mean: 1, deviation: 4 / Math.Sqrt(12));
        Statistics(RandomOps.TruncatedNormal([Count], 1, 2, seed: 3), mean: 1, deviation: 2 * 0.879626);
        Statistics(RandomOps.RandInt([Count], -2, 4, seed: 4), mean: 0.5, deviation: Math.Sqrt(35.0 / 12));
        Statistics(RandomOps.Binomial([Count], 10, 0.3, seed: 5), mean: 3, deviation: Math.Sqrt(2.1));
        Statistics(RandomOps.Binomial([Count / 2, 2], Tensor.From([4f, 8], [2]), 0.5, seed: 5), mean: 3, deviation: Math.Sqrt(2.5)); // ½ (1 + 2) + variance of 2 and 4.
        foreach (double alpha in (ReadOnlySpan<double>)[0.3, 1, 2.5, 30]) Statistics(RandomOps.Gamma([Count], alpha, seed: 8), mean: alpha, deviation: Math.Sqrt(alpha));
        Statistics(RandomOps.Beta([Count], 2, 3, seed: 9), mean: 0.4, deviation: 0.2);
        Statistics(RandomOps.Beta([Count], 0.5, 0.5, seed: 10), mean: 0.5, deviation: Math.Sqrt(0.125));
        Tensor logits = Ops.Log(Tensor.From([0.2f, 0.5f, 0.3f], [1, 3]));
        Statistics(RandomOps.Categorical(logits, Count, seed: 6), mean: 1.1, deviation: 0.7);
        Statistics(RandomOps.Dropout(Ops.Ones([Count]), 0.25, seed: 7), mean: 1, deviation: Math.Sqrt(1.0 / 3));
    }

    [Fact]
    public void TheSeedDecides()
    {
        Assert.Equal(RandomOps.Normal([5], seed: 3).ToArray<float>(), RandomOps.Normal([5], seed: 3).ToArray<float>());
        Assert.NotEqual(RandomOps.Normal([5]).ToArray<float>(), RandomOps.Normal([5]).ToArray<float>());
        int[] shuffled = RandomOps.Shuffle(Ops.Arange(50), seed: 9).ToArray<int>();
        Assert.NotEqual(Enumerable.Range(0, 50), shuffled);
        Assert.Equal(Enumerable.Range(0, 50), shuffled.Order());
    }

    [Fact]
    public void AGeneratorGoesOnAndItsSeedStartsItAnew()
    {
        SeedGenerator first = new(7), second = new(7);
        float[] one = RandomOps.Normal([4], seed: first).ToArray<float>(), two = RandomOps.Normal([4], seed: first).ToArray<float>();
        Assert.NotEqual(one, two);
        Assert.Equal(one, RandomOps.Normal([4], seed: second).ToArray<float>());
        Assert.Equal(two, RandomOps.Normal([4], seed: second).ToArray<float>());
        CompiledFunction draw = Function.Compile(x => x + RandomOps.Uniform([4], seed: first));
        Tensor zeros = Ops.Zeros([4]);
        Assert.NotEqual(draw.Run(zeros).ToArray<float>(), draw.Run(zeros).ToArray<float>());
        Assert.Equal([7L, 4], first.State.Value.ToArray<long>());
        Check.Error<ArgumentException>(() => new SeedGenerator(-1, "noise"), "noise", "-1");
    }

    [Fact]
    public void ElasticTransformsMoveSmoothly()
    {
        Tensor flat = Ops.Full([1, 8, 9, 2], 3), bent = ImageOps.ElasticTransform(flat, seed: 1);
        Check.Values(bent, [1, 8, 9, 2], flat.ToArray<double>());
        Tensor x = RandomOps.Uniform([8, 9, 1], seed: 2);
        Check.Values(ImageOps.ElasticTransform(x, alpha: 0, seed: 1), [8, 9, 1], x.ToArray<double>());
    }

    [Fact]
    public void ErrorsSayWhatDoesntFit()
    {
        Check.Error<ArgumentException>(() => RandomOps.RandInt([2], 3, 3), "RandInt", "maxVal");
        Check.Error<ArgumentException>(() => RandomOps.Dropout(Ops.Ones([2]), 1), "Dropout", "rate");
        Check.Error<ShapeException>(() => RandomOps.Categorical(Ops.Ones([2]), 1), "Categorical", "(2,)");
    }

    private static void Statistics(Tensor draw, double mean, double deviation)
    {
        double[] values = draw.ToArray<double>();
        double actual = values.Average(), variance = values.Average(value => Math.Pow(value - actual, 2));
        Assert.InRange(actual, mean - (4 * deviation / Math.Sqrt(values.Length)), mean + (4 * deviation / Math.Sqrt(values.Length)));
        Assert.InRange(Math.Sqrt(variance), deviation * 0.98, deviation * 1.02);
    }
}
