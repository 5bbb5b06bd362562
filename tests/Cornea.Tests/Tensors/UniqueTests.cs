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
    public void In_order_or_as_they_came_along_an_axis_or_of_all()
    {
        Tensor x = Tensor.From([3, 1, 2, 1, 3], [5]);
        (Tensor values, Tensor indices, Tensor inverse, Tensor counts) = Ops.UniqueAll(x, sorted: false);
        Assert.Equal([3, 1, 2], values.ToArray<int>());
        Assert.Equal([0, 1, 2], indices.ToArray<int>());
        Assert.Equal([0, 1, 2, 1, 0], inverse.ToArray<int>());
        Assert.Equal([2, 2, 1], counts.ToArray<int>());
        Tensor rows = Tensor.From(new[,] { { 1, 0 }, { 0, 1 }, { 1, 0 } });
        (values, _, inverse, _) = Ops.UniqueAll(rows, axis: 0);
        Assert.Equal([0, 1, 1, 0], values.ToArray<int>());
        Assert.Equal([1, 0, 1], inverse.ToArray<int>());
        (values, _, inverse, _) = Ops.UniqueAll(rows, axis: 0, sorted: false);
        Assert.Equal([1, 0, 0, 1], values.ToArray<int>());
        Assert.Equal([0, 1, 0], inverse.ToArray<int>());
        (values, _, _, counts) = Ops.UniqueAll(rows, axis: -1, size: 3, fillValue: 7);
        Assert.Equal([0, 1, 7, 1, 0, 7, 0, 1, 7], values.ToArray<int>());
        Assert.Equal([1, 1, 0], counts.ToArray<int>());
        Assert.Equal([1, 2, 0, 0], Ops.UniqueAll(Tensor.From([2, 1], [2]), size: 4).Values.ToArray<int>());
        Assert.Equal([1, 0, 1, 1], Ops.UniqueAll(Tensor.From([2, 1], [2]), size: 4).Indices.ToArray<int>());
        Assert.Equal([(1L << 60) + 1, (1L << 60) + 2], Ops.UniqueAll(Tensor.From([(1L << 60) + 2, (1L << 60) + 1], [2])).Values.ToArray<long>());
    }

    [Fact]
    public void Each_NaN_is_a_value_of_its_own_with_places() =>
        Assert.Equal([1, 2, double.NaN, double.NaN], Ops.UniqueAll(Tensor.From([double.NaN, 2, 1, double.NaN], [4])).Values.ToArray<double>());

    [Fact]
    public void In_a_traced_function_it_says_why_not()
    {
        var function = Function.Compile((Tensor x) => Ops.Unique(x * 2));
        var error = Assert.Throws<InvalidOperationException>(() => function.Run(Tensor.From(new[] { 1f })));
        Assert.Contains("depends on the values", error.Message, StringComparison.Ordinal);
    }
}
