using Cornea.Data;
using Cornea.Metrics;
using Xunit;

namespace Cornea.Tests.Pieces;

public class MetricTests
{
    private static readonly Tensor Probabilities = Tensor.From([0.1f, 0.9f, 0.8f, 0.2f], [2, 2]);

    [Fact]
    public void F1TakesClassIndicesForOneHotTargets()
    {
        Tensor scores = Tensor.From(new[,] { { 0.9f, 0.1f, 0f }, { 0.2f, 0.7f, 0.1f }, { 0.6f, 0.3f, 0.1f }, { 0f, 0.2f, 0.8f } });
        var byIndex = new F1Score(average: "macro");
        var byRow = new F1Score(average: "macro");
        byIndex.UpdateState(Tensor.From(new[] { 0, 1, 2, 2 }), scores);
        byRow.UpdateState(Labels.ToCategorical(Tensor.From(new[] { 0, 1, 2, 2 }), 3), scores);
        Assert.Equal(byRow.Result().ToScalar<float>(), byIndex.Result().ToScalar<float>());
        Assert.Equal((2f / 3 + 1 + 2f / 3) / 3, byIndex.Result().ToScalar<float>(), 1e-5f);
    }

    [Fact]
    public void Accuracy_is_chosen_by_shapes_and_keeps_its_name()
    {
        Metric sparse = "accuracy", categorical = "accuracy", binary = "acc";
        sparse.UpdateState(Tensor.From([1, 1], 2), Probabilities);
        categorical.UpdateState(Tensor.From([0f, 1f, 1f, 0f], [2, 2]), Probabilities);
        binary.UpdateState(Tensor.From([1f, 1f], [2, 1]), Tensor.From([0.6f, 0.4f], [2, 1]));
        Assert.Equal([0.5, 1, 0.5], new[] { sparse, categorical, binary }.Select(metric => metric.Result().ToScalar<double>()));
        Assert.Equal(["accuracy", "accuracy", "acc"], new[] { sparse, categorical, binary }.Select(metric => metric.Name));
        Assert.Equal("SparseCategoricalAccuracy", MetricByShape.Choose("accuracy", 2, (2, 3)).GetType().Name);
    }

    /// <summary>Σ y² − (Σ y)² / n has nothing left here: the figure was off by thousands.</summary>
    [Theory]
    [InlineData(0f)]
    [InlineData(10_000f)]
    [InlineData(1_000_000f)]
    public void Targets_far_from_zero_lose_nothing(float offset)
    {
        float[] near = [.. Enumerable.Range(0, 60).Select(index => MathF.Round(8 * MathF.Sin(index)) / 8)];
        float[] wrong = [.. near.Select((value, index) => value + (index % 4 * 0.125f))];
        float mean = near.Average();
        double expected = 1 - (near.Zip(wrong).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / near.Sum(value => Math.Pow(value - mean, 2)));
        Tensor yTrue = Tensor.From(near, [60, 1]) + offset, yPred = Tensor.From(wrong, [60, 1]) + offset;
        var r2 = new R2Score();
        for (int from = 0; from < 60; from += 20) r2.UpdateState(yTrue[from..(from + 20)], yPred[from..(from + 20)]);
        Assert.Equal(expected, r2.Result().ToScalar<double>(), 1e-4);

        (Tensor row, Tensor other) = (yTrue.Reshape([1, 60]), yPred.Reshape([1, 60]));
        double wrongMean = wrong.Average(), covariance = near.Zip(wrong).Sum(pair => (pair.First - mean) * (pair.Second - wrongMean));
        double squares = near.Sum(value => Math.Pow(value - mean, 2)), wrongSquares = wrong.Sum(value => Math.Pow(value - wrongMean, 2));
        Assert.Equal(covariance / Math.Sqrt(squares * wrongSquares), MetricFunctions.PearsonCorrelation(row, other).ToScalar<double>(), 1e-4);
        double concordance = 2 * near.Zip(wrong).Sum(pair => (pair.First - wrongMean) * (pair.Second - wrongMean))
            / (squares + wrongSquares + (60 * Math.Pow(mean - wrongMean, 2)));
        Assert.Equal(concordance, MetricFunctions.ConcordanceCorrelation(row, other).ToScalar<double>(), 1e-4);
    }

