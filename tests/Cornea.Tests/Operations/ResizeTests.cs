using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class ResizeTests
{
    private static readonly Tensor X = Tensor.From([1f, 2, 3, 4], [1, 2, 2, 1]);

    [Fact]
    public void PixelsAreRepeatedOrInterpolated()
    {
        Check.Values(ImageOps.Resize(X, (2, 4), "nearest"), [1, 2, 4, 1], 1, 1, 2, 2, 3, 3, 4, 4);
        Check.Values(ImageOps.Resize(X, (1, 4)), [1, 1, 4, 1], 2, 2.25, 2.75, 3);
        Check.Values(ImageOps.Resize(X, (1, 1), "nearest"), [1, 1, 1, 1], 4);
        Check.Values(ImageOps.Resize(X.Cast("uint8").Squeeze(0), (1, 2)), [1, 2, 1], 2, 3);
        Check.Values(ImageOps.Resize(X, (2, 2)), [1, 2, 2, 1], 1, 2, 3, 4);
        Assert.Equal(DType.Int32, ImageOps.Resize(X.Cast("int32"), (4, 4), "nearest").DType);
        Check.Error<ShapeException>(() => Node.Emit(new Resize(true, 2, 2), Ops.Ones([2, 2, 1])), "Resize", "(2, 2, 1)");
    }

    [Fact]
    public void TheOperationIsWhatTheWeightsSay()
    {
        Tensor x = new Draw(80).Tensor([2, 5, 7, 3]);
        foreach ((int height, int width) in (ReadOnlySpan<(int, int)>)[(3, 4), (11, 7), (1, 20)])
        {
            double[] rows = ResizeWeights.Of("bilinear", 5, height, false), columns = ResizeWeights.Of("bilinear", 7, width, false);
            Tensor expected = Ops.Einsum("nhwc,Hh,Ww->nHWc", x, Tensor.From(rows, [height, 5]), Tensor.From(columns, [width, 7]));
            Check.Values(ImageOps.Resize(x, (height, width)), [2, height, width, 3], expected.ToArray<double>());
        }
    }

    [Fact]
    public void DerivativesAreRight()
    {
        Tensor x = new Draw(81).Tensor([1, 3, 4, 2]);
        foreach (string interpolation in (string[])["nearest", "bilinear"])
            foreach ((int, int) size in (ReadOnlySpan<(int, int)>)[(2, 5), (6, 3)])
                GradientCheck.Second(list => Ops.Square(ImageOps.Resize(list[0], size, interpolation)), x);
    }
}
