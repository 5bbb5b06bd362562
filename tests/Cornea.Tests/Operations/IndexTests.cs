using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class IndexTests
{
    private static readonly Tensor X = Tensor.From([1f, 2, 3, 4, 5, 6], [3, 2]);

    [Fact]
    public void TakesSlicesAtIndices()
    {
        Check.Values(Ops.Take(X, Tensor.From([2, 0, -1], [3]), 0), [3, 2], 5, 6, 1, 2, 5, 6);
        Check.Values(Ops.Take(X, Tensor.From([1, 0, 1, 1], [2, 2]), axis: 1), [3, 2, 2], 2, 1, 2, 2, 4, 3, 4, 4, 6, 5, 6, 6);
        Check.Values(Ops.Take(X, Tensor.From([1], []), 0), [2], 3, 4);
        Check.Values(Ops.Take(X, Tensor.From(new int[0], [0]), 0), [0, 2]);
    }

    [Fact]
    public void AddsSlicesAtIndices()
    {
        Tensor indices = Tensor.From([1, 1, -3], [3]);
        Check.Values(Node.Emit(new ScatterAdd(0, 3), X, indices)[0], [3, 2], 5, 6, 4, 6, 0, 0);
    }

    [Fact]
    public void OneHotRowsOfIndicesOutsideAreZero()
    {
        Check.Values(Ops.OneHot(Tensor.From([1, 3, -1], [3]), 3), [3, 3], 0, 1, 0, 0, 0, 0, 0, 0, 0);
        Assert.Equal(DType.Float32, Ops.OneHot(Tensor.From([1], [1]), 2).DType);
    }

    [Fact]
    public void AnIndexOutOfRangeIsNamed()
    {
        Check.RunError(Ops.Take(X, Tensor.From([0, 1, 3, 4], [2, 2]), 0), "Gather", "index", "between -3 and 2", "got 3", "position [1, 0]");
        Tensor sum = Node.Emit(new ScatterAdd(0, 2), X, Tensor.From([0, 1, -3], [3]))[0];
        Check.RunError(sum, "ScatterAdd", "between -2 and 1", "got -3", "position 2");
    }

    [Fact]
    public void FirstAndSecondDerivativesAreRight()
    {
        var draw = new Draw(21);
        for (int round = 0; round < 6; round++)
        {
            Shape shape = draw.Shape(3);
            int axis = draw.Int(0, 2), size = shape[axis];
            Tensor indices = draw.Indices(draw.Shape(draw.Int(0, 2)), -size, size - 1);
            GradientCheck.Second(x => Ops.Square(Ops.Take(x[0], indices, axis)), draw.Tensor(shape));
            Shape updates = [.. shape[..axis], .. indices.Shape, .. shape[(axis + 1)..]];
            GradientCheck.Second(x => Ops.Square(Node.Emit(new ScatterAdd(axis, size), x[0], indices)[0]), draw.Tensor(updates));
        }
    }

    [Fact]
    public void ErrorsSayWhatDoesntFit()
    {
        Check.Error<ArgumentException>(() => Node.Emit(new Gather(0), X, X), "Gather", "int32", "float32");
        Check.Error<ShapeException>(() => Ops.Take(X, 0, axis: 2), "Take", "(3, 2)", "got 2");
        Check.Error<ShapeException>(
            () => Node.Emit(new ScatterAdd(0, 2), X, Tensor.From([0, 1], [2])), "ScatterAdd", "(3, 2)", "(2,)");
    }
}
