using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class SoftmaxTests
{
    private static readonly Tensor X = Tensor.From([0, Math.Log(2), Math.Log(5), 1000, 1000, -1000], [2, 3]);

    [Fact]
    public void SumsToOneWithoutOverflow() =>
        Check.Values(Ops.Softmax(X), [2, 3], 0.125, 0.25, 0.625, 0.5, 0.5, 0);

    [Fact]
    public void TheLogarithmKeepsItsDigits() =>
        Check.Values(Ops.LogSoftmax(X), [2, 3], Math.Log(0.125), Math.Log(0.25), Math.Log(0.625), Math.Log(0.5), Math.Log(0.5), -2000 + Math.Log(0.5));

    [Fact]
    public void AnotherAxisIsTheTranspose()
    {
        Check.Values(Ops.Softmax(X.Transpose(), 0), [3, 2], 0.125, 0.5, 0.25, 0.5, 0.625, 0);
        Check.Values(Ops.Softmax(Ops.Zeros([2, 3, 2]), 1), [2, 3, 2], [.. Enumerable.Repeat(1.0 / 3, 12)]);
    }

    [Fact]
    public void NaNSpreadsOverItsRowOnly() =>
        Check.Values(Ops.Softmax(Tensor.From([double.NaN, 1, 2, 2], [2, 2])), [2, 2], double.NaN, double.NaN, 0.5, 0.5);

    [Fact]
    public void DenseCrossEntropyWeighsTheClasses()
    {
        Tensor targets = Tensor.From([0, 0.5, 1, 1, 0, 0], [2, 3]); // A target of 0 counts nothing, though e⁻²⁰⁰⁰ is 0.
        Tensor[] y = Node.Emit(new SoftmaxCrossEntropy(), X, targets);
        Check.Values(y[0], [2], (-0.5 * Math.Log(0.25)) - Math.Log(0.625), Math.Log(2));
        Check.Values(y[1], [2, 3], 0.125, 0.25, 0.625, 0.5, 0.5, 0);
        Check.Error<ShapeException>(() => Node.Emit(new SoftmaxCrossEntropy(), X, Ops.Ones([2, 2])), "SoftmaxCrossEntropy", "(2, 2)");
        var draw = new Draw(82);
        GradientCheck.Second(
            list => GradientCheck.Together(Node.Emit(new SoftmaxCrossEntropy(), list[0], list[1])), draw.Tensor([3, 4]), draw.Tensor([3, 4], 0, 1));
    }

    [Fact]
    public void CrossEntropyIsTheNegativeLogarithmOfTheLabelsShare()
    {
        Tensor[] y = Node.Emit(new SparseSoftmaxCrossEntropy(), X, Tensor.From([2, 0], [2]));
        Check.Values(y[0], [2], -Math.Log(0.625), Math.Log(2));
        Check.Values(y[1], [2, 3], 0.125, 0.25, 0.625, 0.5, 0.5, 0);
    }

    [Fact]
    public void ALabelOutOfRangeIsNamed()
    {
        Tensor[] y = Node.Emit(new SparseSoftmaxCrossEntropy(), Ops.Zeros([3, 10]), Tensor.From([9, 10, -1], [3]));
        Check.RunError(y[0], "SparseSoftmaxCrossEntropy", "label", "between 0 and 9", "got 10", "position 1");
    }

    [Fact]
    public void FirstAndSecondDerivativesAreRight()
    {
        var draw = new Draw(18);
        for (int round = 0; round < 6; round++)
        {
            Shape shape = draw.Shape(draw.Int(1, 3));
            int axis = draw.Int(0, shape.Rank - 1);
            GradientCheck.Second(x => Ops.Softmax(x[0], axis), draw.Tensor(shape));
            GradientCheck.Second(x => Ops.LogSoftmax(x[0], axis), draw.Tensor(shape));
        }
    }

    [Fact]
    public void CrossEntropyAndItsProbabilitiesHaveRightDerivatives()
    {
        var draw = new Draw(19);
        Tensor labels = draw.Indices([3], 0, 3);
        GradientCheck.Second(x => Node.Emit(new SparseSoftmaxCrossEntropy(), x[0], labels)[0], draw.Tensor([3, 4]));
        GradientCheck.Second(x => Node.Emit(new SparseSoftmaxCrossEntropy(), x[0], labels)[1], draw.Tensor([3, 4]));
        GradientCheck.Second(x => GradientCheck.Together(Node.Emit(new SparseSoftmaxCrossEntropy(), x[0], labels)), draw.Tensor([3, 4]));
    }

    [Fact]
    public void ErrorsSayWhatDoesntFit()
    {
        Check.Error<ShapeException>(
            () => Node.Emit(new SparseSoftmaxCrossEntropy(), Ops.Zeros([3, 10]), Tensor.From([1, 2], [2])),
            "SparseSoftmaxCrossEntropy", "(3, 10)", "(2,)");
        Check.Error<ArgumentException>(
            () => Node.Emit(new SparseSoftmaxCrossEntropy(), Ops.Zeros([2, 10]), Tensor.From([1f, 2], [2])),
            "SparseSoftmaxCrossEntropy", "int32", "float32");
        Check.Error<ShapeException>(() => Ops.Softmax(1.0), "Softmax", "rank ≥ 1", "scalar");
    }
}
