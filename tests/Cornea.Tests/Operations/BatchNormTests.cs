using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class BatchNormTests
{
    private const double Epsilon = 1e-3;

    [Fact]
    public void NormalisesByTheBatchsStatistics()
    {
        Tensor x = Tensor.From([1f, 10, 3, 30], [2, 2]), gamma = Tensor.From([1f, 2], [2]), beta = Tensor.From([0f, 5], [2]);
        Tensor[] y = Node.Emit(new BatchNormTraining(0), x, gamma, beta);
        Check.Values(y[0], [2, 2], -1, 3, 1, 7);
        Check.Values(y[1], [2], 2, 20);
        Check.Values(y[2], [2], 1, 100);
        Check.Values(y[3], [2], 1, 0.1);
    }

    [Fact]
    public void NormalisesByGivenStatistics()
    {
        Tensor[] inputs = [Tensor.From([1f, 10, 3, 30], [1, 2, 1, 2]), Tensor.From([1f, 0], [2]), Tensor.From([4f, 99], [2]),
            Tensor.From([2f, 1], [2]), Tensor.From([5f, 0], [2])];
        Check.Values(Node.Emit(new BatchNormInference(1), inputs)[0], [1, 2, 1, 2], 5, 1, 5 + (4 / Math.Sqrt(5)), 3);
    }

    [Fact]
    public void FirstAndSecondDerivativesAreRight()
    {
        var draw = new Draw(15);
        for (int round = 0; round < 8; round++)
        {
            int channels = draw.Int(1, 3);
            Shape shape = round % 2 == 0 ? [draw.Int(2, 4), channels] : [draw.Int(1, 2), 2, draw.Int(1, 3), channels];
            GradientCheck.Second(
                x => Node.Emit(new BatchNormTraining(Epsilon), [.. x])[0], draw.Tensor(shape), draw.Tensor([channels]), draw.Tensor([channels]));
        }
    }

    [Fact]
    public void TheStatisticsHaveDerivativesToo()
    {
        var draw = new Draw(16);
        foreach (int[] kept in new int[][] { [1], [2], [3], [0, 1, 2, 3] })
            GradientCheck.Second(Statistics(kept), draw.Tensor([3, 2, 2]), draw.Tensor([2]), draw.Tensor([2]));

        static Func<Tensor[], Tensor> Statistics(int[] kept) => x =>
        {
            Tensor[] y = Node.Emit(new BatchNormTraining(0.1), [.. x]);
            return GradientCheck.Together([.. kept.Select(index => y[index])]);
        };
    }

    [Fact]
    public void InferenceHasRightDerivativesToEveryInput()
    {
        var draw = new Draw(17);
        GradientCheck.Second(
            x => Node.Emit(new BatchNormInference(Epsilon), [.. x])[0],
            draw.Tensor([2, 2, 3]), draw.Tensor([3]), draw.Tensor([3], 0.5, 2), draw.Tensor([3]), draw.Tensor([3]));
    }

    [Fact]
    public void ErrorsSayWhatDoesntFit()
    {
        Tensor x = Ops.Zeros([2, 3]);
        Check.Error<ShapeException>(
            () => Node.Emit(new BatchNormTraining(Epsilon), x, Ops.Ones([2]), Ops.Zeros([3])), "BatchNormTraining", "(3,)", "(2,)", "(2, 3)");
        Check.Error<ShapeException>(
            () => Node.Emit(new BatchNormInference(Epsilon), x, Ops.Ones([3]), Ops.Ones([3]), Ops.Ones([3]), Ops.Ones([4])),
            "BatchNormInference", "(3,)", "(4,)", "(2, 3)");
    }
}
