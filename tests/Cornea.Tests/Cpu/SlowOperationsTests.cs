using Cornea.Callbacks;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Layers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>Double precision and other things without a kernel: they slow down themselves only, and somebody hears of it.</summary>
[Collection(nameof(Alone))]
public class SlowOperationsTests
{
    [Fact]
    public void One_double_node_leaves_the_others_their_kernels()
    {
        Tensor x = Tensor.Placeholder(new TensorSpec([64, 32], DType.Float32)), wide = Tensor.Placeholder(new TensorSpec([64, 32], DType.Float64));
        Tensor narrow = Ops.Relu(Ops.MatMul(x, Ops.Ones([32, 16])));
        Tensor mixed = Ops.Sum(wide * 2) + Ops.Sum(narrow).Cast(DType.Float64);
        var plan = (Plan)new CpuExecutor().Lower(GraphCapture.Traced([x, wide], [narrow, mixed], []));
        Assert.Contains(plan.Steps, step => step.Describe().Contains("gemm", StringComparison.Ordinal));
        Assert.Equal(["Multiply of float64", "Sum of float64"], plan.SlowOperations.Order());
    }

    [Fact]
    public void Training_on_doubles_is_training_on_singles()
    {
        double[,] x = new double[40, 3], y = new double[40, 1];
        var random = new Random(3);
        foreach (double[,] array in new[] { x, y })
            for (int row = 0; row < array.GetLength(0); row++)
                for (int column = 0; column < array.GetLength(1); column++) array[row, column] = random.NextDouble();
        (float[] weights, Evaluation evaluation, float[] predicted) expected = Train(Tensor.From(x).Cast(DType.Float32), Tensor.From(y).Cast(DType.Float32));
        (float[] weights, Evaluation evaluation, float[] predicted) actual = Train(Tensor.From(x), Tensor.From(y));
        Assert.Equal(expected.weights, actual.weights);
        Assert.Equal(expected.evaluation.Loss, actual.evaluation.Loss);
        Assert.Equal(expected.predicted, actual.predicted);
    }

    [Fact]
    public void Who_compiles_what_is_slow_is_told_once_by_name()
    {
        Tensor rows = Tensor.From(Enumerable.Range(0, 4096).ToArray(), [64, 64]).Cast(DType.Float32);
        SlowOperations.Forget();
        string said = Heard(() =>
        {
            for (int time = 0; time < 2; time++) _ = Function.Compile(x => Ops.Sort(x * 2) + time).Run(rows).ToArray<float>();
            _ = Function.Compile(x => Ops.Sort(x)).Run(Ops.Ones([4, 4])).ToArray<float>();
        });
        Assert.Equal(1, said.Split("Sort").Length - 1);
        Assert.Contains("CORNEA_TELL_SLOW=0", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Small_and_loose_work_is_nobodys_trouble() => Assert.Empty(Heard(() =>
    {
        _ = Ops.CumProd(Ops.Ones([64, 64])).ToArray<float>();
        _ = Function.Compile(x => Ops.CumProd(x)).Run(Ops.Ones([4, 4])).ToArray<float>();
    }));

    private static (float[] Weights, Evaluation Evaluation, float[] Predicted) Train(Tensor x, Tensor y)
    {
        RandomSeed.Set(5);
        var model = new Sequential([new Input(3), new Dense(4, activation: "relu"), new Dense(1)]);
        model.Compile("adam", "mse", metrics: ["mae"]);
        string said = Heard(() => model.Fit(x, y, batchSize: 16, epochs: 2, verbose: 0));
        Assert.Empty(said);
        return ([.. model.Weights.SelectMany(weight => weight.Value.ToArray<float>())], model.Evaluate(x, y, verbose: 0), model.Predict(x).ToArray<float>());
    }

    private static string Heard(Action action)
    {
        TextWriter before = Console.Error;
        using var heard = new StringWriter();
        Console.SetError(heard);
        try
        {
            action();
        }
        finally
        {
            Console.SetError(before);
        }

        return heard.ToString();
    }
}
