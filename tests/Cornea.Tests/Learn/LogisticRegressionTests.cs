using Cornea.Data;
using Cornea.Learn;
using Xunit;

namespace Cornea.Tests.Learn;

public class LogisticRegressionTests
{
    // Two points at ±1 of two classes: by symmetry no intercept, and 2·σ(−w) = w at the optimum of 2·log(1 + e^−w) + w² / 2.
    [Fact]
    public void Two_classes()
    {
        Tensor x = Tensor.From(new double[,] { { -1 }, { 1 } });
        var model = new LogisticRegression(tol: 1e-12).Fit(x, Tensor.From(new[] { 3, 7 }));
        double w = model.Coefficients.ToScalar<double>();
        Assert.Equal(w, 2 / (1 + Math.Exp(w)), 1e-10);
        Assert.Equal(0, model.Intercept.ToArray<double>()[0], 1e-10);
        Assert.Equal([3, 7], model.Classes);
        Assert.Equal([3, 7], model.Predict(x).ToArray<int>());
        Assert.Equal(w, model.DecisionFunction(x).ToArray<double>()[1], 1e-10);
        Assert.Equal(1 / (1 + Math.Exp(-w)), model.PredictProba(x).ToArray<double>()[3], 1e-15);
        Assert.Equal([1, 1], model.Coefficients.Shape.ToArray());
    }

    // At the optimum C · Σ (probability − truth) · x + w = 0, and the intercepts' slopes are 0.
    [Theory]
    [InlineData(1.0)]
    [InlineData(30.0)]
    public void Several_classes_are_at_the_optimum(double c)
    {
        var random = new NumPyRandom(5);
        const int Count = 60, Columns = 4, Classes = 3;
        double[] values = [.. Enumerable.Range(0, Count * Columns).Select(_ => random.NextNormal())];
        int[] truth = [.. Enumerable.Range(0, Count).Select(row => values[row * Columns] + random.NextNormal() > 0.5 ? 2 : values[(row * Columns) + 1] > 0 ? 1 : 0)];
        Tensor x = Tensor.From(values, [Count, Columns]);
        var model = new LogisticRegression(c: c, tol: 1e-10, maxIter: 1000).Fit(x, Tensor.From(truth));
        double[] w = model.Coefficients.ToArray<double>(), p = model.PredictProba(x).ToArray<double>();
        for (int k = 0; k < Classes; k++)
        {
            double Slope(int row) => p[(row * Classes) + k] - (truth[row] == k ? 1 : 0);
            Assert.Equal(0, Enumerable.Range(0, Count).Sum(Slope), 1e-5);
            for (int column = 0; column < Columns; column++)
                Assert.Equal(0, (c * Enumerable.Range(0, Count).Sum(row => Slope(row) * values[(row * Columns) + column])) + w[(k * Columns) + column], c * 1e-5);
        }

        Assert.Equal(Score.Accuracy(Tensor.From(truth), model.Predict(x)), model.Score(x, Tensor.From(truth)));
        Assert.True(model.Score(x, Tensor.From(truth)) > 0.7);
    }

    [Fact]
    public void Class_weights_count_as_sample_weights_do()
    {
        Tensor x = Tensor.From(new double[,] { { -1 }, { 0 }, { 0.5 }, { 2 } }), y = Tensor.From(new[] { 0, 0, 1, 0 });
        double[] byClass = new LogisticRegression(tol: 1e-10, classWeight: Labels.BalancedWeights(y)).Fit(x, y).Coefficients.ToArray<double>();
        double[] bySample = new LogisticRegression(tol: 1e-10).Fit(x, y, Tensor.From(new[] { 2 / 3.0, 2 / 3.0, 2, 2 / 3.0 })).Coefficients.ToArray<double>();
        Assert.Equal(bySample[0], byClass[0], 1e-12);
    }

    [Fact]
    public void Without_penalty_and_intercept()
    {
        Tensor x = Tensor.From(new double[,] { { 1 }, { 1 }, { 1 }, { 1 } });
        var model = new LogisticRegression("none", tol: 1e-12, fitIntercept: false).Fit(x, Tensor.From(new[] { 1, 1, 1, 0 }));
        Assert.Equal(Math.Log(3), model.Coefficients.ToScalar<double>(), 1e-7);
        Assert.Equal(0, model.Intercept.ToArray<double>()[0]);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.From(new double[,] { { 1 }, { 2 } });
        Assert.Contains("l2, none", Assert.Throws<ArgumentException>(() => new LogisticRegression("l7")).Message);
        Assert.Contains("c above 0", Assert.Throws<ArgumentException>(() => new LogisticRegression(c: 0)).Message);
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(x, Tensor.From(new[] { 1, 1 }))).Message);
        Assert.Contains("whole numbers", Assert.Throws<ArgumentException>(() => new LogisticRegression().Fit(x, Tensor.From(new[] { 0.5, 1 }))).Message);
        Assert.Contains("call Fit first", Assert.Throws<InvalidOperationException>(() => new LogisticRegression().PredictProba(x)).Message);
        Assert.Contains("call Fit first", Assert.Throws<InvalidOperationException>(() => new LogisticRegression().Coefficients).Message);
    }

    [Fact]
    public void Folds_are_held_out_in_turn()
    {
        var random = new NumPyRandom(1);
        Tensor x = Tensor.From(Enumerable.Range(0, 40).Select(_ => random.NextNormal()).ToArray(), [20, 2]);
        Tensor y = x.Transpose()[0] + 0.5;
        double[] scores = CrossValidation.Score(() => new Ridge(0.1), x, y, cv: 4);
        Assert.Equal(4, scores.Length);
        int[] test = [.. Enumerable.Range(5, 5)], train = [.. Enumerable.Range(0, 20).Except(test)];
        Assert.Equal(
            new Ridge(0.1).Fit(Rows.Take(x, train), Rows.Take(y, train)).Score(Rows.Take(x, test), Rows.Take(y, test)), scores[1]);

        Tensor labels = Tensor.From(Enumerable.Range(0, 20).Select(i => i / 10).ToArray()); // Sorted: unstratified folds would miss a class.
        double[] accuracies = CrossValidation.Score(() => new LogisticRegression(), x, labels, scoring: (truth, predicted) => Score.Accuracy(truth, predicted, normalize: false));
        Assert.Equal(5, accuracies.Length);
        Assert.All(accuracies, right => Assert.InRange(right, 0, 4));
        double[] own = CrossValidation.Score(() => new LinearRegression(), x, y, new KFold(3, shuffle: true, randomState: 0).Split(20));
        Assert.All(own, score => Assert.Equal(1, score, 1e-10));
        Tensor squares = x.Transpose()[0] * x.Transpose()[1];
        double[] chained = CrossValidation.Score(() => Estimator.MakePipeline([new StandardScaler(), new PolynomialFeatures(2)], new LinearRegression()), x, squares, cv: 3);
        Assert.All(chained, score => Assert.Equal(1, score, 1e-10));
    }
}
