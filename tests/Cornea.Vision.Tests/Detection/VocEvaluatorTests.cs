namespace Cornea.Vision.Tests;

public sealed class VocEvaluatorTests
{
    private static readonly Box First = new(0, 0, 10, 10), Second = new(50, 50, 60, 60), Empty = new(80, 80, 90, 90);

    // Right, wrong, right: precision 1 up to recall 0.5, then 2/3.
    [Theory]
    [InlineData(false, (0.5 * 1) + (0.5 * 2 / 3))]
    [InlineData(true, ((6 * 1) + (5 * 2 / 3.0)) / 11)]
    public void AreaAndElevenPoints(bool elevenPoints, double expected)
    {
        var evaluator = new VocEvaluator(["cell"], elevenPoints: elevenPoints);
        evaluator.Add([new(First, 0), new(Second, 0)], [Found(0.9, First), Found(0.8, Empty), Found(0.7, Second)]);

        Assert.Equal(expected, evaluator.AveragePrecision(0), precision: 12);
        Assert.Equal(expected, evaluator.MeanAveragePrecision(), precision: 12);
    }

    [Fact]
    public void DifficultOnesArePassedOver()
    {
        var evaluator = new VocEvaluator(["cell"]);
        evaluator.Add([new(First, 0), new(Second, 0, IsDifficult: true)], [Found(0.9, Second), Found(0.8, First)]);

        Assert.Equal(1, evaluator.AveragePrecision(0), precision: 12);
    }

    [Fact]
    public void TheSecondOnOneThingIsWrongAcrossImagesToo()
    {
        var evaluator = new VocEvaluator(["cell", "other"]);
        evaluator.Add([new(First, 0)], [Found(0.5, First), Found(0.9, First)]);
        evaluator.Add([new(First, 0)], [Found(0.4, First)]);

        Assert.Equal((0.5 * 1) + (0.5 * 2 / 3), evaluator.AveragePrecision(0), precision: 12);
        Assert.Equal(double.NaN, evaluator.AveragePrecision(1));
        Assert.Equal(evaluator.AveragePrecision(0), evaluator.MeanAveragePrecision());
    }

    private static Detection Found(double score, Box box) => new("cell", 0, score, box);
}
