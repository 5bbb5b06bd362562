using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>Whole small networks: the gradient of the loss, and the gradient of that gradient.</summary>
public class SecondDerivativeTests
{
    private static readonly Tensor Labels = Tensor.From([0, 2], [2]);

    [Fact]
    public void ADenseNetwork()
    {
        var draw = new Draw(30);
        GradientCheck.Second(
            x => CrossEntropy(Ops.MatMul(Ops.Tanh(Ops.MatMul(x[0], x[1]) + x[2]), x[3])),
            draw.Tensor([2, 3]), draw.Tensor([3, 4]), draw.Tensor([4]), draw.Tensor([4, 3]));
    }

    [Fact]
    public void AConvolutionalNetwork()
    {
        var draw = new Draw(31);
        GradientCheck.Second(
            x =>
            {
                Tensor[] norm = Node.Emit(new BatchNormTraining(0.01), Convolve(x[0], x[1], new(3, 3, Same: true)), x[2], x[3]);
                Tensor pooled = Node.Emit(new MaxPool(new(2, 2, 2, 2)), Ops.Softplus(norm[0]))[0];
                Tensor averaged = Node.Emit(new AveragePool(new(2, 2)), pooled)[0];
                return CrossEntropy(Ops.MatMul(averaged.Reshape(2, -1), x[4]));
            },
            draw.Tensor([2, 4, 4, 1]), draw.Tensor([3, 3, 1, 2]), draw.Tensor([2]), draw.Tensor([2]), draw.Tensor([2, 3]));
    }

    [Fact]
    public void ASeparableResidualNetworkWithReluAndSoftmax()
    {
        var draw = new Draw(32);
        GradientCheck.Second(
            x =>
            {
                Tensor depthwise = Node.Emit(new DepthwiseConvolution(new(3, 3, Same: true)), x[0], x[1])[0];
                Tensor residual = Ops.Relu(Convolve(depthwise, x[2], new(1, 1))) + x[0];
                return Ops.Softmax(Ops.Mean(residual, (1, 2)));
            },
            draw.Tensor([2, 3, 3, 2]), draw.Tensor([3, 3, 2, 1]), draw.Tensor([1, 1, 2, 2]));
    }

    [Fact]
    public void AnAttentionHead()
    {
        var draw = new Draw(33);
        GradientCheck.Second(
            x =>
            {
                Tensor query = Ops.MatMul(x[0], x[1]), key = Ops.MatMul(x[0], x[2]);
                Tensor scores = Ops.MatMul(query, key.Transpose(0, 2, 1)) / Math.Sqrt(2);
                return Ops.MatMul(Ops.Softmax(scores), x[0]);
            },
            draw.Tensor([2, 3, 2]), draw.Tensor([2, 2]), draw.Tensor([2, 2]));
    }

    [Fact]
    public void APenaltyOnTheGradientTrainsThroughVariables()
    {
        var weights = new Variable(Tensor.From([0.5, -1.5], [2, 1]));
        Tensor x = Ops.Watch(Tensor.From([1.0, 2], [1, 2]));
        Tensor slope = Gradients.Of(Ops.Sum(Ops.Square(Ops.MatMul(x, weights))), x); // 2 (x·w) w
        Tensor gradient = Gradients.Of(Ops.Sum(slope), [weights])[0];                // 2 (Σw) x + 2 (x·w)
        double dot = 0.5 - 3, sum = -1;
        Check.Values(gradient, [2, 1], (2 * sum * 1) + (2 * dot), (2 * sum * 2) + (2 * dot));
    }

    [Fact]
    public void AThirdDerivativeIsRightToo()
    {
        Tensor x = Ops.Watch(Tensor.From([1.5], [1]));
        Tensor first = Gradients.Of(Ops.Power(x, 4), x), second = Gradients.Of(first, x), third = Gradients.Of(second, x);
        Check.Values(third, [1], 24 * 1.5);
    }

    [Fact]
    public void ATensorThatIsntWatchedHasNoGradient()
    {
        Tensor x = Ops.Ones([1]);
        Check.Error<ArgumentException>(() => Gradients.Of(Ops.Sum(x * 2), x), "Gradients.Of", "Ops.Watch");
    }

    private static Tensor CrossEntropy(Tensor logits) => Node.Emit(new SparseSoftmaxCrossEntropy(), logits, Labels)[0];

    private static Tensor Convolve(Tensor x, Tensor w, Window2D window) => Node.Emit(new Convolution(window, 1), x, w)[0];
}
