using Cornea.Layers;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>Masks of outputs in training, as Keras applies them: the loss is the mean over the steps that count, metrics weigh the others 0.</summary>
public class MaskTests
{
    private static readonly float[] Counts = [1, 1, 0, 1, 0, 0];

    [Fact]
    public void TheLossIsTheMeanOverTheStepsThatCount()
    {
        (Model model, Tensor x, Tensor y, double[] errors) = Masked("mse");
        double expected = errors.Where((_, place) => Counts[place] != 0).Average();
        Assert.Equal(expected, model.Evaluate(x, y, verbose: 0).Loss, 1e-5);
        Assert.Equal(expected, model.TestOnBatch(x, y).Loss, 1e-5);
        Assert.Equal(expected, model.TrainOnBatch(x, y).Loss, 1e-5);
    }

    [Fact]
    public void TheSumIsOverTheStepsThatCount()
    {
        (Model model, Tensor x, Tensor y, double[] errors) = Masked(new Losses.MeanSquaredError(reduction: "sum"));
        Assert.Equal(errors.Where((_, place) => Counts[place] != 0).Sum(), model.Evaluate(x, y, verbose: 0).Loss, 1e-4);
    }

    [Fact]
    public void SampleWeightsAndMasksMultiply()
    {
        (Model model, Tensor x, Tensor y, double[] errors) = Masked("mse");
        float[] weights = [0.5f, 2, 3, 1, 4, 5];
        double expected = errors.Select((error, place) => error * weights[place] * Counts[place]).Sum() / Counts.Sum();
        Assert.Equal(expected, model.Evaluate(x, y, sampleWeight: Tensor.From(weights, [2, 3]), verbose: 0).Loss, 1e-4);
    }

    [Fact]
    public void MeanMetricsLeaveOutWhatDoesNotCountAndOthersDoNot()
    {
        (Model model, Tensor x, Tensor y, double[] errors) = Masked("mse", ["mse", new Metrics.RootMeanSquaredError()]);
        Evaluation result = model.Evaluate(x, y, verbose: 0);

        // A sample's value is the mean over all its steps, those that don't count being 0, and so is its weight.
        double[] perSample = [.. errors.Select((error, place) => error * Counts[place]).Chunk(3).Select(steps => steps.Average())];
        Assert.Equal(perSample.Sum() / Counts.Chunk(3).Sum(steps => steps.Average()), result["mse"], 1e-5);
        Assert.Equal(Math.Sqrt(errors.Average()), result["root_mean_squared_error"], 1e-5);
    }

    [Fact]
    public void TrainingTakesNothingFromStepsThatDoNotCount()
    {
        (Model model, Tensor x, Tensor y, _) = Masked("mse");
        (Model other, _, _, _) = Masked("mse");
        other.SetWeights(model.GetWeights());
        float[] disturbed = y.ToArray<float>();
        for (int place = 0; place < Counts.Length; place++)
            if (Counts[place] == 0) disturbed[place] += 100;
        model.Fit(x, y, epochs: 2, shuffle: false, verbose: 0);
        other.Fit(x, Tensor.From(disturbed, y.Shape), epochs: 2, shuffle: false, verbose: 0);
        Assert.Equal(Flat(model), Flat(other));

        static float[] Flat(Model model) => [.. model.GetWeights().SelectMany(weight => weight.ToArray<float>())];
    }

