using Cornea.Layers;

namespace Cornea.Vision.Tests.SegmentationNetworks;

public sealed class SegmentationTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(21, 13)]
    [InlineData(3, 30)]
    public void TilesGiveWhatTheWholeImageWould(int height, int width)
    {
        var model = new Sequential([new Input(8, 8, 1), new Conv2D(2, 1, kernelInitializer: "ones")]); // Sees one pixel only: borders make no difference.
        Tensor image = RandomOps.Uniform([height, width, 1], seed: 4);

        Tensor answers = Segmentation.Predict(model, image, overlap: 0.4);

        Assert.Equal((height, width, 2), answers.Shape);
        float[] expected = [.. image.ToArray<float>().SelectMany(value => new[] { value, value })], got = answers.ToArray<float>();
        for (int index = 0; index < expected.Length; index++) Assert.Equal(expected[index], got[index], tolerance: 1e-6f);
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(6, 8)]
    public void WithTestTimeAugmentationATurnedImageHasTurnedAnswers(int tileHeight, int tileWidth)
    {
        RandomSeed.Set(5);
        var model = new Sequential([new Input(tileHeight, tileWidth, 1), new Conv2D(2, 3, padding: "same")]);
        Tensor image = RandomOps.Uniform([tileHeight, tileWidth, 1], seed: 4);

        Tensor once = Segmentation.Predict(model, image), answers = Segmentation.Predict(model, image, testTimeAugmentation: true);

        Same(Ops.Flip(answers, 0), Segmentation.Predict(model, Ops.Flip(image, 0), testTimeAugmentation: true));
        Same(Ops.Flip(answers, 1), Segmentation.Predict(model, Ops.Flip(image, 1), testTimeAugmentation: true));
        if (tileHeight == tileWidth) Same(Ops.Transpose(answers, [1, 0, 2]), Segmentation.Predict(model, Ops.Transpose(image, [1, 0, 2]), testTimeAugmentation: true));
        Assert.Contains(answers.ToArray<float>().Zip(once.ToArray<float>()), pair => Math.Abs(pair.First - pair.Second) > 0.01);

        static void Same(Tensor expected, Tensor got) =>
            Assert.All(expected.ToArray<float>().Zip(got.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void ClassesAreTheLikeliest()
    {
        Assert.Equal([1, 0], Segmentation.Classes(Tensor.From(new[] { 0.2f, 0.8f, 0.7f, 0.3f }, (1, 2, 2))).ToArray<int>());
        Assert.Equal([0, 1], Segmentation.Classes(Tensor.From(new[] { 0.4f, 0.6f }, (1, 2, 1))).ToArray<int>());
    }

    [Fact]
    public void OverlaysHaveVocsColours()
    {
        byte[] over = Segmentation.Overlay(Ops.Full([1, 4, 1], 100), Tensor.From(new[] { 0, 1, 2, -1 }, (1, 4)), alpha: 1).ToArray<byte>();

        Assert.Equal([100, 100, 100, 128, 0, 0, 0, 128, 0, 100, 100, 100], over);
    }

    [Fact]
    public void ScoresAreThoseOfTheCounts()
    {
        var scores = new SegmentationScores(3);
        scores.Update(Tensor.From(new[] { 0, 0, 0, 1, 1, -1 }, 6), Tensor.From(new[] { 0, 0, 1, 1, 0, 1 }, 6));

        Assert.Equal(0.6, scores.PixelAccuracy, 12);
        Assert.Equal([2 / 4.0, 1 / 3.0, double.NaN], scores.IoU);
        Assert.Equal([4 / 6.0, 2 / 4.0, double.NaN], scores.Dice);
        Assert.Equal([2 / 3.0, 1 / 2.0, double.NaN], scores.ClassAccuracy);
        Assert.Equal((0.5 + (1 / 3.0)) / 2, scores.MeanIoU, 12);
        Assert.Throws<ArgumentException>(() => scores.Update(Tensor.From(new[] { 3 }, 1), Tensor.From(new[] { 0 }, 1)));
    }
}
