using Cornea.Layers;
using Cornea.Losses;
using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Indices of 64 bits aren't cut to 32, and those of several axes are held to each axis.</summary>
public class WideIndexTests
{
    private static readonly Tensor X = Tensor.From([1f, 2, 3, 4, 5, 6], [3, 2]);

    public static TheoryData<long> Outside => [1L << 32, (1L << 32) + 1, -(1L << 32), int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 3, -4];

    [Theory]
    [MemberData(nameof(Outside))]
    public void An_index_outside_is_refused_or_leaves_nothing(long place)
    {
        Tensor index = Tensor.From([place], [1]);
        Check.RunError(Ops.Take(X, index, 0), "Gather", "between -3 and 2");
        Check.RunError(Ops.TakeAlongAxis(X, index.Reshape(1, 1), 0), "GatherAlong", "between -3 and 2");
        Check.RunError(Ops.GatherNd(X, index.ExpandDims(0)), "between -3 and 2");
        Check.RunError(Ops.ScatterUpdate(X, index.ExpandDims(0), Ops.Zeros([1, 2])), "Scatter", "between -3 and 2");
        Check.RunError(Ops.Scatter(index.ExpandDims(0), Ops.Ones([1, 2]), [3, 2]), "Scatter");
        Check.Values(Ops.OneHot(index, 3), [1, 3], 0, 0, 0);
        Check.Values(Ops.SegmentSum(Ops.Ones([1, 2]), index, 3), [3, 2], 0, 0, 0, 0, 0, 0);
        Check.Values(Ops.SegmentProd(Ops.Zeros([1]), index, 3), [3], 1, 1, 1);
        Check.Values(Ops.MultiHot(index, 3), [3], 0, 0, 0);
        Assert.Throws<ArgumentException>(() => new Embedding(3, 2).Call(index).ToArray<float>());
        Assert.Throws<ArgumentException>(() => new SparseCategoricalCrossentropy().Call(index, Ops.Softmax(Ops.Zeros([1, 3]))).ToScalar<float>());
        Assert.Throws<ArgumentException>(() => Ops.SparseCategoricalCrossentropy(index, Ops.Full([1, 3], 0.3)).ToArray<float>());
    }

    [Fact]
    public void An_index_inside_of_64_bits_is_that_of_32()
    {
        Tensor index = Tensor.From([2L, -1, 0], [3]);
        Check.Values(Ops.Take(X, index, 0), [3, 2], 5, 6, 5, 6, 1, 2);
        Check.Values(Ops.OneHot(Tensor.From([2L, 0], [2]), 3), [2, 3], 0, 0, 1, 1, 0, 0);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(1, -3)]
    [InlineData(3, -2)]
    [InlineData(-4, 0)]
    public void Each_axis_is_held_to_its_own_size(int row, int column)
    {
        Tensor index = Tensor.From([row, column], [1, 2]);
        Check.RunError(Ops.GatherNd(X, index), "outside its axis");
        Check.RunError(Ops.ScatterUpdate(X, index, Ops.Ones([1])), "outside its axis");
        Check.RunError(Ops.ScatterUpdate(X, index, Ops.Ones([1]), "add"), "outside its axis");
        Check.RunError(Ops.Scatter(index, Ops.Ones([1]), [3, 2]), "outside its axis");
    }

    [Fact]
    public void Negative_indices_count_from_the_end_of_their_axis() =>
        Check.Values(Ops.GatherNd(X, Tensor.From([-3, -1, -1, 0], [2, 2])), [2], 2, 5);

    [Fact]
    public void As_many_bins_as_no_axis_has_are_refused()
    {
        Check.Error<ShapeException>(() => Ops.Bincount(Tensor.From([1, int.MaxValue], [2])), "Bincount", "2,147,483,648");
        Check.Error<ShapeException>(() => Ops.Bincount(Tensor.From([1, 1L << 40], [2])), "Bincount");
        Check.Error<ShapeException>(() => Ops.SegmentSum(Ops.Ones([1]), Tensor.From([int.MaxValue], [1])), "Segments", "2,147,483,648");
        Check.Values(Ops.Bincount(Tensor.From(new int[0], [0])), [0]);
    }
}
