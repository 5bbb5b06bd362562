namespace Cornea.Vision.Tests;

public sealed class CocoEvaluatorTests
{
    private static readonly string[] Names = ["cat", "dog"];

    [Fact]
    public void AllFoundIsOne()
    {
        var evaluator = new CocoEvaluator(Names);
        Box small = new(0, 0, 10, 10), large = new(0, 0, 200, 200);
        evaluator.Add([new(small, 0), new(large, 0)], [Found(0, 0.9, small), Found(0, 0.8, large)]);
        CocoResult result = evaluator.Result();

        Assert.Equal(1, result.AP, precision: 12);
        Assert.Equal(0.5, result.AR1, precision: 12);
        Assert.Equal(1, result.APSmall, precision: 12);
        Assert.Equal(double.NaN, result.APMedium);
        Assert.Equal(double.NaN, result.Classes[1].AP);
        Assert.Equal("cat", result.Classes[0].Label);
    }

    [Fact]
    public void NothingIsNoNumber() => Assert.Equal(double.NaN, new CocoEvaluator(Names).Result().AP);

    [Fact]
    public void ASecondBoxOnOneThingIsWrong()
    {
        var evaluator = new CocoEvaluator(Names);
        Box box = new(0, 0, 10, 10), other = new(50, 50, 60, 60);
        evaluator.Add([new(box, 0), new(other, 0)], [Found(0, 0.9, box), Found(0, 0.8, box), Found(0, 0.7, other)]);

        // 51 points of recall up to 0.5 at precision 1, the 50 above at 2/3.
        Assert.Equal((51 + (50 * 2 / 3.0)) / 101, evaluator.Result().AP50, precision: 12);
    }

    [Fact]
    public void CrowdsArePassedOver()
    {
        var evaluator = new CocoEvaluator(Names);
        Box crowd = new(0, 0, 100, 100), single = new(200, 200, 220, 220);
        evaluator.Add(
            [new(crowd, 0, IsCrowd: true), new(single, 0)],
            [Found(0, 0.9, new(0, 0, 10, 10)), Found(0, 0.8, new(50, 50, 60, 60)), Found(0, 0.7, single)]);

        Assert.Equal(1, evaluator.Result().AP, precision: 12);
    }

    [Fact]
    public void ClassesWithoutNamesAreRefused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new CocoEvaluator(Names).Add([new(new(0, 0, 1, 1), 2)], []));

        Assert.Contains("from 0 to 1, got 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CocoEvaluator(Names, [10, 1, 100]));
    }

    private static Detection Found(int index, double score, Box box) => new(Names[index], index, score, box);
}
