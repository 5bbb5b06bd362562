using Cornea.Layers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>What random layers draw while training: mean, variance and rate over many draws, within four standard errors; seeds; streams.</summary>
[Collection(nameof(Alone))] // RandomSeed is the process's: other tests would draw from it in between.
public class RandomLayerTests
{
    private const int Samples = 4000, Places = 5;

    /// <summary>A layer, its input, and the mean and variance of each number it gives for that. Independent draws are taken from the result.</summary>
    private sealed record Drawn(Func<int?, Layer> Make, double Mean, double Variance, double? Rate = null, Func<Tensor>? Input = null, Func<Tensor, Tensor>? Independent = null)
    {
        public Tensor Call(Layer layer) => layer.Call(Input?.Invoke() ?? Ops.Ones([Samples, Places]), training: true);
    }

    private static readonly Dictionary<string, Drawn> Cases = new()
    {
        ["Dropout"] = new(seed => new Dropout(0.3, seed: seed), 1, 0.3 / 0.7, 0.3),
        ["Dropout noise shape"] = new(seed => new Dropout(0.3, noiseShape: new Shape(-1, 1), seed: seed), 1, 0.3 / 0.7, 0.3, Independent: y => Ops.Slice(y, 1, 0, 1)),
        ["SpatialDropout1D"] = new(seed => new SpatialDropout1D(0.4, seed: seed), 1, 0.4 / 0.6, 0.4, () => Ops.Ones([Samples, 3, Places]), OnePlace),
        ["SpatialDropout2D"] = new(seed => new SpatialDropout2D(0.4, seed: seed), 1, 0.4 / 0.6, 0.4, () => Ops.Ones([Samples, 2, 3, Places]), OnePlace),
        ["SpatialDropout3D"] = new(seed => new SpatialDropout3D(0.4, seed: seed), 1, 0.4 / 0.6, 0.4, () => Ops.Ones([Samples, 2, 2, 2, Places]), OnePlace),
        ["GaussianDropout"] = new(seed => new GaussianDropout(0.3, seed), 1, 0.3 / 0.7),
        ["GaussianNoise"] = new(seed => new GaussianNoise(0.7, seed), 1, 0.49),
        ["AlphaDropout"] = new(seed => new AlphaDropout(0.3, seed: seed), 0, 1, Input: () => RandomOps.Normal([Samples, Places], seed: 17)), // It keeps mean and variance.
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draws_have_their_mean_variance_and_rate(string name)
    {
        Drawn drawn = Cases[name];
        Tensor y = drawn.Call(drawn.Make(7));
        Check((drawn.Independent?.Invoke(y) ?? y).ToArray<double>(), drawn.Mean, drawn.Variance, drawn.Rate);
    }

    [Fact]
    public void Attention_drops_scores()
    {
        // Equal scores, and the unit matrix as values: the output is the scores themselves.
        Tensor values = Ops.Eye(Places).ExpandDims(0).BroadcastTo([Samples, Places, Places]), queries = Ops.Zeros([Samples, 1, Places]);
        foreach (Layer layer in new Layer[] { new Attention(dropout: 0.3, seed: 7), new AdditiveAttention(useScale: false, dropout: 0.3, seed: 7) })
        {
            Tensor y = layer.Call([queries, values, Ops.Zeros([Samples, Places, Places])], training: true)[0];
            Check(y.ToArray<double>(), 1.0 / Places, 0.3 / 0.7 / (Places * Places), 0.3);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_draws_the_same_and_each_call_anew(string name)
    {
        Drawn drawn = Cases[name];
        Layer first = drawn.Make(3), second = drawn.Make(3), other = drawn.Make(4);
        float[] draw = drawn.Call(first).ToArray<float>();
        Assert.Equal(draw, drawn.Call(second).ToArray<float>());
        Assert.NotEqual(draw, drawn.Call(first).ToArray<float>());
        Assert.NotEqual(draw, drawn.Call(other).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_without_a_seed_share_no_stream_and_repeat_with_the_process_seed(string name)
    {
        Drawn drawn = Cases[name];
        RandomSeed.Set(11);
        float[] first = drawn.Call(drawn.Make(null)).ToArray<float>(), second = drawn.Call(drawn.Make(null)).ToArray<float>();
        RandomSeed.Set(11);
        Assert.Equal(first, drawn.Call(drawn.Make(null)).ToArray<float>());
        Assert.NotEqual(first, second);

        // No relation at all, not only no equality: the correlation of two streams of n numbers has a standard error of 1 / √n.
        double correlation = Correlation(first, second);
        if (drawn.Input is null && drawn.Independent is null) Assert.InRange(correlation, -4 / Math.Sqrt(first.Length), 4 / Math.Sqrt(first.Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inference_changes_nothing(string name)
    {
        Drawn drawn = Cases[name];
        Tensor x = drawn.Input?.Invoke() ?? Ops.Ones([Samples, Places]);
        Assert.Equal(x.ToArray<float>(), drawn.Make(1).Call(x).ToArray<float>());
    }

    // A spatial dropout draws once for all places of a channel.
    private static Tensor OnePlace(Tensor y) => Ops.Slice(y.Reshape([Samples, -1, Places]), 1, 1, 1);

    private static void Check(double[] values, double mean, double variance, double? rate)
    {
        int count = values.Length;
        Assert.InRange(values.Average(), mean - (4 * Math.Sqrt(variance / count)), mean + (4 * Math.Sqrt(variance / count)));

        // The mean of squared deviations has the variance (fourth moment − variance²) / n.
        double fourth = values.Average(value => Math.Pow(value - mean, 4)), squared = values.Average(value => Math.Pow(value - mean, 2));
        double error = Math.Sqrt(Math.Max(fourth - (variance * variance), 1e-12) / count);
        Assert.InRange(squared, variance - (4 * error) - 1e-6, variance + (4 * error) + 1e-6);
        if (rate is { } dropped)
            Assert.InRange(values.Count(value => value == 0) / (double)count, dropped - (4 * Math.Sqrt(dropped * (1 - dropped) / count)), dropped + (4 * Math.Sqrt(dropped * (1 - dropped) / count)));
    }

    private static double Correlation(float[] a, float[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double together = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return together / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
