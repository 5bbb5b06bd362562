using Cornea.Layers;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Tensors;

/// <summary>Brackets as programs write them.</summary>
public class IndexerTests
{
    private static readonly Tensor X = Ops.Arange(24).Reshape(2, 3, 4);

    [Fact]
    public void Places_count_from_either_end()
    {
        Check.Values(X[^1, ^1, ^1], [], 23);
        Check.Values(X[1, .., ^1], [3], 15, 19, 23);
        Check.Values(X[^1][0], [4], 12, 13, 14, 15);
        Check.Values(X[1, 2], [4], 20, 21, 22, 23);
        Check.Values(X[0, ^2..], [2, 4], 4, 5, 6, 7, 8, 9, 10, 11);
        Check.Values(X[^2, 0, ..2], [2], 0, 1);
        Assert.Throws<ArgumentException>(() => X[0, ^0]);
        Assert.Throws<ShapeException>(() => X[0, ^4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => X[^3]);
    }

    [Fact]
    public void Parts_end_where_the_axis_ends_as_in_NumPy()
    {
        Check.Values(X[..1][0][0], [4], 0, 1, 2, 3);
        Assert.Equal([2, 3, 4], X[..16].Shape);
        Assert.Equal([0, 3, 4], X[5..].Shape);
        Assert.Equal([0, 3, 4], X[^0..].Shape);
        Assert.Equal([1, 3, 4], X[..^1].Shape);
        Assert.Equal([2, 0, 4], X[.., ^0..].Shape);
        Assert.Equal([2, 2, 4], X[.., ^2..].Shape);
        Assert.Equal([2, 3, 4], X[^9..].Shape);
    }

    [Fact]
    public void New_axes_steps_and_indices()
    {
        Assert.Equal([1, 2, 3, 4], X[TensorIndex.NewAxis].Shape);
        Check.Values(X[0, 0, TensorIndex.Slice(step: -2)], [2], 3, 1);
        Assert.Equal([1, 3, 4], X[TensorIndex.Slice(step: 2)].Shape);
        Check.Values(X[Tensor.From([1, 0, 1], [3])][.., 0, 0], [3], 12, 0, 12);
        Check.Values(Ops.Take(X, [2, 0], axis: 2)[0, 0], [2], 2, 0);
        Check.Values(Ops.Take(X, [-1]), [1], 23);
    }

    [Fact]
    public void An_axis_of_unknown_size_can_be_indexed()
    {
        Tensor input = new Input(3);
        Assert.Equal([3], input[0].Shape);
        Assert.Equal([3], input[^1].Shape);
        Assert.Equal([-1], input[.., 1].Shape);
        CompiledFunction first = Function.Compile(x => x[0] - x[^1]);
        Check.Values(first.Run(Tensor.From([1f, 2, 5, 7], [2, 2])), [2], -4, -5);
    }

    [Fact]
    public void Layers_and_lists_of_tensors_take_ranges()
    {
        var model = new Sequential([new Input(4), new Dense(3, name: "a"), new Dense(2, name: "b"), new Dense(1, name: "c")]);
        foreach (Layer layer in model.Layers[..^1]) layer.Trainable = false;
        Assert.Equal([false, false, true], model.Layers.Select(layer => layer.Trainable));
        Assert.Equal("c", model.Layers[^1].Name);
        Assert.Equal(["b", "c"], model.Layers[1..].Select(layer => layer.Name));
        Assert.Empty(model.Layers[3..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Layers[2..5]);
        var functional = new Model(model.Inputs, model.Outputs);
        Assert.Equal(2, functional.Layers[..^2].Count);
        TensorList list = [X, X * 2, X * 3];
        Assert.Equal(2, list[1..].Count);
        Assert.Same(list[2], list[1..][^1]);
    }
}
