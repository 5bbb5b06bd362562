using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Layers.Augmentation;

/// <summary>Statistics of many draws: each within four standard errors of what the layer's documentation says.</summary>
public class DrawTests
{
    private const int Count = 4000;
    private const double Errors = 4;

    private static readonly Shape Images = new(Count, 10, 20, 3);

    // The layer, the name in its draw, and what the numbers there spread evenly over.
    private static readonly Dictionary<string, (Func<RandomImageLayer> Make, string Name, double Low, double High)> Even = new()
    {
        ["brightness"] = (() => new RandomBrightness(0.3), "rgb_delta", -0.3 * 255, 0.3 * 255),
        ["brightness, a pair"] = (() => new RandomBrightness((0.5, -0.1), (0, 1)), "rgb_delta", -0.1, 0.5),
        ["colour degeneration"] = (() => new RandomColorDegeneration((0.2, 0.8)), "factor", 0.2, 0.8),
        ["contrast"] = (() => new RandomContrast((0.3, 0.6)), "contrast_factor", 0.7, 1.6),
        ["contrast, a number"] = (() => new RandomContrast(0.4), "contrast_factor", 1, 1.4),
        ["rotation"] = (() => new RandomRotation(0.1), "angle", -36, 36),
        ["sharpness"] = (() => new RandomSharpness(0.6), "factor", 0, 0.6),
        ["solarization, addition"] = (() => new Solarization(0.2, (0.5, 1)), "additions", 0, 51),
        ["solarization, threshold"] = (() => new Solarization(0.2, (0.5, 1)), "thresholds", 0.5, 255),
        ["zoom, height"] = (() => new RandomZoom(0.3, (0.1, 0.2)), "height_zoom", 0.7, 1.3),
        ["zoom, width"] = (() => new RandomZoom(0.3, (0.1, 0.2)), "width_zoom", 1.1, 1.2),
        ["perspective"] = (() => new RandomPerspective(1.0, 0.4), "end_points", 19 * 0.8, 19 * 1.2),
    };

    // The layer, the name of a draw of true and false, and how often it's true.
    private static readonly Dictionary<string, (Func<RandomImageLayer> Make, string Name, double Rate)> Rates = new()
    {
        ["flip"] = (() => new RandomFlip(), "flips", 0.5),
        ["grayscale"] = (() => new RandomGrayscale(0.3), "", 0.3),
        ["invert"] = (() => new RandomInvert(), "apply_inversion", 0.5), // The chance itself is drawn from 0 to 1.
        ["invert, a pair"] = (() => new RandomInvert((0.8, 1)), "apply_inversion", 0.9),
        ["erasing"] = (() => new RandomErasing(0.4), "apply_erasing", 0.2),
        ["blur"] = (() => new RandomGaussianBlur((0.1, 0.3)), "should_apply_blur", 0.2),
        ["perspective"] = (() => new RandomPerspective((1, 1)), "apply_perspective", 1),
        ["elastic"] = (() => new RandomElasticTransform((0.6, 0.6)), "apply_transform", 0.6),
    };

    public static TheoryData<string> EvenNames => [.. Even.Keys];

    public static TheoryData<string> RateNames => [.. Rates.Keys];

    [Theory]
    [MemberData(nameof(EvenNames))]
    public void Numbers_spread_evenly(string name)
    {
        (Func<RandomImageLayer> make, string draw, double low, double high) = Even[name];
        Tensor drawn = Drawn(make(), draw);
        if (drawn.Rank == 3) drawn = Ops.Slice(Ops.Slice(drawn, 1, 1, 1), 2, 0, 1); // The upper right corner's x.
        ExpectEven(low, high, Numbers(drawn));
    }

    [Theory]
    [MemberData(nameof(RateNames))]
    public void Chances_are_kept(string name)
    {
        (Func<RandomImageLayer> make, string draw, double rate) = Rates[name];
        ExpectMean(rate, rate * (1 - rate), Numbers(Drawn(make(), draw).Cast(DType.Float32)));
    }

