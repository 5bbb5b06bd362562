using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Derivatives of operations that are compositions, and errors of their arguments. The values are in goldens/ops and goldens/keras_tests.</summary>
public class CompositionTests
{
    private static readonly Dictionary<string, (Func<Tensor[], Tensor> Function, Shape[] Inputs)> Cases = new()
    {
        ["arctan2"] = (x => Ops.Arctan2(x[0], x[1]), [[3, 4], [3, 4]]),
        ["hypot"] = (x => Ops.Hypot(x[0], x[1]), [[3, 4], [4]]),
        ["logaddexp"] = (x => Ops.LogAddExp(x[0], x[1]), [[3, 4], [4]]),
        ["sinc"] = (x => Ops.Sinc(x[0]), [[7]]),
        ["erfinv"] = (x => Ops.ErfInv(x[0] * 0.4), [[7]]),
        ["einsum"] = (x => Ops.Einsum("bij,bjk,k->bi", x), [[2, 3, 4], [2, 4, 5], [5]]),
        ["einsum, diagonal and ellipsis"] = (x => Ops.Einsum("i...i,...j->j...", x), [[3, 2, 3], [2, 4]]),
        ["tensordot"] = (x => Ops.TensorDot(x[0], x[1], (0, 2), (1, 0)), [[2, 3, 4], [4, 2, 5]]),
        ["kron"] = (x => Ops.Kron(x[0], x[1]), [[2, 3], [4]]),
        ["cross"] = (x => Ops.Cross(x[0], x[1]), [[4, 3], [4, 2]]),
        ["average"] = (x => Ops.Average(x[0], axis: 1, weights: Ops.Square(x[1]) + 1), [[3, 4], [4]]),
        ["pad, reflect"] = (x => Ops.Pad(x[0], [(2, 1), (0, 2)], "reflect"), [[3, 4]]),
        ["diagonal"] = (x => Ops.Diagonal(x[0], 1), [[3, 4, 2]]),
        ["slice update"] = (x => Ops.SliceUpdate(x[0], (1, 0), x[1]), [[3, 4], [2, 2]]),
        ["conv 1"] = (x => Ops.Conv(x[0], x[1], padding: "causal", dilationRate: 2), [[2, 7, 3], [3, 3, 2]]),
        ["conv 3"] = (x => Ops.Conv(x[0], x[1], 2, "same"), [[1, 4, 5, 4, 2], [3, 2, 3, 2, 2]]),
        ["conv 3 transposed"] = (x => Ops.ConvTranspose(x[0], x[1], 2, "same"), [[1, 2, 3, 2, 2], [3, 2, 3, 2, 2]]),
        ["conv 1 transposed"] = (x => Ops.ConvTranspose(x[0], x[1], 3), [[1, 4, 2], [2, 3, 2]]),
        ["separable conv"] = (x => Ops.SeparableConv(x[0], x[1], x[2]), [[1, 5, 4, 2], [2, 2, 2, 2], [1, 1, 4, 3]]),
        ["max pool 3"] = (x => Ops.MaxPool(x[0], 2, padding: "same"), [[1, 3, 4, 5, 2]]),
        ["average pool 3"] = (x => Ops.AveragePool(x[0], (2, 3, 2), 2, "same"), [[1, 3, 4, 5, 2]]),
        ["adaptive pool"] = (x => Ops.AdaptiveAveragePool(x[0], (2, 3)), [[1, 5, 4, 2]]),
        ["unfold"] = (x => Ops.Unfold(x[0], 2, padding: 1, stride: 2), [[1, 2, 4, 5]]),
        ["fold"] = (x => Ops.Fold(x[0], (4, 4), 2), [[1, 8, 9]]),
        ["attention"] = (x => Ops.DotProductAttention(x[0], x[1], x[2], isCausal: true), [[1, 3, 2, 4], [1, 3, 1, 4], [1, 3, 1, 4]]),
        ["layer normalization"] = (x => Ops.LayerNormalization(x[0], x[1], x[1], axis: (1, 2)), [[2, 3, 4], [3, 4]]),
        ["resize, bicubic"] = (x => ImageOps.Resize(x[0], (3, 7), "bicubic"), [[4, 5, 2]]),
        ["resize, lanczos3"] = (x => ImageOps.Resize(x[0], (3, 3), "lanczos3", antialias: true), [[4, 5, 2]]),
        ["map coordinates"] = (x => ImageOps.MapCoordinates(x[0], (x[1] * 0.4) + 1.37, 1, "mirror"), [[3, 4], [2, 5]]),
        ["hsv to rgb"] = (x => ImageOps.HsvToRgb((x[0] * 0.2) + 0.5), [[2, 2, 3]]),
        ["gaussian blur"] = (x => ImageOps.GaussianBlur(x[0], (3, 5), (1, 2)), [[6, 5, 2]]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void DerivativesAreRight(string name)
    {
        var draw = new Draw(71);
        GradientCheck.First(Cases[name].Function, [.. Cases[name].Inputs.Select(shape => draw.Tensor(shape))]);
    }

    [Fact]
    public void BitsAndIntegersStayIntegers()
    {
        Tensor a = Tensor.From([12, 7, -8], [3]), b = Tensor.From([10, 2, 1], [3]);
        Check.Values(Ops.BitwiseAnd(a, b), [3], 8, 2, 0);
        Check.Values(Ops.BitwiseOr(a, b), [3], 14, 7, -7);
        Check.Values(Ops.BitwiseXor(a, b), [3], 6, 5, -7);
        Check.Values(Ops.BitwiseNot(a), [3], -13, -8, 7);
        Check.Values(Ops.LeftShift(a, b), [3], 12288, 28, -16);
        Check.Values(Ops.RightShift(a, b), [3], 0, 1, -4);
        Check.Values(Ops.FloorDivide(a, b), [3], 1, 3, -8);
        Check.Values(Ops.Gcd(a, b), [3], 2, 1, 1);
        Assert.Equal(DType.Int32, Ops.FloorDivide(a, b).DType);
        Check.Error<ArgumentException>(() => Ops.BitwiseAnd(Ops.Ones([2]), a), "BitAnd", "float32");
    }

    [Fact]
    public void WhatDependsOnTheValuesComputes()
    {
        Tensor x = Tensor.From([3, 1, 3, 0], [4]);
        (Tensor values, Tensor indices, Tensor inverse, Tensor counts) = Ops.UniqueAll(x);
        Check.Values(values, [3], 0, 1, 3);
        Check.Values(indices, [3], 3, 1, 0);
        Check.Values(inverse, [4], 2, 1, 2, 0);
        Check.Values(counts, [3], 1, 1, 2);
        Check.Values(Ops.Nonzero(x)[0], [3], 0, 1, 2);
        Check.Values(Ops.Bincount(x, minLength: 6), [6], 1, 1, 0, 2, 0, 0);
    }

    [Fact]
    public void TransformsAndInversesGoBack()
    {
        Tensor x = Tensor.From([1f, 2, 3, 5], [4]);
        (Tensor real, Tensor imaginary) = Ops.Rfft(x);
        Check.Values(real, [3], 11, -2, -3);
        Check.Values(imaginary, [3], 0, 3, 0);
        (Tensor u, Tensor v) = Ops.Fft2((x.Reshape(2, 2), x.Reshape(2, 2) * 2));
        (Tensor a, Tensor b) = Ops.Ifft2((u, v));
        Check.Values(a, [2, 2], 1, 2, 3, 5);
        Check.Values(b, [2, 2], 2, 4, 6, 10);
        Tensor tall = Tensor.From([1f, 2, 3, 4, 5, 7], [3, 2]);
        Check.Values(Ops.MatMul(Ops.Pinv(tall), tall), [2, 2], 1, 0, 0, 1);
        Check.Values(Ops.Lstsq(tall, Ops.MatMul(tall, Tensor.From([1f, -2], [2]))), [2], 1, -2);
        Check.Values(Ops.MatrixRank(Ops.Ones([3, 2])), [], 1);
        Check.Values(Ops.ExtractSequences(x, 2, 1), [3, 2], 1, 2, 2, 3, 3, 5);
        Check.Values(Ops.Cdist(Ops.Zeros([1, 2]), Tensor.From([3f, 4], [1, 2])), [1, 1], 5);
    }

    [Fact]
    public void WindowsAreNumPys()
    {
        Check.Values(Ops.I0(Tensor.From([0f, 1, 5], [3])), [3], 1, 1.2660658, 27.239872);
        Check.Values(Ops.Bartlett(5), [5], 0, 0.5, 1, 0.5, 0);
        Check.Values(Ops.Hanning(3), [3], 0, 1, 0);
        Check.Values(Ops.Hamming(3), [3], 0.08, 1, 0.08);
        Check.Values(Ops.Kaiser(3, 0), [3], 1, 1, 1);
        Check.Values(Ops.Hamming(1), [1], 1);
        Check.Values(Ops.Norm(Tensor.From([3f, 0, 0, -4], [2, 2]), "nuc"), [], 7);
    }

    [Fact]
    public void NanIsLeftOut()
    {
        Tensor x = Tensor.From([1f, float.NaN, 3, float.NaN, float.NaN, float.NaN], [2, 3]);
        Check.Values(Ops.NanSum(x, axis: 1), [2], 4, 0);
        Check.Values(Ops.NanMean(x, axis: 1), [2], 2, double.NaN);
        Check.Values(Ops.NanVar(x), [], 1);
        Check.Values(Ops.NanMax(x, axis: 1), [2], 3, double.NaN);
        Check.Values(Ops.NanArgMin(x, axis: 1), [2], 0, -1);
        Check.Values(Ops.NanMedian(x, axis: 1), [2], 2, double.NaN);
    }

    [Fact]
    public void AxesCountFromTheEnd()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [1, 2, 3]);
        Check.Values(x.Sum(axis: -2), [1, 3], 5, 7, 9);
        Check.Values(Ops.Max(x, axis: [-1, -2]), [1], 6);
        Check.Error<ShapeException>(() => x.Sum(axis: (1, -2)), "Sum", "once");
    }

    [Fact]
    public void ErrorsSayWhatDoesntFit()
    {
        Tensor x = Ops.Ones([2, 3]);
        Check.Error<ShapeException>(() => Ops.Einsum("ij,jk->ik", x, x), "Einsum", "'j'");
        Check.Error<ArgumentException>(() => Ops.Quantile(x, 0.5, method: "cubic"), "Quantile", "nearest", "cubic");
        Check.Error<ArgumentException>(() => Ops.Pad(x, [(1, 1), (1, 1)], "mirror"), "Pad", "reflect", "mirror");
        Check.Error<ArgumentException>(() => ImageOps.Resize(Ops.Ones([2, 2, 1]), (1, 1), "cubic"), "Resize", "bicubic", "cubic");
        Check.Error<ShapeException>(() => Ops.Conv(x, x), "Conv", "(2, 3)");
        Check.Error<ShapeException>(() => Ops.Split(x, 2, axis: 1), "Split", "(2, 3)");
    }
}
