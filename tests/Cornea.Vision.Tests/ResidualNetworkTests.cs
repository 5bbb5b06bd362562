namespace Cornea.Vision.Tests;

/// <summary>The residual networks that Keras doesn't have are those of torchvision and of the paper: as many weights, features of the same sizes.</summary>
public sealed class ResidualNetworkTests
{
    [Fact]
    public void WithTwoConvolutionsToABlockTheyHaveTorchvisionsWeights()
    {
        Assert.Equal(11_689_512, Trainable(Applications.ResNet18()));
        Assert.Equal(21_797_672, Trainable(Applications.ResNet34()));
        Assert.Equal([Shape.Unknown, 7, 7, 512], Applications.ResNet18(includeTop: false, inputShape: (224, 224, 3)).OutputShape);
    }

    [Fact]
    public void ForCifarTheyHaveThePapersWeights()
    {
        Assert.Equal(
            [269_722, 464_154, 658_586, 853_018, 1_727_962],
            new[] { Applications.ResNet20(), Applications.ResNet32(), Applications.ResNet44(), Applications.ResNet56(), Applications.ResNet110() }.Select(Trainable));
        Assert.Equal([Shape.Unknown, 8, 8, 64], Applications.ResNet20(includeTop: false, inputShape: (32, 32, 3)).OutputShape);
    }

    [Fact]
    public void ThereAreNoOfficialWeights()
    {
        var error = Assert.Throws<ArgumentException>(() => Applications.ResNet18(weights: "imagenet"));

        Assert.Contains("there are no official weights of ImageNet", error.Message, StringComparison.Ordinal);
    }

    private static long Trainable(Model model) => model.TrainableWeights.Sum(weight => weight.Shape.ElementCount);
}