    [Fact]
    public void Translations_are_shares_of_both_sides()
    {
        Tensor moves = Drawn(new RandomTranslation((-0.2, 0.4), 0.1), "translations");
        ExpectEven(-2, 2, Numbers(Ops.Slice(moves, 1, 0, 1)));
        ExpectEven(-2, 4, Numbers(Ops.Slice(moves, 1, 1, 1)));
    }

    [Fact]
    public void Half_of_the_images_slant_the_other_way()
    {
        double[] x = Numbers(Ops.Slice(Drawn(new RandomShear((0.1, 0.3), 0.2), "shear_factor"), 1, 0, 1));
        ExpectMean(0.5, 0.25, [.. x.Select(value => value > 0 ? 1.0 : 0)]);
        ExpectEven(0.1, 0.3, [.. x.Select(Math.Abs)]);
    }

    [Fact]
    public void Hues_turn_both_ways()
    {
        double[] turns = Numbers(Drawn(new RandomHue((0.2, 0.6)), "factor"));
        ExpectMean(0.5, 0.25, [.. turns.Select(value => value > 0 ? 1.0 : 0)]);
        ExpectEven(0.1, 0.3, [.. turns.Select(Math.Abs)]);
    }

    [Fact]
    public void Saturation_is_multiplied_by_the_odds()
    {
        double[] times = Numbers(Drawn(new RandomSaturation((0.2, 0.7)), "factor"));
        ExpectEven(0.2, 0.7, [.. times.Select(value => value / (1 + value))]);
    }

    [Fact]
    public void Each_number_of_bits_is_as_likely()
    {
        double[] shifts = Numbers(Drawn(new RandomPosterization((3, 7)), "shift_factor").Cast(DType.Float32));
        foreach (int shift in new[] { 2, 3, 4, 5 }) ExpectMean(0.25, 0.25 * 0.75, [.. shifts.Select(value => value == shift ? 1.0 : 0)]);
        Assert.Equal([5], Numbers(Drawn(new RandomPosterization((3, 3)), "shift_factor").Cast(DType.Float32)).Distinct());
    }

    [Fact]
    public void Rectangles_have_the_wanted_size_and_any_place()
    {
        Tensor masks = Drawn(new RandomErasing((1, 1), (0.25, 0.25)), "batch_masks").Cast(DType.Float32); // Half of each side.
        double[] covered = Numbers(Ops.Mean(masks, (1, 2, 3)));
        Assert.Equal(0.25, covered.Average(), 0.01);
        double[] left = Numbers(Ops.ArgMax(Ops.Max(masks, (1, 3)), 1).Cast(DType.Float32)); // The first column: a start from 0 to 10, rounded up.
        ExpectMean(5.5, 99.0 / 12, left);
    }

    [Fact]
    public void Noise_covers_with_the_whole_range()
    {
        double[] noise = Numbers(new RandomErasing(valueRange: (0, 1)).Draw([8, 10, 20, 3], Stream())["fill_value"]);
        ExpectMean(0.5, 0.25, [.. noise.Select(value => value > 0 ? 1.0 : 0)]); // Of a normal distribution, clipped.
        Assert.InRange(noise.Max(), 1, 1);
        Assert.Equal([0.5], Numbers(new RandomErasing(fillValue: 0.5).Draw([8, 10, 20, 3], Stream())["fill_value"]).Distinct());
    }

