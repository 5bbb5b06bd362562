using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class FashionMnistTests
{
    [Fact]
    public void Loaded_as_tensors()
    {
        Assert.SkipUnless(FashionMnist.Source.IsHere(new DatasetCache()), "Fashion-MNIST isn't on this machine.");
        var ((xTrain, yTrain), (xTest, yTest)) = FashionMnist.Load();
        Assert.Equal((DType.UInt8, DType.Int32), (xTrain.DType, yTrain.DType));
        Assert.Equal([60_000, 28, 28], xTrain.Shape);
        Assert.Equal([10_000, 28, 28], xTest.Shape);
        Assert.Equal([9, 0, 0, 3, 0], yTrain[..5].ToArray<int>());
        Assert.Equal(["Ankle boot", "Pullover", "Trouser"], yTest[..3].ToArray<int>().Select(label => FashionMnist.ClassNames[label]));
    }
}
