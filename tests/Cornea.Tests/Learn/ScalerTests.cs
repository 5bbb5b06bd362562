using Cornea.Learn;
using Xunit;

namespace Cornea.Tests.Learn;

public class ScalerTests
{
    private static readonly Tensor Table = Tensor.From(new[,] { { -1.0, 2, 7 }, { -0.5, 6, 7 }, { 0, 10, 7 }, { 1, 18, 7 } });

    // Values of scikit-learn's own documentation; the constant column becomes the lower end.
    [Fact]
    public void Columns_to_a_range()
    {
        var scaler = new MinMaxScaler().Fit(Table);
        Assert.Equal([-1, 2, 7], scaler.DataMin);
        Assert.Equal([1, 18, 7], scaler.DataMax);
        Tensor scaled = scaler.Transform(Table);
        Assert.Equal(new[,] { { 0, 0, 0 }, { 0.25, 0.25, 0 }, { 0.5, 0.5, 0 }, { 1, 1, 0 } }, scaled.ToArray2D<double>());
        Assert.Equal(DType.Float64, scaled.DType);
        Assert.Equal(Table.ToArray<double>(), scaler.InverseTransform(scaled).ToArray<double>());
        Assert.Equal([1.5, 0, 0], scaler.Transform(Tensor.From(new[,] { { 2.0, 2, 7 } })).ToArray<double>());
    }

    [Fact]
    public void Columns_to_a_range_of_ones_own_and_cut()
    {
        var scaler = new MinMaxScaler((-1, 2), clip: true);
        Assert.Equal(new[] { -1, -0.25, 0.5, 2 }, scaler.FitTransform(Tensor.From(new[,] { { -1.0 }, { -0.5 }, { 0 }, { 1 } })).ToArray<double>());
        Assert.Equal([2, -1], scaler.Transform(Tensor.From(new float[,] { { 9 }, { -9 } })).ToArray<double>());
        Assert.Throws<ArgumentException>(() => new MinMaxScaler((1, 1)));
    }

    [Fact]
    public void Columns_to_mean_0_and_deviation_1()
    {
        Tensor table = Tensor.From(new float[,] { { 0, 0.1f }, { 0, 0.1f }, { 1, 0.1f }, { 1, 0.1f } });
        var scaler = new StandardScaler().Fit(table);
        Assert.Equal(0.5, scaler.Mean[0]);
        Assert.Equal(0.25, scaler.Variance[0]);
        Assert.Equal([0.5, 1], scaler.Scale); // A column of equal values keeps its scale.
        Assert.Equal([3, 0], scaler.Transform(Tensor.From(new[,] { { 2, 0.1f } })).ToArray<float>());
        Assert.Equal(table.ToArray<float>(), scaler.InverseTransform(scaler.Transform(table)).ToArray<float>());
        Assert.Equal(DType.Float32, scaler.Transform(table).DType);
        Assert.Equal([2, 0.1f], new StandardScaler(withMean: false, withStd: false).Fit(table).Transform(Tensor.From(new[,] { { 2, 0.1f } })).ToArray<float>());
    }

    [Fact]
    public void NaN_is_left_out_and_stays()
    {
        Tensor column = Tensor.From(new[,] { { 1.0 }, { double.NaN }, { 3 } });
        Assert.Equal([0, double.NaN, 1], new MinMaxScaler().FitTransform(column).ToArray<double>());
        Assert.Equal([-1, double.NaN, 1], new StandardScaler().FitTransform(column).ToArray<double>());
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("call Fit first", Assert.Throws<InvalidOperationException>(() => new StandardScaler().Transform(Table)).Message);
        Assert.Contains("expected 3 columns", Assert.Throws<ShapeException>(() => new StandardScaler().Fit(Table).Transform(Table.Reshape(6, 2))).Message);
        Assert.Contains("Reshape(-1, 1)", Assert.Throws<ShapeException>(() => new MinMaxScaler().Fit(Tensor.From(new[] { 1f }))).Message);
        Tensor infinite = Tensor.From(new[,] { { 1.0, 2 }, { double.PositiveInfinity, 0 } });
        Assert.Contains("row 1, column 0", Assert.Throws<ArgumentException>(() => new MinMaxScaler().Fit(infinite)).Message);
    }
}
