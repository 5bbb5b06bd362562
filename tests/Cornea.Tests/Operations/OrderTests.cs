using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class OrderTests
{
    private static readonly Tensor X = Tensor.From([3f, 1, 2, 1, 5, 4], [2, 3]);

    [Fact]
    public void SortsAlongAnAxis()
    {
        Check.Values(Ops.Sort(X), [2, 3], 1, 2, 3, 1, 4, 5);
        Check.Values(Ops.Sort(X, axis: 0), [2, 3], 1, 1, 2, 3, 5, 4);
        Check.Values(Ops.Sort(X, axis: null), [6], 1, 1, 2, 3, 4, 5);
        Check.Values(Ops.ArgSort(X), [2, 3], 1, 2, 0, 0, 2, 1);
        Check.Values(Ops.Sort(Tensor.From([2f, float.NaN, 1], [3])), [3], 1, 2, double.NaN);
    }

    [Fact]
    public void EqualValuesKeepTheirOrder()
    {
        Tensor ties = Tensor.From([1, 0, 1, 0], [4]);
        Check.Values(Ops.ArgSort(ties), [4], 1, 3, 0, 2);
        Check.Values(Ops.TopK(ties, 3).Indices, [3], 0, 2, 1);
    }

    [Fact]
    public void TakesTheLargest()
    {
        Check.Values(Ops.TopK(X, 2).Values, [2, 2], 3, 2, 5, 4);
        Check.Values(Ops.TopK(X, 2).Indices, [2, 2], 0, 2, 1, 2);
        Check.Values(Ops.InTopK(Tensor.From([0, 0], [2]), X, 2), [2], 1, 0);
        Check.Error<ArgumentException>(() => Ops.TopK(X, 4), "TopK", "(2, 3)", "got 4");
    }

    [Fact]
    public void AddsAndMultipliesUp()
    {
        Check.Values(Ops.CumSum(X, axis: 1), [2, 3], 3, 4, 6, 1, 6, 10);
        Check.Values(Ops.CumSum(X), [6], 3, 4, 6, 7, 12, 16);
        Check.Values(Ops.CumProd(X, axis: 0), [2, 3], 3, 1, 2, 3, 5, 8);
        Check.Values(Ops.CumProd(Tensor.From([2, 3, 4], [3]), 0), [3], 2, 6, 24);
    }

    [Fact]
    public void ReadsAndWritesRowsAtTheirOwnIndices()
    {
        Check.Values(Ops.TakeAlongAxis(X, Tensor.From([2, -2], [2, 1]), 1), [2, 1], 2, 5);
        Check.RunError(Ops.TakeAlongAxis(X, Tensor.From([0, 3], [2, 1]), 1), "GatherAlong", "got 3");
        Check.Error<ShapeException>(() => Ops.TakeAlongAxis(X, Tensor.From([0], [1]), 1), "TakeAlongAxis", "rank 2");
        Tensor set = Ops.ScatterUpdate(X, Tensor.From([0, 0, 1, 2], [2, 2]), Tensor.From([9f, 8], [2]));
        Check.Values(set, [2, 3], 9, 1, 2, 1, 5, 8);
        Check.Values(Ops.ScatterUpdate(X, Tensor.From([0, 0], [2, 1]), Ops.Ones([2, 3]), "add"), [2, 3], 5, 3, 4, 1, 5, 4);
        Check.Values(Ops.SegmentSum(X.Reshape(-1, 1), Tensor.From([0, 2, 0, -1, 2, 2], [6]), 3), [3, 1], 5, 0, 10);
        Check.Values(Ops.SegmentMax(X.Reshape([-1]), Tensor.From([0, 1, 0, 1, 1, 0], [6])), [2], 4, 5);
        Check.Error<ArgumentException>(() => Ops.ScatterUpdate(X, Tensor.From([0], [1, 1]), X, "mean"), "reduction", "mean");
    }

    [Fact]
    public void DerivativesAreRight()
    {
        var draw = new Draw(61);
        Tensor x = draw.Tensor([3, 4]), indices = Tensor.From([1, 0, 1], [3]), own = draw.Indices([3, 2], -4, 3);
        GradientCheck.Second(list => Ops.Square(Ops.Sort(list[0], axis: 0)), x);
        GradientCheck.Second(list => Ops.Square(Ops.CumSum(list[0], axis: 1)), x);
        GradientCheck.Second(list => Ops.CumProd(list[0], axis: 1), x);
        GradientCheck.Second(list => Node.Emit(new Cumulative(ReduceFunction.Product, 0, true), list[0])[0], x);
        foreach (bool reverse in (bool[])[false, true])
            GradientCheck.Second(list => Node.Emit(new LinearRecurrence(1, reverse), list[0], list[1])[0], x, draw.Tensor([3, 4]));
        GradientCheck.Second(list => Ops.Square(Ops.TakeAlongAxis(list[0], own, 1)), x);
        foreach (ScatterFunction function in (ScatterFunction[])[ScatterFunction.Add, ScatterFunction.Maximum, ScatterFunction.Minimum, ScatterFunction.Multiply])
            GradientCheck.First(list => Node.Emit(new Scatter(function), list[0], indices, list[1])[0], x, draw.Tensor([3, 4]));
        GradientCheck.First(list => Node.Emit(new Scatter(ScatterFunction.Set), list[0], Tensor.From([2, 0], [2]), list[1])[0], x, draw.Tensor([2, 4]));
        GradientCheck.First(list => Ops.Quantile(list[0], Tensor.From([0.3, 0.6], [2]), axis: 1), x);
    }
}
