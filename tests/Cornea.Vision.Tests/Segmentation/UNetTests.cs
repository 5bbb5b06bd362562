using Cornea.Layers;
using Cornea.Losses;

namespace Cornea.Vision.Tests.SegmentationNetworks;

/// <summary>A U-Net stands on any application, and learns.</summary>
[Collection(nameof(Alone))]
public sealed class UNetTests
{
    // Input sizes where Inception's, Xception's and NASNet's don't halve, and that keep the tests quick.
    public static TheoryData<string, int, int> Families => new()
    {
        { "vgg16", 32, 5 }, { "resnet18", 64, 5 }, { "resnet50", 64, 5 }, { "resnet50v2", 64, 5 }, { "densenet121", 64, 5 }, { "mobilenet", 64, 5 },
        { "mobilenet_v2", 64, 5 }, { "MobileNetV3Small", 64, 5 }, { "efficientnet-b0", 64, 5 }, { "efficientnetv2b0", 64, 5 }, { "efficientnet_lite0", 64, 5 },
        { "convnext_tiny", 64, 4 }, { "inception_v3", 107, 5 }, { "inception_resnet_v2", 107, 5 }, { "xception", 75, 5 }, { "nasnet_mobile", 75, 5 },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void ItGivesEveryPixelAClass(string backbone, int size, int joins)
    {
        Model model = Segmentation.UNet(3, backbone, (size, size, 3), weights: null, filters: [4, 4, 8, 8, 16]);

        Assert.Equal([Shape.Unknown, size, size, 3], model.OutputShape);
        Assert.Equal(joins, model.Layers.OfType<Concatenate>().Count(layer => layer.Name.StartsWith("decoder", StringComparison.Ordinal)));
    }

    [Fact]
    public void ItTakesTheLastFeaturesOfEachSize()
    {
        Model backbone = Applications.EfficientNetLite0(includeTop: false, weights: null, inputShape: (64, 64, 3));

        Tensor[] levels = FeatureLevels.Of(backbone);

        Assert.Equal(
            [backbone.Layers.OfType<Rescaling>().Single().Output, Of("block2a_expand_activation"), Of("block3a_expand_activation"), Of("block4a_expand_activation"), Of("block6a_expand_activation"), backbone.Output],
            levels);

        Tensor Of(string layer) => backbone.GetLayer(layer).Output;
    }

    [Fact]
    public void ItLearnsWhereSomethingBrightIs()
    {
        RandomSeed.Set(3);
        var random = new Random(1);
        float[] images = new float[16 * 32 * 32 * 3], masks = new float[16 * 32 * 32 * 2];
        for (int pixel = 0; pixel < 16 * 32 * 32; pixel++)
        {
            bool isBright = pixel / 64 % 3 == 0;
            for (int channel = 0; channel < 3; channel++) images[(3 * pixel) + channel] = (isBright ? 160 : 60) + (60 * random.NextSingle());
            masks[(2 * pixel) + (isBright ? 1 : 0)] = 1;
        }

        Model model = Segmentation.UNet(2, inputShape: (32, 32, 3), weights: null, filters: [8, 8, 8, 8, 8]);
        model.Compile(new Cornea.Optimizers.Adam(0.01), new Dice(axis: (1, 2)), metrics: ["accuracy"]);
        Tensor x = Tensor.From(images, (16, 32, 32, 3)), y = Tensor.From(masks, (16, 32, 32, 2));
        History history = model.Fit(x, y, batchSize: 8, epochs: 8, verbose: 0);

        Assert.True(history["accuracy"][^1] > 0.95, $"The accuracy is {history["accuracy"][^1]}.");
    }

    [Fact]
    public void OneClassIsAProbability()
    {
        Model model = Segmentation.UNet(1, inputShape: (32, 32, 3), weights: null, filters: [4]);

        Assert.InRange(model.Predict(Ops.Ones([1, 32, 32, 3]), verbose: 0).Max().ToScalar<float>(), 0.0001f, 0.9999f);
        Assert.Equal(1, model.OutputShape[3]);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Model flat = Applications.MobileNet(inputShape: (32, 32, 3), includeTop: false, weights: null, alpha: 0.25, pooling: "avg");

        Assert.Contains("there are vgg16", Assert.Throws<ArgumentException>(() => Segmentation.UNet(2, "lenet")).Message, StringComparison.Ordinal);
        Assert.Contains("without its top and pooling", Assert.Throws<ArgumentException>(() => Segmentation.UNet(2, flat)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Segmentation.UNet(0));
    }
}