    [Fact]
    public void Crops_are_anywhere()
    {
        var layer = new RandomCrop(4, 15);
        double[] tops = [.. Enumerable.Range(0, 1000).Select(_ => (double)layer.Draw([1, 10, 20, 3], layer.Random)["0"].ToScalar<int>())];
        ExpectMean(3, (49 - 1) / 12.0, tops);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], tops.Distinct().Order());
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(4.0)]
    public void Shares_are_of_the_beta_distribution(double alpha)
    {
        double[] shares = Numbers(Drawn(new MixUp(alpha), "mix_weight"));
        double variance = 1 / (4 * ((2 * alpha) + 1));
        ExpectMean(0.5, variance, shares);
        double fourth = 3 * variance * variance * ((2 * alpha) + 1) / ((2 * alpha) + 3); // The fourth central moment.
        ExpectMean(variance, fourth - (variance * variance), [.. shares.Select(share => (share - 0.5) * (share - 0.5))]);
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
    }

    [Fact]
    public void Cut_areas_are_what_labels_are_mixed_by()
    {
        Transformation draw = new CutMix((1, 1)).Draw(Images, Stream());
        double[] kept = Numbers(draw["mix_weight"]), masks = Numbers(Ops.Mean(draw["batch_masks"].Cast(DType.Float32), (1, 2, 3)));
        ExpectEven(0, 1, kept); // Beta(1, 1).
        Assert.Equal(1 - kept.Average(), masks.Average(), 0.03); // Masks are of whole pixels.
        Assert.Equal(Enumerable.Range(0, Count), draw["permutation_order"].ToArray<int>().Order());
        ExpectMean(1, 1, [draw["permutation_order"].ToArray<int>().Where((to, from) => to == from).Count()]); // Fixed points of a permutation.
    }

    [Fact]
    public void Gamma_numbers_have_their_mean_and_variance()
    {
        // Of four shares of a Dirichlet distribution each has the mean 1/4 and the variance 3 / (16 · (4 α + 1)).
        Tensor shares = Stream().Dirichlet([Count, 4], Tensor.Number(0.7, DType.Float32));
        ExpectMean(0.25, 3 / (16 * 3.8), Numbers(Ops.Slice(shares, 1, 2, 1)));
        Assert.All(Numbers(Ops.Sum(shares, 1)), sum => Assert.Equal(1, sum, 1e-5));
    }

    [Fact]
    public void Each_augmentation_is_as_likely()
    {
        var layer = new RandAugment(numOps: 1);
        double[] chosen = [.. Enumerable.Range(0, 1100).Select(_ => (double)layer.Draw([1, 4, 4, 3], layer.Random)["layer_idxes"].ToArray<int>()[0])];
        for (int index = 0; index < 11; index++) ExpectMean(1 / 11.0, 10 / 121.0, [.. chosen.Select(value => value == index ? 1.0 : 0)]);
    }

    [Fact]
    public void Chains_may_have_gaps()
    {
        var layer = new AugMix(numChains: 1, chainDepth: 1, allOps: false);
        double[] chosen = [.. Enumerable.Range(0, 800).Select(
            _ => (double)layer.Draw([1, 4, 4, 3], layer.Random).Inner["chain_transforms"]!.Inner["0"]!.Inner["0"]!["layer_index"].ToScalar<int>())];
        for (int index = 0; index <= 7; index++) ExpectMean(1 / 8.0, 7 / 64.0, [.. chosen.Select(value => value == index ? 1.0 : 0)]); // 7 stands for none.
    }

    [Fact]
    public void Jitter_draws_each_part_by_itself()
    {
        var layer = new RandomColorJitter((0, 1), brightnessFactor: (0.1, 0.3), seed: 4);
        double[] brighter = Numbers(layer.Call(Ops.Full([Count, 1, 1, 3], 0.2), training: true).Max((1, 2, 3)) - 0.2);
        ExpectEven(0.1, 0.3, brighter);
    }

    private static RandomStream Stream() => new RandomFlip(seed: 11).Random;

    private static Tensor Drawn(RandomImageLayer layer, string name) => layer.Draw(Images, Stream())![name];

    private static double[] Numbers(Tensor x) => x.Cast(DType.Float32).ToArray<double>();

    private static void ExpectEven(double low, double high, double[] values)
    {
        double variance = (high - low) * (high - low) / 12, middle = (low + high) / 2;
        ExpectMean(middle, variance, values);
        ExpectMean(variance, variance * variance * 0.8, [.. values.Select(value => (value - middle) * (value - middle))]); // Kurtosis 9/5.
        Assert.All(values, value => Assert.InRange(value, low - 1e-3, high + 1e-3));
    }

    private static void ExpectMean(double mean, double variance, double[] values)
    {
        double error = Math.Sqrt(variance / values.Length);
        Assert.InRange(values.Average(), mean - (Errors * error) - 1e-6, mean + (Errors * error) + 1e-6);
    }
}