    [Fact]
    public void Weights_count_in_R2_as_often_as_they_say()
    {
        float[] targets = [3, 5, 4, 9, 2, 7], predictions = [2, 5, 5, 8, 3, 7], weights = [1, 0, 2, 3, 0, 1];
        var weighted = new R2Score();
        var repeated = new R2Score();
        for (int from = 0; from < 6; from += 2)
            weighted.UpdateState(Tensor.From(targets[from..(from + 2)], [2, 1]), Tensor.From(predictions[from..(from + 2)], [2, 1]), Tensor.From(weights[from..(from + 2)], [2]));
        int[] places = [.. Enumerable.Range(0, 6).SelectMany(place => Enumerable.Repeat(place, (int)weights[place]))];
        repeated.UpdateState(
            Tensor.From([.. places.Select(place => targets[place])], [places.Length, 1]), Tensor.From([.. places.Select(place => predictions[place])], [places.Length, 1]));
        Assert.Equal(repeated.Result().ToScalar<double>(), weighted.Result().ToScalar<double>(), 1e-6);
        weighted.ResetState();
        weighted.UpdateState(Tensor.From(targets, [6, 1]), Tensor.From(predictions, [6, 1]), Tensor.From(weights, [6]));
        Assert.Equal(repeated.Result().ToScalar<double>(), weighted.Result().ToScalar<double>(), 1e-6);
    }

    [Fact]
    public void Updates_are_part_of_a_traced_function()
    {
        var metric = new MeanAbsoluteError();
        CompiledFunction step = Function.Compile((yTrue, yPred) =>
        {
            metric.UpdateState(yTrue, yPred);
            return metric.Result();
        });
        Tensor zeros = Ops.Zeros([2, 1]);
        Assert.Equal(1, step.Run(zeros, Tensor.From([1f, 1f], [2, 1])).ToScalar<float>());
        Assert.Equal(2, step.Run(zeros, Tensor.From([3f, 3f], [2, 1])).ToScalar<float>());
        Assert.Equal(2, metric.Result().ToScalar<float>());
        metric.ResetState();
        Assert.Equal(0, metric.Result().ToScalar<float>());
    }

    [Fact]
    public void State_made_at_the_first_update_may_be_made_while_tracing()
    {
        var metric = new F1Score(average: "macro");
        CompiledFunction step = Function.Compile((yTrue, yPred) =>
        {
            metric.UpdateState(yTrue, yPred);
            return yPred;
        });
        step.Run(Tensor.From([0f, 1f, 1f, 0f], [2, 2]), Probabilities);
        Assert.Equal(1, metric.Result().ToScalar<float>(), 1e-6f);
        Assert.Equal(4, metric.Variables.Count);
    }

    [Fact]
    public void Sample_weights_count()
    {
        var metric = new Mean();
        metric.UpdateState(Tensor.From([1f, 3f], 2), Tensor.From([3f, 1f], 2));
        Assert.Equal(1.5, metric.Result().ToScalar<double>());
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains("macro", Assert.Throws<ArgumentException>(() => new F1Score(average: "makro")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Precision(thresholds: 1.5));
        Assert.Throws<ArgumentException>(() => (Metric)"acuracy");
        Assert.Throws<ShapeException>(() => new F1Score().UpdateState(Tensor.From([1, 0, 1, 0], [2, 2, 1]), Probabilities));
    }

    [Fact]
    public void Thresholds_are_a_number_or_several()
    {
        var one = new Precision(thresholds: 0.85);
        var two = new Precision(thresholds: [0.5, 0.85]);
        Tensor yTrue = Tensor.From([0f, 1f, 0f, 1f], [2, 2]);
        one.UpdateState(yTrue, Probabilities);
        two.UpdateState(yTrue, Probabilities);
        Assert.Equal(Shape.Scalar, one.Result().Shape);
        Assert.Equal([0.5f, 1f], two.Result().ToArray<float>());
    }
}
