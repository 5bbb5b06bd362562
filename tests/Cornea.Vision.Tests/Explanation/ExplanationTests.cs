using Cornea.Layers;
using Method = System.Func<Cornea.Model, Cornea.Tensor, Cornea.Vision.ClassTargets, Cornea.Vision.Heatmap>;

namespace Cornea.Vision.Tests.Explanation;

/// <summary>What all explanations are held to.</summary>
public sealed class ExplanationTests
{
    private static readonly Dictionary<string, Method> Methods = new()
    {
        ["Grad-CAM"] = (model, x, target) => GradCam.Explain(model, x, target),
        ["Grad-CAM++"] = (model, x, target) => GradCamPlusPlus.Explain(model, x, target),
        ["Score-CAM"] = (model, x, target) => ScoreCam.Explain(model, x, target),
        ["saliency"] = (model, x, target) => Saliency.Explain(model, x, target),
        ["SmoothGrad"] = (model, x, target) => SmoothGrad.Explain(model, x, target, samples: 5),
        ["integrated gradients"] = (model, x, target) => IntegratedGradients.Explain(model, x, target, steps: 10),
        ["guided backpropagation"] = (model, x, target) => GuidedBackpropagation.Explain(model, x, target),
        ["occlusion"] = (model, x, target) => Occlusion.Explain(model, x, target, patch: 3, stride: 2),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ItPointsAtWhatTheNetworkLooksAt(string method)
    {
        Heatmap map = Methods[method](BrightSquare.Network(), BrightSquare.Pictures, 1);

        Assert.Equal([1, 1], map.Classes);
        Assert.All(map.Scores, score => Assert.InRange(score, 0.7f, 1));
        Assert.InRange(BrightSquare.PartOnSquare(map, 0), 0.9, 1);
        Assert.InRange(BrightSquare.PartOnSquare(map, 1), 0.9, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OfABatchItGivesWhatItGivesOfEachImage(string method)
    {
        if (method == "SmoothGrad") return; // Its noise is the batch's.
        Model model = BrightSquare.Network();
        Heatmap together = Methods[method](model, BrightSquare.Pictures, default), alone = Methods[method](model, BrightSquare.Pictures[1], default);

        Assert.Equal(together.Values[1].ToArray<float>(), alone.Values[0].ToArray<float>());
        Assert.Equal(together.Scores[1], alone.Scores[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItGoesThroughModelsWithinModels(string method)
    {
        Heatmap flat = Methods[method](BrightSquare.Network(), BrightSquare.Pictures, default), nested = Methods[method](BrightSquare.Nested(), BrightSquare.Pictures, default);

        Assert.Equal(flat.Values.ToArray<float>(), nested.Values.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItIsTheSameWhereTheChannelsComeFirst(string method)
    {
        Tensor first = Ops.Transpose(BrightSquare.Pictures, [0, 3, 1, 2]);
        Heatmap last = Methods[method](BrightSquare.Network(), BrightSquare.Pictures, default), map = Methods[method](BrightSquare.ChannelsFirst(), first, default);

        Assert.Equal(last.Values.Shape, map.Values.Shape);
        Assert.All(last.Values.ToArray<float>().Zip(map.Values.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(map.Values.ToArray<float>(), Methods[method](BrightSquare.ChannelsFirst(), BrightSquare.Pictures, default).Values.ToArray<float>());
    }

    [Fact]
    public void ALayerInTheMidstMayHaveTheChannelsFirst()
    {
        Tensor input = new Input(16, 16, 1);
        Tensor x = new Conv2D(2, 3, padding: "same", dataFormat: "channels_first", name: "turned").Call(new Permute([3, 1, 2]).Call(input));
        x = new MaxPooling2D(2, dataFormat: "channels_first").Call(x);
        var model = new Model(input, new Dense(2, activation: "softmax").Call(new Flatten().Call(x)));

        Assert.Equal([2, 16, 16], GradCam.Explain(model, BrightSquare.Pictures).Values.Shape);
        Assert.Equal([2, 8, 8], GradCam.Explain(model, BrightSquare.Pictures, layer: model.Layers[^3].Name).Values.Shape);
    }

    [Fact]
    public void OneOutputIsTheProbabilityOfClassOne()
    {
        Model model = BrightSquare.Network("sigmoid", classes: 1);

        Heatmap likeliest = Saliency.Explain(model, BrightSquare.Pictures), against = IntegratedGradients.Explain(model, BrightSquare.Pictures, 0);

        Assert.Equal([1, 1], likeliest.Classes);
        Assert.True(against.Values.Sum().ToScalar<float>() < 0);
    }

    [Fact]
    public void IntegratedGradientsAddUpToTheDifferenceOfTheScores()
    {
        Model model = BrightSquare.Network();
        Heatmap map = IntegratedGradients.Explain(model, BrightSquare.Pictures, 1, steps: 300);

        float black = model.Predict(Ops.ZerosLike(BrightSquare.Pictures), verbose: 0).ToArray<float>()[1];

        for (int image = 0; image < 2; image++)
            Assert.Equal(map.Scores[image] - black, map.Values[image].Sum().ToScalar<float>(), tolerance: 2e-3f);
    }

    [Fact]
    public void GuidedBackpropagationLetsOnlyWhatSpeaksForTheClassThrough()
    {
        Model model = BrightSquare.Network();

        Assert.Equal(0, GuidedBackpropagation.Explain(model, BrightSquare.Pictures, 0).Values.Max().ToScalar<float>());
        Assert.NotEqual(0, Saliency.Explain(model, BrightSquare.Pictures, 0).Values.Max().ToScalar<float>());
    }

    [Fact]
    public void EachImageMayHaveATargetOfItsOwn()
    {
        Heatmap map = Occlusion.Explain(BrightSquare.Network(), BrightSquare.Pictures, new[] { 1, 0 });

        Assert.Equal([1, 0], map.Classes);
        Assert.True(map.Values[0].Sum().ToScalar<float>() > 0);
        Assert.True(map.Values[1].Sum().ToScalar<float>() < 0);
    }

    [Fact]
    public void WhatIsNotThereIsNamed()
    {
        Model model = BrightSquare.Network();
        var dense = new Sequential([new Input(16, 16, 1), new Flatten(), new Dense(2)]);

        Assert.Contains("has no layer 'conv9'", Assert.Throws<ArgumentException>(() => GradCam.Explain(model, BrightSquare.Pictures, layer: "conv9")).Message, StringComparison.Ordinal);
        Assert.Contains("there are bright", Assert.Throws<ArgumentException>(() => GradCam.Explain(model, BrightSquare.Pictures, layer: "conv9")).Message, StringComparison.Ordinal);
        Assert.Contains("has no convolution", Assert.Throws<ArgumentException>(() => GradCam.Explain(dense, BrightSquare.Pictures)).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1, got 2", Assert.Throws<ArgumentException>(() => Saliency.Explain(model, BrightSquare.Pictures, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("each of 2 images, got 3", Assert.Throws<ArgumentException>(() => Saliency.Explain(model, BrightSquare.Pictures, new[] { 0, 1, 0 })).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Saliency.Explain(model, Ops.Zeros([16, 16])));
    }
}
