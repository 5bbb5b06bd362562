using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>Batch renormalisation against the paper's algorithm (Ioffe 2017), step by step in double precision.</summary>
public class BatchRenormalizationTests
{
    private const double Momentum = 0.9, RenormMomentum = 0.8, Epsilon = 1e-3;

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(1.1, 0.9, 0.05)]
    public void TrainingCorrectsTowardsTheMovingStatistics(double? rmax, double? rmin, double? dmax)
    {
        var layer = new BatchNormalization(
            momentum: Momentum, epsilon: Epsilon, movingVarianceInitializer: "ones", renorm: true,
            renormClipping: new RenormClipping(rmax, rmin, dmax), renormMomentum: RenormMomentum);
        float[] x = [1, 2, 4, 7];
        double mean = 3.5, variance = 5.25, deviation = Math.Sqrt(variance + Epsilon);
        double r = Math.Clamp(deviation / 1, rmin ?? double.MinValue, rmax ?? double.MaxValue);
        double d = Math.Clamp(mean / 1, -(dmax ?? double.MaxValue), dmax ?? double.MaxValue);
        Tensor y = layer.Call(Tensor.From(x, [4, 1]), training: true);
        float[] expected = [.. x.Select(value => (float)(((value - mean) / deviation * r) + d))];
        Assert.Equal(expected, y.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-5);
        double moving = (1 * Momentum) + (deviation * (1 - Momentum));
        double[] weights =
        [
            1, 0, mean * (1 - Momentum), (moving * moving) - Epsilon, moving, mean * (1 - RenormMomentum),
            (1 * RenormMomentum) + (deviation * (1 - RenormMomentum)),
        ];
        Assert.Equal(weights, layer.Weights.Select(weight => (double)weight.Value.ToArray<float>()[0]), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(["gamma", "beta", "moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev"], layer.Weights.Select(weight => weight.Name));
    }

    [Fact]
    public void TheCorrectionsAreConstantsToTheGradient()
    {
        var layer = new BatchNormalization(epsilon: Epsilon, renorm: true);
        var x = new Variable(Tensor.From(new float[] { 1, 2, 4, 7 }, [4, 1]));
        Tensor factor = Tensor.From(new float[] { 1, -1, 2, 0.5f }, [4, 1]);
        Tensor renormed = Gradients.Of(Ops.Sum(layer.Call(x.Value, training: true) * factor), [x])[0]!;
        Tensor plain = Gradients.Of(Ops.Sum(new BatchNormalization(epsilon: Epsilon).Call(x.Value, training: true) * factor), [x])[0]!;
        float r = (float)Math.Sqrt(5.25 + Epsilon); // Over the moving deviation of 1.
        Assert.Equal(plain.ToArray<float>().Select(value => value * r), renormed.ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void LimitsThatContradictAreRefused()
    {
        Assert.Contains("Rmax", Assert.Throws<ArgumentException>(() => new BatchNormalization(renorm: true, renormClipping: new RenormClipping(Rmax: 0, Rmin: 1))).Message, StringComparison.Ordinal);
        Assert.Contains("Dmax", Assert.Throws<ArgumentException>(() => new BatchNormalization(renorm: true, renormClipping: new RenormClipping(Dmax: -1))).Message, StringComparison.Ordinal);
    }
}
