using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Reference;
using Xunit;

namespace Cornea.Tests.Reference;

public class ReferenceLoopsTests
{
    [Fact]
    public void EveryOperationHasALoop()
    {
        IEnumerable<Type> operations = typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);
        Assert.Equal(["Later"], operations.Except(ReferenceLoops.Operations).Select(type => type.Name)); // Which stands for others until sizes are known.
    }

    [Fact]
    public void ASingleOperationRunsOnBytes()
    {
        var spec = new TensorSpec([2], DType.Int32);
        ReferenceArray a = ReferenceArray.Read([1, 0, 0, 0, 255, 255, 255, 127], spec), b = ReferenceArray.Read([2, 0, 0, 0, 1, 0, 0, 0], spec);
        ReferenceArray[] y = ReferenceLoops.Run(new Binary(BinaryFunction.Add), [a, b], [spec]);
        var bytes = new byte[8];
        y[0].Write(bytes);
        Assert.Equal([3, 0, 0, 0, 0, 0, 0, 128], bytes);
    }

    [Fact]
    public void Float32ResultsAreRoundedOnceAtTheEnd()
    {
        Tensor x = Tensor.From([1e8f], [1]);
        Assert.Equal(1, Operations.Check.ByReference(x + 1 - x).ToScalar<float>()); // 1e8 + 1 is no float32.
    }
}
