using Xunit;

namespace Cornea.Tests.Operations;

public class DecompositionTests
{
    private static readonly Tensor A = Tensor.From([4f, 2, 2, 3], [2, 2]);

    [Fact]
    public void TheyMultiplyBack()
    {
        var draw = new Draw(63);
        foreach (Shape shape in (Shape[])[[2, 4, 3], [3, 5], [1, 3], [3, 1], [4, 4]])
        {
            Tensor x = draw.Tensor(shape);
            double[] expected = x.ToArray<double>();
            foreach (bool isFull in (bool[])[false, true])
            {
                (Tensor u, Tensor values, Tensor vt) = Ops.Svd(x, isFull);
                int k = values.Shape[^1];
                Check.Values(Ops.MatMul(Ops.Slice(u, -1, 0, k) * values.ExpandDims(-2), Ops.Slice(vt, -2, 0, k)), shape, expected);
                AssertOrthogonal(u);
                AssertOrthogonal(Ops.MatrixTranspose(vt));
            }

            foreach (string mode in (string[])["reduced", "complete"])
            {
                (Tensor q, Tensor r) = Ops.Qr(x, mode);
                Check.Values(Ops.MatMul(q, r), shape, expected);
                AssertOrthogonal(q);
                Check.Values(Ops.Max(Ops.Abs(Ops.Tril(r, -1))), [], 0);
            }
        }

        (Tensor eigenvalues, Tensor vectors) = Ops.Eigh(A);
        Check.Values(Ops.MatMul(vectors * eigenvalues, vectors.Transpose()), [2, 2], 4, 2, 2, 3);
        Tensor square = draw.Tensor([3, 4, 4]);
        (Tensor lu, Tensor pivots) = Ops.LuFactor(square);
        Tensor product = Ops.MatMul(Ops.Tril(lu, -1) + Ops.Eye(4, dtype: DType.Float64), Ops.Triu(lu));
        Check.Values(Ops.TakeAlongAxis(product, pivots.ExpandDims(-1), 1), [3, 4, 4], square.ToArray<double>());
    }

    [Fact]
    public void SingularMatricesHaveFullBases()
    {
        (Tensor u, Tensor values, Tensor vt) = Ops.Svd(Ops.Ones([3, 3]));
        Check.Values(values, [3], 3, 0, 0);
        AssertOrthogonal(u);
        AssertOrthogonal(vt);
        Check.Values(Ops.Svd(Ops.Zeros([2, 3])).Values, [2], 0, 0);
        AssertOrthogonal(Ops.Svd(Ops.Zeros([2, 3])).U);
    }

    [Fact]
    public void GeneralMatricesHaveComplexEigenvalues()
    {
        // A quarter turn about the third axis, which stays.
        (ComplexTensor values, ComplexTensor vectors) = Ops.Eig(Tensor.From([0f, -1, 0, 1, 0, 0, 0, 0, 2], [3, 3]));
        Check.Values(Ops.Sort(values.Imaginary), [3], -1, 0, 1);
        Check.Values(Ops.Sort(values.Real), [3], 0, 0, 2);
        Check.Values(Ops.Sum(Ops.Square(vectors.Real) + Ops.Square(vectors.Imaginary), axis: 0), [3], 1, 1, 1);

        Tensor x = new Draw(65).Tensor([4, 6, 6]);
        (values, vectors) = Ops.Eig(x);
        // x · v = v · λ, real and imaginary parts.
        Tensor real = (vectors.Real * values.Real.ExpandDims(-2)) - (vectors.Imaginary * values.Imaginary.ExpandDims(-2));
        Tensor imaginary = (vectors.Real * values.Imaginary.ExpandDims(-2)) + (vectors.Imaginary * values.Real.ExpandDims(-2));
        Check.Values(Ops.MatMul(x, vectors.Real), [4, 6, 6], real.ToArray<double>());
        Check.Values(Ops.MatMul(x, vectors.Imaginary), [4, 6, 6], imaginary.ToArray<double>());
        Check.Values(Ops.Sum(values.Real, axis: -1), [4], Ops.Trace(x, axis1: 1, axis2: 2).ToArray<double>());
    }

