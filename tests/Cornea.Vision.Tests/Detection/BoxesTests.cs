namespace Cornea.Vision.Tests;

public sealed class BoxesTests
{
    private static readonly Box Unit = new(0, 0, 2, 2), Shifted = new(1, 0, 3, 2), Far = new(10, 10, 12, 12);

    public static TheoryData<string> Measures => ["iou", "giou", "diou", "ciou"];

    [Fact]
    public void OverlapsByHand()
    {
        Assert.Equal(1.0 / 3, Boxes.Iou(Unit, Shifted), precision: 12);
        Assert.Equal(1.0 / 3, Boxes.Giou(Unit, Shifted), precision: 12); // The hull is the union.
        Assert.Equal((1.0 / 3) - (1.0 / 13), Boxes.Diou(Unit, Shifted), precision: 12);
        Assert.Equal(Boxes.Diou(Unit, Shifted), Boxes.Ciou(Unit, Shifted), precision: 12); // Of one proportion.
        Assert.Equal(0, Boxes.Iou(Unit, Far));
        Assert.Equal(-(144.0 - 8) / 144, Boxes.Giou(Unit, Far), precision: 12);
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void EmptyBoxesHaveFiniteValuesAndGradients(string measure)
    {
        float[,] boxes =
        {
            { 3, 3, 3, 3 }, { 0, 0, 0, 0 }, { 5, 5, 2, 2 }, { 1, 1, 1, 9 }, { 1, 1, 9, 1 }, { 0, 0, 1e4f, 1e4f }, { 0.1f, 0.1f, 0.1001f, 0.1001f }, { 2, 2, 2, 2.0000002f },
        };
        var variable = new Variable(Tensor.From(boxes));
        Tensor all = Of(measure)(variable.Value.ExpandDims(1), Tensor.From(boxes).ExpandDims(0));
        float[] gradient = Gradients.Of(all.Sum(), [variable])[0].ToArray<float>();

        Assert.All(all.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
        Assert.All(gradient, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Measures))]
    public void GradientsAreThoseOfTheValues(string measure)
    {
        float[] first = [1, 2, 7, 9], second = [3, 1, 8, 6];
        var variable = new Variable(Tensor.From<float>(first, [4]));
        float[] gradient = Gradients.Of(Of(measure)(variable.Value, Tensor.From<float>(second, [4])), [variable])[0].ToArray<float>();
        for (int side = 0; side < 4; side++)
        {
            double Moved(double step) => Value(measure, BoxOf(first, side, step), BoxOf(second, 0, 0), WeightAt(first, second));
            double expected = (Moved(1e-4) - Moved(-1e-4)) / 2e-4;
            Assert.Equal(expected, gradient[side], tolerance: 1e-4);
        }
    }

    [Fact]
    public void BoxesOfOtherShapesAreRefused()
    {
        var error = Assert.Throws<ShapeException>(() => Boxes.Iou(Ops.Zeros([2, 3]), Ops.Zeros([2, 4])));

        Assert.Contains("(2, 3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FormatsAndBack()
    {
        Tensor boxes = Tensor.From(new float[,] { { 10, 20, 30, 60 } });

        Assert.Equal([20, 40, 20, 40], Boxes.Convert(boxes, "xyxy", "center_xywh").ToArray<float>());
        Assert.Equal([0.1f, 0.1f, 0.3f, 0.3f], Boxes.Convert(boxes, "xyxy", "rel_xyxy", height: 200, width: 100).ToArray<float>());
        Assert.Equal([20, 10, 60, 30], Boxes.Convert(boxes, "xyxy", "yxyx").ToArray<float>());
        Assert.Throws<ArgumentException>(() => Boxes.Convert(boxes, "xyxy", "rel_xyxy"));
        Assert.Contains("center_xywh", Assert.Throws<ArgumentException>(() => Boxes.Convert(boxes, "ltrb", "xyxy")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SuppressionKeepsTheBestOfEachClass()
    {
        Box[] boxes = [Unit, Shifted, Unit, Far, Far];
        float[] scores = [0.5f, 0.9f, 0.9f, float.NaN, 0.1f];

        Assert.Equal([1, 4], Boxes.NonMaxSuppression(boxes, scores, iouThreshold: 0.3));
        Assert.Equal([1, 2, 4], Boxes.NonMaxSuppression(boxes, scores, iouThreshold: 0.3, classes: [0, 0, 1, 0, 0]));
        Assert.Equal([1, 2], Boxes.NonMaxSuppression(boxes, scores, iouThreshold: 0.4, maxCount: 2));
        Assert.Equal([1, 2], Boxes.NonMaxSuppression(boxes, scores, iouThreshold: 0.4, scoreThreshold: 0.2));
        Assert.Empty(Boxes.NonMaxSuppression([], []));
        Assert.Throws<ArgumentException>(() => Boxes.NonMaxSuppression(boxes, [1]));
    }

    [Fact]
    public void SoftSuppressionLowersScores()
    {
        Box[] boxes = [Unit, Shifted, Far];
        float[] scores = [0.9f, 0.8f, 0.7f];

        var (kept, lowered) = Boxes.SoftNonMaxSuppression(boxes, scores, "linear");
        Assert.Equal([0, 2, 1], kept);
        Assert.Equal(0.8f * (1 - (1 / 3f)), lowered[2], tolerance: 1e-6f);
        (kept, lowered) = Boxes.SoftNonMaxSuppression(boxes, scores, "gaussian", sigma: 0.5);
        Assert.Equal([0, 1, 2], kept);
        Assert.Equal(0.8f * MathF.Exp(-1 / 9f), lowered[1], tolerance: 1e-6f);
        Assert.Equal([0, 2], Boxes.SoftNonMaxSuppression(boxes, scores, "linear", scoreThreshold: 0.6).Kept);
        Assert.Equal(scores, Boxes.SoftNonMaxSuppression(boxes, scores, classes: [0, 1, 2]).Scores);
        Assert.Throws<ArgumentException>(() => Boxes.SoftNonMaxSuppression(boxes, scores, "hard"));
    }

    private static Func<Tensor, Tensor, Tensor> Of(string measure) => measure switch
    {
        "iou" => Boxes.Iou,
        "giou" => Boxes.Giou,
        "diou" => Boxes.Diou,
        _ => Boxes.Ciou,
    };

    // Complete IoU's weight takes no gradient, so it stays what it was where the gradient is taken.
    private static double Value(string measure, Box first, Box second, double weight) => measure switch
    {
        "iou" => Boxes.Iou(first, second),
        "giou" => Boxes.Giou(first, second),
        "diou" => Boxes.Diou(first, second),
        _ => Boxes.Diou(first, second) - (weight * Proportion(first, second)),
    };

    private static double WeightAt(float[] first, float[] second)
    {
        var (a, b) = (BoxOf(first, 0, 0), BoxOf(second, 0, 0));
        return Proportion(a, b) / (1 - Boxes.Iou(a, b) + Proportion(a, b));
    }

    private static double Proportion(Box first, Box second) =>
        4 / (Math.PI * Math.PI) * Math.Pow(Math.Atan(first.Width / first.Height) - Math.Atan(second.Width / second.Height), 2);

    private static Box BoxOf(float[] corners, int side, double step)
    {
        double[] moved = [.. corners.Select((value, index) => value + (index == side ? step : 0))];
        return new Box(moved[0], moved[1], moved[2], moved[3]);
    }
}
