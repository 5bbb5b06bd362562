using Xunit;

namespace Cornea.Tests.Tensors;

public class UniqueTests
{
    [Fact]
    public void Different_values_ascending_in_their_dtype()
    {
        Tensor labels = Ops.Unique(Tensor.From(new byte[,] { { 3, 1 }, { 3, 0 } }));
        Assert.Equal((DType.UInt8, 3), (labels.DType, labels.Shape[0]));
        Assert.Equal([0, 1, 3], labels.ToArray<int>());
        Assert.Equal([-2.5f, 0, 1], Ops.Unique(Tensor.From(new[] { 1f, -2.5f, 0, 0, 1 })).ToArray<float>());
        Assert.Equal([false, true], Ops.Unique(Tensor.From(new[] { true, false, true })).ToBooleans());
        Assert.Equal([0], Ops.Unique(Tensor.From(Array.Empty<long>(), [0])).Shape);
    }

    [Fact]
    public void NaN_comes_last_and_once() =>
        Assert.Equal([1, 2, double.NaN], Ops.Unique(Tensor.From(new[] { double.NaN, 2, 1, double.NaN })).ToArray<double>());

    [Fact]
    public void In_a_traced_function_it_says_why_not()
    {
        var function = Function.Compile((Tensor x) => Ops.Unique(x * 2));
        var error = Assert.Throws<InvalidOperationException>(() => function.Run(Tensor.From(new[] { 1f })));
        Assert.Contains("depends on the values", error.Message, StringComparison.Ordinal);
    }
}
