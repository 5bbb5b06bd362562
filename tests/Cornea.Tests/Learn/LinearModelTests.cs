using Cornea.Data;
using Cornea.Learn;
using Xunit;

namespace Cornea.Tests.Learn;

public class LinearModelTests
{
    private static readonly Tensor X = Tensor.From(new double[,] { { 1, 1 }, { 1, 2 }, { 2, 2 }, { 2, 3 } });
    private static readonly Tensor Y = Tensor.From(new double[] { 6, 8, 9, 11 }); // x0 + 2·x1 + 3

    [Fact]
    public void Least_squares_find_the_plane()
    {
        var model = new LinearRegression().Fit(X, Y);
        AssertClose([1, 2], model.Coefficients);
        AssertClose([3], model.Intercept);
        AssertClose([16], model.Predict(Tensor.From(new double[,] { { 3, 5 } })));
        Assert.Equal(1, model.Score(X, Y), 1e-14);
    }

    [Fact]
    public void Several_targets_have_a_row_of_coefficients_each()
    {
        Tensor both = Ops.Stack([Y, -Y], axis: 1);
        var model = new LinearRegression().Fit(X, both);
        Assert.Equal([2, 2], model.Coefficients.Shape.ToArray());
        AssertClose([1, 2, -1, -2], model.Coefficients);
        AssertClose([3, -3], model.Intercept);
        Assert.Equal([4, 2], model.Predict(X).Shape.ToArray());
    }

    // Equal columns share their coefficient; with fewer rows than columns there are many fits without error.
    [Fact]
    public void Of_many_best_coefficients_the_shortest()
    {
        Tensor twice = Tensor.From(new double[,] { { 0, 0 }, { 1, 1 }, { 2, 2 } });
        AssertClose([0.5, 0.5], new LinearRegression().Fit(twice, Tensor.From(new double[] { 0, 1, 2 })).Coefficients);
        Tensor wide = Tensor.From(new double[,] { { 1, 2, 2 } });
        AssertClose([1, 2, 2], new LinearRegression(fitIntercept: false).Fit(wide, Tensor.From(new double[] { 9 })).Coefficients);
    }

    [Fact]
    public void Ridge_solves_its_equation()
    {
        // Centred: xᵀx = [[1, 1], [1, 2]], xᵀy = [3, 5]; (xᵀx + I)⁻¹·xᵀy = [4, 7] / 5.
        var model = new Ridge(alpha: 1).Fit(X, Y);
        AssertClose([0.8, 1.4], model.Coefficients);
        AssertClose([8.5 - (1.5 * 0.8) - (2 * 1.4)], model.Intercept);
        AssertClose([1, 2], new Ridge(alpha: 0).Fit(X, Y).Coefficients);
        Assert.Contains("alpha", Assert.Throws<ArgumentException>(() => new Ridge(-1)).Message);
    }

    [Fact]
    public void A_weight_of_two_counts_as_the_row_twice()
    {
        Tensor noisy = Tensor.From(new double[] { 6, 8.5, 9, 10 });
        Tensor weights = Tensor.From(new double[] { 1, 2, 1, 1 });
        int[] rows = [0, 1, 1, 2, 3];
        Tensor x = Rows.Take(X, rows), y = Rows.Take(noisy, rows);
        foreach (Func<LinearModel> make in new Func<LinearModel>[] { () => new LinearRegression(), () => new Ridge(0.7), () => new Lasso(0.1, tol: 1e-14), () => new ElasticNet(0.1, tol: 1e-14) })
        {
            LinearModel weighted = make(), repeated = make();
            weighted.Fit(X, noisy, weights);
            repeated.Fit(x, y);
            AssertClose(repeated.Coefficients.ToArray<double>(), weighted.Coefficients, 1e-9);
            AssertClose(repeated.Intercept.ToArray<double>(), weighted.Intercept, 1e-9);
        }
    }

    // Values of scikit-learn's documentation.
    [Fact]
    public void Lasso_leaves_one_of_equal_columns()
    {
        var model = new Lasso(alpha: 0.1).Fit(Tensor.From(new double[,] { { 0, 0 }, { 1, 1 }, { 2, 2 } }), Tensor.From(new double[] { 0, 1, 2 }));
        AssertClose([0.85, 0], model.Coefficients);
        AssertClose([0.15], model.Intercept);
    }

    // At the optimum the error's slope along a column is l1 · sign(w) + l2 · w, and within ±l1 where w is 0.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_elastic_net_is_at_its_optimum(bool positive)
    {
        var random = new NumPyRandom(3);
        const int Count = 40, Columns = 6;
        double[] values = [.. Enumerable.Range(0, Count * Columns).Select(_ => random.NextNormal())];
        double[] truth = [.. Enumerable.Range(0, Count).Select(row => (3 * values[row * Columns]) - (2 * values[(row * Columns) + 1]) + (0.1 * random.NextNormal()))];
        Tensor x = Tensor.From(values, [Count, Columns]);
        var model = new ElasticNet(alpha: 0.4, l1Ratio: 0.7, fitIntercept: false, tol: 1e-13, positive: positive).Fit(x, Tensor.From(truth));
        double[] w = model.Coefficients.ToArray<double>(), predicted = model.Predict(x).ToArray<double>();
        for (int column = 0; column < Columns; column++)
        {
            double slope = Enumerable.Range(0, Count).Sum(row => values[(row * Columns) + column] * (truth[row] - predicted[row])) / Count;
            double rest = slope - (0.4 * 0.3 * w[column]);
            if (w[column] != 0) Assert.Equal(0.4 * 0.7 * Math.Sign(w[column]), rest, 1e-6);
            else Assert.InRange(rest, positive ? double.NegativeInfinity : -0.28, 0.28);
        }

        Assert.Contains(0, w);
        Assert.True(w[0] > 2);
        Assert.Equal(positive, w[1] == 0);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("call Fit first", Assert.Throws<InvalidOperationException>(() => new Ridge().Predict(X)).Message);
        Assert.Contains("call Fit first", Assert.Throws<InvalidOperationException>(() => new Ridge().Coefficients).Message);
        Assert.Contains("4 rows", Assert.Throws<ShapeException>(() => new Lasso().Fit(X, Y[..3])).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new LinearRegression().Fit(X, Y * double.NaN)).Message);
        Assert.Contains("2 columns", Assert.Throws<ShapeException>(() => new LinearRegression().Fit(X, Y).Predict(X.Transpose())).Message);
        Assert.Contains("Lasso: expected alpha", Assert.Throws<ArgumentException>(() => new Lasso(-1)).Message);
        Assert.Contains("l1Ratio", Assert.Throws<ArgumentException>(() => new ElasticNet(l1Ratio: 2)).Message);
    }

    private static void AssertClose(double[] expected, Tensor got, double tolerance = 1e-12)
    {
        double[] values = got.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], tolerance);
    }
}
