using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>What needs more memory than any machine has is refused with the layer and the bytes.</summary>
public class MemoryTests
{
    [Fact]
    public void ALargePredictionSaysWhichLayerNeedsHowMuch()
    {
        var model = new Sequential { new Input(4096), new RepeatVector(int.MaxValue, name: "many"), new Softmax(name: "soft"), new GlobalMaxPooling1D() };
        var error = Assert.ThrowsAny<OutOfMemoryException>(() => model.Predict(Ops.Ones([1, 4096]), verbose: 0));
        Assert.Contains("RepeatVector 'many'", error.Message, StringComparison.Ordinal);
        Assert.Matches("[0-9,]{17,} bytes are needed at once", error.Message); // 2³¹ − 1 times 4096 floats, at least once.
    }

    [Fact]
    public void ALayerOfHugeWeightsIsRefused()
    {
        var error = Assert.ThrowsAny<OutOfMemoryException>(() => new Dense(int.MaxValue).Call(Ops.Ones([1, 4096])));
        Assert.Contains("bytes", error.Message, StringComparison.Ordinal);
    }
}
