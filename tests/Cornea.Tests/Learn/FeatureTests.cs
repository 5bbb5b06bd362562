using Cornea.Learn;
using Xunit;

namespace Cornea.Tests.Learn;

/// <summary>Values of scikit-learn's own documentation.</summary>
public class FeatureTests
{
    [Fact]
    public void Robust_scaling()
    {
        Tensor x = Tensor.From(new double[,] { { 1, -2, 2 }, { -2, 1, 3 }, { 4, 1, -2 } });
        var scaler = new RobustScaler().Fit(x);
        Assert.Equal(new[,] { { 0, -2, 0 }, { -1, 0, 0.4 }, { 1, 0, -1.6 } }, scaler.Transform(x).ToArray2D<double>());
        Assert.Equal(x.ToArray<double>(), scaler.InverseTransform(scaler.Transform(x)).ToArray<double>());
        Assert.Equal([1, 1, 2], scaler.Center);

        // The quartiles of a normal distribution lie 1.3489795 deviations apart.
        Assert.Equal(3 / 1.3489795003921634, new RobustScaler(unitVariance: true).Fit(x).Scale[0], 1e-14);
        Assert.Equal([1, -2, 2], new RobustScaler(withCentering: false, withScaling: false).Fit(x).Transform(x[..1]).ToArray<double>());
        Assert.Contains("quantileRange", Assert.Throws<ArgumentException>(() => new RobustScaler(quantileRange: (75, 25))).Message);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400545)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-20, -9.262340089798408)]
    public void Quantiles_of_the_normal_distribution(double part, double expected) => Assert.Equal(expected, NormalDistribution.Quantile(part), 1e-13);

    [Fact]
    public void Scaling_by_the_largest()
    {
        Tensor x = Tensor.From(new double[,] { { 1, -1, 2 }, { 2, 0, 0 }, { 0, 1, -1 } });
        var scaler = new MaxAbsScaler(clip: true).Fit(x);
        Assert.Equal(new[,] { { 0.5, -1, 1 }, { 1, 0, 0 }, { 0, 1, -0.5 } }, scaler.Transform(x).ToArray2D<double>());
        Assert.Equal([1, -1, 0], scaler.Transform(Tensor.From(new double[,] { { 9, -9, 0 } })).ToArray<double>());
    }

    [Fact]
    public void Rows_of_length_1()
    {
        Tensor x = Tensor.From(new double[,] { { 4, 1, 2, 2 }, { 1, 3, 9, 3 }, { 0, 0, 0, 0 } });
        Assert.Equal(new[,] { { 0.8, 0.2, 0.4, 0.4 }, { 0.1, 0.3, 0.9, 0.3 }, { 0, 0, 0, 0 } }, new Normalizer().Transform(x).ToArray2D<double>());
        Assert.Equal([1, 0.25, 0.5, 0.5], new Normalizer("max").Transform(x[..1]).ToArray<double>());
        Assert.Equal([4.0 / 9, 1.0 / 9, 2.0 / 9, 2.0 / 9], new Normalizer("l1").Transform(x[..1]).ToArray<double>());
        Assert.Contains("l1, l2, max", Assert.Throws<ArgumentException>(() => new Normalizer("l3")).Message);
    }

    [Fact]
    public void Products_of_columns()
    {
        Tensor x = Tensor.From(new float[,] { { 0, 1 }, { 2, 3 }, { 4, 5 } });
        var features = new PolynomialFeatures(2).Fit(x);
        Tensor products = features.Transform(x);
        Assert.Equal(new float[,] { { 1, 0, 1, 0, 0, 1 }, { 1, 2, 3, 4, 6, 9 }, { 1, 4, 5, 16, 20, 25 } }, products.ToArray2D<float>());
        Assert.Equal(DType.Float32, products.DType);
        Assert.Equal(["1", "x0", "x1", "x0^2", "x0 x1", "x1^2"], features.GetFeatureNames());
        Assert.Equal([1, 1], features.Powers[4]);
        Assert.Equal(new float[,] { { 1, 0, 1, 0 }, { 1, 2, 3, 6 }, { 1, 4, 5, 20 } }, new PolynomialFeatures(2, interactionOnly: true).FitTransform(x).ToArray2D<float>());
        Assert.Equal(["a^2", "a b", "b^2"], new PolynomialFeatures((2, 2), includeBias: false).Fit(x).GetFeatureNames(["a", "b"]));
        Assert.Contains("call Fit first", Assert.Throws<InvalidOperationException>(() => new PolynomialFeatures().Transform(x)).Message);
        Assert.Contains("2 columns", Assert.Throws<ShapeException>(() => features.Transform(x.Transpose())).Message);
    }
}
