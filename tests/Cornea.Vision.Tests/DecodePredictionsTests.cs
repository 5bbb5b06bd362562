namespace Cornea.Vision.Tests;

public sealed class DecodePredictionsTests
{
    [Fact]
    public void TheMostLikelyClassesAreNamed()
    {
        float[] scores = new float[2000];
        (scores[281], scores[285], scores[0], scores[999]) = (0.6f, 0.3f, 0.05f, 0.05f);
        scores[1000 + 207] = 1;

        ImageNetPrediction[][] decoded = Applications.DecodePredictions(Tensor.From(scores, (2, 1000)), top: 4);

        Assert.Equal(
            [new("n02123045", "tabby", 0.6f), new("n02124075", "Egyptian_cat", 0.3f), new("n01440764", "tench", 0.05f), new("n15075141", "toilet_tissue", 0.05f)],
            decoded[0]);
        Assert.Equal(new("n02099601", "golden_retriever", 1), decoded[1][0]);
        Assert.Equal(1000, Applications.ImageNetClassNames.Count);
    }

    [Fact]
    public void OtherNumbersOfClassesAreRefused()
    {
        var error = Assert.Throws<ShapeException>(() => Applications.DecodePredictions(Ops.Zeros([1, 10])));

        Assert.Contains("expected the 1000 numbers of each image", error.Message, StringComparison.Ordinal);
    }
}
