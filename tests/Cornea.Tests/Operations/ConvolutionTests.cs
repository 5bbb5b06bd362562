using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class ConvolutionTests
{
    private static readonly Tensor Image = Ops.Arange(1, 10, dtype: "float32").Reshape([1, 3, 3, 1]);

    [Fact]
    public void CorrelatesWithoutFlippingTheWindow()
    {
        Tensor w = Tensor.From([1f, 10, 100, 1000], [2, 2, 1, 1]);
        Check.Values(Convolve(Image, w, new(2, 2)), [1, 2, 2, 1], 5421, 6532, 8754, 9865);
    }

    [Fact]
    public void SamePaddingPutsTheOddOneAfter()
    {
        Tensor w = Tensor.From([1f, 10, 100, 1000], [2, 2, 1, 1]);
        Check.Values(Convolve(Image, w, new(2, 2, Same: true)), [1, 3, 3, 1], 5421, 6532, 603, 8754, 9865, 906, 87, 98, 9);
    }

    [Fact]
    public void StridesDilatesAndPads()
    {
        Tensor w = Tensor.From([1f, 10, 100, 1000], [2, 2, 1, 1]);
        Check.Values(Convolve(Image, w, new(2, 2, DilationHeight: 2, DilationWidth: 2)), [1, 1, 1, 1], 9731);
        Check.Values(Convolve(Image, w, new(2, 2, 2, 2, Same: true)), [1, 2, 2, 1], 5421, 603, 87, 9);
        Check.Values(Convolve(Image, w, new(2, 2, 2, 3, PadTop: 1, PadLeft: 1)), [1, 2, 1, 1], 1000, 7040);
    }

    [Fact]
    public void SumsOverChannelsAndGivesEveryFilter()
    {
        Tensor x = Tensor.From([1f, 2], [1, 1, 1, 2]), w = Tensor.From([1f, 2, 3, 10, 20, 30], [1, 1, 2, 3]);
        Check.Values(Convolve(x, w, new(1, 1)), [1, 1, 1, 3], 21, 42, 63);
    }

    [Fact]
    public void GroupsSeeOnlyTheirChannels()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4], [1, 1, 1, 4]);
        Tensor w = Tensor.From([1f, 10, 100, 1000, 1, 10, 100, 1000], [1, 1, 2, 4]);
        Check.Values(Convolve(x, w, new(1, 1), groups: 2), [1, 1, 1, 4], 3, 30, 700, 7000);
    }

    [Fact]
    public void ADepthwiseConvolutionMultipliesChannels()
    {
        Tensor x = Tensor.From([1f, 2], [1, 1, 1, 2]), w = Tensor.From([1f, 2, 3, 4], [1, 1, 2, 2]);
        Check.Values(Node.Emit(new DepthwiseConvolution(new(1, 1)), x, w)[0], [1, 1, 1, 4], 1, 2, 6, 8);
    }

    [Fact]
    public void WithoutABatchThereAreNoResultsAndNoGradients()
    {
        Tensor x = Ops.Zeros([0, 3, 3, 1]), w = Ops.Ones([2, 2, 1, 1]), dy = Ops.Zeros([0, 2, 2, 1]);
        Check.Values(Convolve(x, w, new(2, 2)), [0, 2, 2, 1]);
        Check.Values(Node.Emit(new ConvolutionBackwardWeights(new(2, 2), 1), x, dy)[0], [2, 2, 1, 1], 0, 0, 0, 0);
    }

    [Fact]
    public void FirstAndSecondDerivativesAreRight()
    {
        var draw = new Draw(11);
        for (int round = 0; round < 20; round++)
        {
            (Window2D window, int height, int width) = draw.Window(dilated: true);
            int groups = draw.Int(1, 2), channels = groups * draw.Int(1, 2), filters = groups * draw.Int(1, 2);
            Tensor x = draw.Tensor([draw.Int(1, 2), height, width, channels]);
            Tensor w = draw.Tensor([window.Height, window.Width, channels / groups, filters]);
            GradientCheck.Second(inputs => Convolve(inputs[0], inputs[1], window, groups), x, w);
        }
    }

    [Fact]
    public void ATransposedConvolutionHasRightDerivatives()
    {
        var draw = new Draw(12);
        for (int round = 0; round < 10; round++)
        {
            (Window2D window, int height, int width) = draw.Window(dilated: true);
            Shape small = [1, window.OutHeight(height, "test"), window.OutWidth(width, "test"), 2];
            Tensor w = draw.Tensor([window.Height, window.Width, 2, 2]);
            var op = new ConvolutionBackwardData(window, 1, height, width);
            GradientCheck.Second(inputs => Node.Emit(op, inputs[0], inputs[1])[0], draw.Tensor(small), w);
        }
    }

    [Fact]
    public void ADepthwiseConvolutionHasRightDerivatives()
    {
        var draw = new Draw(13);
        for (int round = 0; round < 16; round++)
        {
            (Window2D window, int height, int width) = draw.Window(dilated: true);
            int channels = draw.Int(1, 3);
            Tensor x = draw.Tensor([draw.Int(1, 2), height, width, channels]);
            Tensor w = draw.Tensor([window.Height, window.Width, channels, draw.Int(1, 2)]);
            GradientCheck.Second(inputs => Node.Emit(new DepthwiseConvolution(window), inputs[0], inputs[1])[0], x, w);
        }
    }

    [Fact]
    public void ErrorsSayWhatDoesntFit()
    {
        Check.Error<ShapeException>(() => Convolve(Image, Ops.Zeros([2, 2, 3, 1]), new(2, 2)), "Convolution", "1 input channels", "(2, 2, 3, 1)");
        Check.Error<ShapeException>(() => Convolve(Ops.Zeros([3, 3, 1]), Ops.Zeros([2, 2, 1, 1]), new(2, 2)), "[batch, height, width, channels]", "(3, 3, 1)");
        Check.Error<ShapeException>(() => Convolve(Image, Ops.Zeros([4, 2, 1, 1]), new(4, 2)), "Convolution", "height of 4", "height of 3", "same");
        Check.Error<ShapeException>(() => Convolve(Image, Ops.Zeros([2, 2, 1, 1]), new(3, 3)), "Convolution", "3×3", "(2, 2, 1, 1)");
        Check.Error<ShapeException>(
            () => Node.Emit(new DepthwiseConvolution(new(2, 2)), Image, Ops.Zeros([3, 3, 1, 1])), "DepthwiseConvolution", "2×2", "(3, 3, 1, 1)");
        Check.Error<ArgumentException>(() => Convolve(Image, Ops.Zeros([2, 2, 1, 1], "float64"), new(2, 2)), "Convolution", "float32", "float64");
    }

    private static Tensor Convolve(Tensor x, Tensor w, Window2D window, int groups = 1) => Node.Emit(new Convolution(window, groups), x, w)[0];
}
