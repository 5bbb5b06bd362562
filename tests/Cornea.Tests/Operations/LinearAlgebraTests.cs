using Xunit;

namespace Cornea.Tests.Operations;

public class LinearAlgebraTests
{
    private static readonly Tensor A = Tensor.From([4f, 2, 2, 3], [2, 2]);

    [Fact]
    public void SolvesAndInverts()
    {
        Check.Values(Ops.Solve(A, Tensor.From([2f, 1], [2])), [2], 0.5, 0);
        Check.Values(Ops.Inv(A), [2, 2], 0.375, -0.25, -0.25, 0.5);
        Check.Values(Ops.Det(A), [], 8);
        Check.Values(Ops.Cholesky(A), [2, 2], 2, 0, 1, Math.Sqrt(2));
        Check.Values(Ops.SolveTriangular(A, Tensor.From([2f, 3], [2])), [2], 0, 1);
        Check.RunError(Ops.Inv(Ops.Ones([2, 2])), "Solve", "no inverse");
        Check.Error<ShapeException>(() => Ops.Det(Ops.Ones([2, 3])), "Determinant", "(2, 3)");
    }

    [Fact]
    public void DerivativesAreRight()
    {
        var draw = new Draw(62);
        Tensor x = draw.Tensor([2, 3, 3]) + (Ops.Eye(3, dtype: DType.Float64) * 4), b = draw.Tensor([2, 3, 2]);
        GradientCheck.Second(list => Ops.Solve(list[0], list[1]), x, b);
        GradientCheck.First(list => Ops.Inv(list[0]), x);
        GradientCheck.First(list => Ops.Det(list[0]), x);
        GradientCheck.First(list => Ops.Cholesky(Ops.MatMul(list[0], Ops.MatrixTranspose(list[0]))), x);
        foreach (double? order in (double?[])[null, 1, 2, 3]) GradientCheck.First(list => Ops.Norm(list[0], order, axis: 1), x);
    }
}