    [Fact]
    public void DeterminantsHaveLogarithms()
    {
        (Tensor sign, Tensor logarithm) = Ops.Slogdet(Tensor.From([0f, 2, 3, 0], [2, 2]));
        Check.Values(sign, [], -1);
        Check.Values(logarithm, [], Math.Log(6));
        Check.Values(Ops.Slogdet(Ops.Ones([4, 4]) * 2).Sign, [], 0);
        Check.Values(Ops.Logdet(A), [], Math.Log(8));
        Tensor huge = Ops.Eye(40) * 1e10; // Its determinant, 10⁴⁰⁰, is beyond every dtype.
        Check.Values(Ops.Slogdet(huge).LogDeterminant, [], 400 * Math.Log(10));
        Tensor x = new Draw(66).Tensor([5, 4, 4]);
        (sign, logarithm) = Ops.Slogdet(x);
        Check.Values(sign * Ops.Exp(logarithm), [5], Ops.Det(x).ToArray<double>());
    }

    [Fact]
    public void NormsOfMatrices()
    {
        Tensor x = Tensor.From([3f, 0, 0, -4], [2, 2]);
        Check.Values(Ops.Norm(x, "nuc"), [], 7);
        Check.Values(Ops.Norm(x, "fro", keepDims: true), [1, 1], 5);
        Check.Values(Ops.Norm(x, -2, axis: (1, 0)), [], 3);
        Check.Values(Ops.Norm(x, double.PositiveInfinity, axis: (0, 1), keepDims: true), [1, 1], 4);
        Check.Error<ArgumentException>(() => Ops.Norm(x, "nuc", axis: 1), "Norm", "nuc");
        Check.Error<ArgumentException>(() => Ops.Norm(x, 3), "Norm", "nuc", "3");
        Check.Error<ArgumentException>(() => Ops.Norm(x, "spectral"), "fro, nuc", "spectral");
    }

    [Fact]
    public void DerivativesAreRight()
    {
        var draw = new Draw(64);
        Tensor x = draw.Tensor([2, 3, 3]) + (Ops.Eye(3, dtype: DType.Float64) * 2), tall = draw.Tensor([4, 3]), wide = draw.Tensor([2, 4]);
        // Absolute values and squares: a vector's sign is free.
        GradientCheck.First(list => GradientCheck.Together(Ops.Svd(list[0], false).Values, Ops.Square(Ops.Svd(list[0], false).U), Ops.Square(Ops.Svd(list[0], false).Vt)), tall);
        GradientCheck.First(list => GradientCheck.Together(Ops.Svd(list[0]).Values, Ops.Square(Ops.Svd(list[0], false).U), Ops.Square(Ops.Svd(list[0], false).Vt)), wide);
        Tensor Symmetric(Tensor a) => a + Ops.MatrixTranspose(a);
        GradientCheck.First(list => GradientCheck.Together(Ops.Eigh(Symmetric(list[0])).Values, Ops.Square(Ops.Eigh(Symmetric(list[0])).Vectors)), x);
        GradientCheck.First(list => Ops.Eigh(list[0]).Values, x);
        foreach (Tensor matrix in (Tensor[])[x, tall, wide]) GradientCheck.First(list => GradientCheck.Together(Ops.Qr(list[0]).Q, Ops.Qr(list[0]).R), matrix);
        GradientCheck.First(list => Ops.LuFactor(list[0]).Lu, x);
        GradientCheck.First(list => Ops.Slogdet(list[0]).LogDeterminant, x);
        GradientCheck.First(list => Ops.Logdet(Ops.MatMul(list[0], Ops.MatrixTranspose(list[0]))), x);
        GradientCheck.First(list => Ops.Pinv(list[0]), tall);
        GradientCheck.First(list => Ops.Lstsq(list[0], list[1]), wide, draw.Tensor([2]));
        foreach (NormOrder order in (NormOrder[])["nuc", "fro", 2, -2, 1, double.PositiveInfinity]) GradientCheck.First(list => Ops.Norm(list[0], order), tall);
        Assert.Contains("reduced", Assert.Throws<NotSupportedException>(() => GradientCheck.First(list => Ops.Qr(list[0], "complete").Q, tall)).Message);
    }

    private static void AssertOrthogonal(Tensor columns)
    {
        int count = columns.Shape[^1];
        Tensor product = Ops.MatMul(Ops.MatrixTranspose(columns), columns);
        Check.Values(product, product.Shape, Ops.Eye(count).BroadcastTo(product.Shape).ToArray<double>());
    }
}