    [Fact]
    public void AnEmbeddingsMaskReachesTheLoss()
    {
        Tensor numbers = Tensor.From(new[,] { { 1, 2, 0, 0 }, { 3, 0, 0, 0 } }), labels = Tensor.From(new[,] { { 0, 1, 2, 2 }, { 1, 0, 0, 0 } });
        var model = new Sequential([
            new Input(new Shape(4), dtype: DType.Int32), new Embedding(5, 3, maskZero: true), new LSTM(4, returnSequences: true), new Dense(3, activation: "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        float[] p = model.Predict(numbers, verbose: 0).ToArray<float>();
        double expected = -(Math.Log(p[0]) + Math.Log(p[4]) + Math.Log(p[(4 * 3) + 1])) / 3;
        Evaluation result = model.Evaluate(numbers, labels, verbose: 0);
        Assert.Equal(expected, result.Loss, 1e-5);
        double right = new[] { (0, 0), (1, 1), (4, 1) }.Count(pair => Largest(p, pair.Item1) == pair.Item2);
        Assert.Equal(right / 3, result["accuracy"], 1e-6);

        static int Largest(float[] p, int step) => Enumerable.Range(0, 3).MaxBy(label => p[(step * 3) + label]);
    }

    [Fact]
    public void PenaltiesOfLayersAreAddedInTrainingAndEvaluation()
    {
        var layer = new Counting(0.25);
        var model = new Sequential([new Input(3), layer]);
        model.Compile(new SGD(0), "mse");
        Tensor x = TestData.Uniform(4, 3), y = Ops.Zeros([4, 3]);
        double expected = Ops.Mean(Ops.Square(x)).ToScalar<float>() + (0.25 * Ops.Sum(x).ToScalar<float>());
        Assert.Equal(expected, model.Evaluate(x, y, verbose: 0).Loss, 1e-5);
        Assert.Equal(expected, model.TrainOnBatch(x, y).Loss, 1e-5);
        var alone = new Sequential([new Input(3), new Dense(2), new Counting(1)]);
        alone.Compile(new SGD(0.1));
        double before = alone.TrainOnBatch(x, Ops.Zeros([4, 2])).Loss;
        Assert.True(alone.TrainOnBatch(x, Ops.Zeros([4, 2])).Loss < before);
    }

    [Fact]
    public void MetricsOfLayersAreReportedAndReset()
    {
        var model = new Sequential([new Input(3), new Counting(0), new Sequential([new Input(3), new Counting(0, "inner")])]);
        model.Compile(new SGD(0), "mse", metrics: ["mae"]);
        Tensor x = TestData.Uniform(8, 3), y = Ops.Zeros([8, 3]);
        History history = model.Fit(x, y, batchSize: 4, epochs: 2, shuffle: false, verbose: 0, validationData: (x[..4], y[..4]));
        double mean = x.Mean().ToScalar<float>();
        Assert.Equal(mean, history["activity"][1], 1e-5);
        Assert.Equal(mean, history["inner"][0], 1e-5);
        Assert.Equal(x[..4].Mean().ToScalar<float>(), history["val_activity"][1], 1e-5);
        Assert.Equal(mean, model.Evaluate(x, y, verbose: 0)["activity"], 1e-5);
    }

    // Two samples of three steps, one unit; the errors of all steps.
    private static (Model Model, Tensor X, Tensor Y, double[] Errors) Masked(CompileLoss loss, CompileMetrics? metrics = null)
    {
        float[] values = TestData.Uniform([2, 3, 2]).ToArray<float>();
        for (int place = 0; place < values.Length; place++) values[place] = Counts[place / 2] == 0 ? 0 : values[place] + 0.5f;
        Tensor x = Tensor.From(values, [2, 3, 2]), y = TestData.Uniform([2, 3, 1]);
        var model = new Sequential([new Input(3, 2), new Masking(), new Dense(1)]);
        model.Compile(new SGD(0.1), loss, metrics: metrics);
        double[] errors = [.. Ops.Square(model.Predict(x, verbose: 0) - y).ToArray<float>().Select(error => (double)error)];
        return (model, x, y, errors);
    }

    private sealed class Counting : Layer
    {
        private readonly double _penalty;
        private readonly Metrics.Mean _mean;

        public Counting(double penalty, string name = "activity")
        {
            _penalty = penalty;
            _mean = AddMetric(new Metrics.Mean(name));
        }

        protected override Tensor Forward(Tensor x, bool training)
        {
            _mean.UpdateState(x);
            if (_penalty != 0) AddLoss(x * _penalty);
            return x * 1;
        }
    }
}
