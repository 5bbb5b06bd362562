using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class MatMulTests
{
    private static readonly Tensor A = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);
    private static readonly Tensor B = Tensor.From([1f, 0, 2, -1, 0, 1], [3, 2]);

    [Fact]
    public void MultipliesMatrices() => Check.Values(Ops.MatMul(A, B), [2, 2], 5, 1, 14, 1);

    [Fact]
    public void TransposesEitherSide()
    {
        foreach ((bool a, bool b) in new[] { (false, true), (true, false), (true, true) })
        {
            Tensor left = a ? A.Transpose() : A, right = b ? B.Transpose() : B;
            Check.Values(Node.Emit(new MatMul(a, b), left, right)[0], [2, 2], 5, 1, 14, 1);
        }
    }

    [Fact]
    public void TakesVectorsAsNumPyDoes()
    {
        Tensor v = Tensor.From([1f, 1, 1], [3]);
        Check.Values(Ops.MatMul(v, v), [], 3);
        Check.Values(Ops.MatMul(A, v), [2], 6, 15);
        Check.Values(Ops.MatMul(v, B), [2], 3, 0);
        Check.Values(Ops.MatMul(Ops.Ones([2, 2, 3]), v), [2, 2], 3, 3, 3, 3);
        Check.Values(Ops.MatMul(v, Ops.Ones([2, 3, 1])), [2, 1], 3, 3);
    }

    [Fact]
    public void BroadcastsBatches()
    {
        Tensor batch = Ops.Stack([A, A * 2]);
        Check.Values(Ops.MatMul(batch, B), [2, 2, 2], 5, 1, 14, 1, 10, 2, 28, 2);
        Check.Values(Ops.MatMul(A, Ops.Stack([B, B * 2])), [2, 2, 2], 5, 1, 14, 1, 10, 2, 28, 2);
        Assert.Equal(new Shape(4, 2, 5, 6), Ops.MatMul(Ops.Zeros([4, 1, 5, 3]), Ops.Zeros([2, 3, 6])).Shape);
    }

    [Fact]
    public void AnEmptyInnerAxisGivesZeros() => Check.Values(Ops.MatMul(Ops.Zeros([2, 0]), Ops.Zeros([0, 1])), [2, 1], 0, 0);

    [Fact]
    public void IntegersStayIntegers() => Assert.Equal(DType.Int32, Ops.MatMul(Tensor.From([1], [1, 1]), Tensor.From([2], [1, 1])).DType);

    [Fact]
    public void SizesThatDontFitAreRefused() =>
        Check.Error<ShapeException>(() => Ops.MatMul(A, A), "MatMul", "3 and 2", "(2, 3)");

    [Fact]
    public void FirstAndSecondDerivativesAreRight()
    {
        var draw = new Draw(9);
        for (int round = 0; round < 12; round++)
        {
            int rows = draw.Int(1, 4), inner = draw.Int(1, 4), columns = draw.Int(1, 4);
            int[] batch = draw.Bool() ? [draw.Int(1, 3)] : [];
            bool transposeA = draw.Bool(), transposeB = draw.Bool();
            Tensor a = draw.Tensor(transposeA ? [.. batch, inner, rows] : [.. batch, rows, inner]);
            Tensor b = draw.Tensor(transposeB ? [.. batch, columns, inner] : [.. batch, inner, columns]);
            GradientCheck.Second(x => Node.Emit(new MatMul(transposeA, transposeB), x[0], x[1])[0], a, b);
        }
    }

    [Fact]
    public void DerivativesGoThroughBroadcastBatchesAndVectors()
    {
        var draw = new Draw(10);
        GradientCheck.First(x => Ops.MatMul(x[0], x[1]), draw.Tensor([2, 1, 3, 2]), draw.Tensor([3, 2, 2]));
        GradientCheck.First(x => Ops.MatMul(x[0], x[1]), draw.Tensor([2, 3, 2]), draw.Tensor([2, 4]));
        GradientCheck.First(x => Ops.MatMul(x[0], x[1]), draw.Tensor([3]), draw.Tensor([3, 2]));
        GradientCheck.First(x => Ops.MatMul(x[0], x[1]), draw.Tensor([2, 3]), draw.Tensor([3]));
    }
}
