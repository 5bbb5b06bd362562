using Cornea.Callbacks;
using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Models;

[Collection(nameof(Alone))] // RandomSeed is the process's: other tests would draw from it in between.
public class TrainerTests
{
    [Fact]
    public void AnotherNumberOfSamplesIsNoReasonToCompileAgain()
    {
        var model = new Sequential { new Input(3), new Dense(2), new Dense(1) };
        int traced = 0;
        model.Compile("sgd", Losses.Loss.From((target, output) =>
        {
            traced++;
            return Ops.Square(target - output);
        }));
        foreach ((int count, int programs) in new[] { (20, 1), (35, 1), (10, 1), (23, 2), (48, 2), (24, 3) })
        {
            Tensor x = RandomOps.Normal([count, 3], seed: 1), y = x.Sum([1], keepDims: true);
            model.Fit(x, y, batchSize: 5, verbose: 0);
            Assert.Equal(programs, traced);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        float[] first = Train(), second = Train();
        Assert.Equal(first, second);

        static float[] Train()
        {
            RandomSeed.Set(5);
            Sequential model = Classifier();
            model.Fit(TestData.Uniform(50, 6), TestData.Labels(50, 3), batchSize: 8, epochs: 3, verbose: 0);
            return [.. model.GetWeights().SelectMany(weight => weight.ToArray<float>())];
        }
    }

    [Fact]
    public void Batches_train_as_arrays_do()
    {
        Tensor x = TestData.Uniform(24, 6), y = TestData.Labels(24, 3);
        Sequential arrays = Classifier(dropout: 0), batches = Classifier(dropout: 0);
        batches.SetWeights(arrays.GetWeights());
        History first = arrays.Fit(x, y, batchSize: 10, epochs: 3, shuffle: false, verbose: 0);
        Batch[] parts = [new(x[..10], y[..10]), new(x[10..20], y[10..20]), new(x[20..], y[20..])];
        History second = batches.Fit(parts, epochs: 3, verbose: 0);
        Assert.Equal(first["loss"], second["loss"]);
        Assert.Equal(Flat(arrays), Flat(batches));
        Assert.Equal(arrays.Evaluate(x, y, verbose: 0).Loss, batches.Evaluate(parts, verbose: 0).Loss, 5);
        Assert.Equal(arrays.Predict(x).ToArray<float>(), batches.Predict(parts).ToArray<float>());
    }

    [Fact]
    public void Class_weights_are_sample_weights_by_class()
    {
        Tensor x = TestData.Uniform(20, 6), y = TestData.Labels(20, 3);
        float[] weights = [.. y.ToArray<int>().Select(label => label + 1f)];
        Sequential first = Classifier(dropout: 0), second = Classifier(dropout: 0), third = Classifier("categorical_crossentropy", 0);
        second.SetWeights(first.GetWeights());
        third.SetWeights(first.GetWeights());
        var byClass = new Dictionary<int, double> { [0] = 1, [1] = 2, [2] = 3 };
        first.Fit(x, y, shuffle: false, verbose: 0, classWeight: byClass);
        second.Fit(x, y, shuffle: false, verbose: 0, sampleWeight: Tensor.From(weights, [20]));
        third.Fit(x, Ops.OneHot(y, 3), shuffle: false, verbose: 0, classWeight: byClass);
        Assert.Equal(Flat(first), Flat(second));
        Assert.All(Flat(first).Zip(Flat(third)), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void Regularizers_and_added_losses_are_in_the_loss()
    {
        var model = new Sequential { new Input(4), new Dense(2, kernelRegularizer: "l2", activityRegularizer: "l1") };
        model.Compile(new SGD(0), "mse");
        Tensor x = TestData.Uniform(8, 4), y = TestData.Uniform(8, 2), predicted = model.Predict(x);
        double kernel = Ops.Square(model.GetLayer<Dense>().Kernel).Sum().ToScalar<float>();
        double expected = Ops.Square(predicted - y).Mean().ToScalar<float>() + (0.01 * kernel) + (0.01 * Ops.Abs(predicted).Sum().ToScalar<float>() / 8);
        Assert.Equal(expected, model.Evaluate(x, y, verbose: 0).Loss, 4);
    }

    [Fact]
    public void Frozen_layers_stay_and_batch_norms_in_them_only_infer()
    {
        var backbone = new Sequential { new Input(4), new Dense(5), new BatchNormalization() };
        backbone.Trainable = false;
        var model = new Sequential { backbone, new Dense(2) };
        model.Compile("sgd", "mse");
        float[] before = Flat(backbone), head = Flat(model.Layers[1]);
        model.Fit(TestData.Uniform(8, 4), TestData.Uniform(8, 2), verbose: 0);
        Assert.Equal(before, Flat(backbone));
        Assert.NotEqual(head, Flat(model.Layers[1]));
        backbone.Trainable = true;
        model.Compile("sgd", "mse");
        model.Fit(TestData.Uniform(8, 4), TestData.Uniform(8, 2), verbose: 0);
        Assert.NotEqual(before, Flat(backbone));
    }

    [Fact]
    public void Cancellation_keeps_the_last_whole_step()
    {
        using var source = new CancellationTokenSource();
        Sequential model = Classifier();
        var stop = new LambdaCallback(onTrainBatchEnd: (batch, _) =>
        {
            if (batch == 2) source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(
            () => model.Fit(TestData.Uniform(64, 6), TestData.Labels(64, 3), batchSize: 8, verbose: 0, callbacks: [stop], cancellationToken: source.Token));
        Assert.Equal(3, model.Optimizer.Iterations.Value.ToScalar<long>());
    }

    [Fact]
    public void A_step_of_ones_own()
    {
        Tensor input = new Input(3);
        var model = new Doubling(input, new Dense(1).Call(input));
        model.Compile(new SGD(0.1));
        History history = model.Fit(TestData.Uniform(10, 3), TestData.Uniform(10, 1), epochs: 2, verbose: 0);
        Assert.Equal(["error", "twice"], history.Names);
        Assert.Equal(2 * history["error"][1], history["twice"][1], 5);
    }

    [Fact]
    public void A_subclass_of_Model()
    {
        var model = new Own();
        model.Compile("adam", "mse");
        model.Fit(TestData.Uniform(10, 3), TestData.Uniform(10, 1), verbose: 0);
        Assert.Equal(4, model.Weights.Count);
        Assert.Equal([10, 1], model.Predict(TestData.Uniform(10, 3)).Shape);
    }

    [Fact]
    public void Predicting_on_many_threads_gives_the_same_bits()
    {
        Sequential model = Classifier();
        Tensor x = TestData.Uniform(70, 6);
        float[] expected = model.Predict(x).ToArray<float>();
        Parallel.For(0, 16, _ => Assert.Equal(expected, model.Predict(x).ToArray<float>()));
        Assert.Equal(expected[..9], model.Predict(x[..3]).ToArray<float>());
    }

    [Fact]
    public void Single_batches()
    {
        var model = new Sequential { new Input(6), new Dense(3, activation: "softmax") };
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        Tensor x = TestData.Uniform(12, 6), y = TestData.Labels(12, 3);
        Evaluation before = model.TestOnBatch(x, y), training = model.TrainOnBatch(x, y);
        Assert.Equal(before.Loss, training.Loss, 6);
        Assert.True(model.TestOnBatch(x, y).Loss < before.Loss);
        Assert.Equal([12, 3], model.PredictOnBatch(x).Shape);
    }

    [Fact]
    public void Early_stopping_restores_and_schedulers_set()
    {
        Sequential model = Classifier();
        var rates = new List<double>();
        History history = model.Fit(
            TestData.Uniform(16, 6), TestData.Labels(16, 3), epochs: 6, verbose: 0,
            callbacks: [new LearningRateScheduler(epoch => 0.1 / (epoch + 1)), new EarlyStopping("loss", minDelta: 100, patience: 2),
                new LambdaCallback(onEpochEnd: (_, _) => rates.Add(model.Optimizer.LearningRate))]);
        Assert.Equal(3, history.Epochs.Count); // The first improves on nothing, the next two don't improve by 100.
        Assert.Equal([0.1, 0.05, 0.1 / 3], rates, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal(3, history["learning_rate"].Count);
    }

    internal static Sequential Classifier(string loss = "sparse_categorical_crossentropy", double dropout = 0.2)
    {
        var model = new Sequential
        {
            new Input(6), new Dense(8, activation: "relu"), new BatchNormalization(), new Dropout(dropout), new Dense(3, activation: "softmax"),
        };
        model.Compile("adam", loss, metrics: ["accuracy"]);
        return model;
    }

    internal static float[] Flat(Layer layer) => [.. layer.GetWeights().SelectMany(weight => weight.ToArray<float>())];

    private sealed class Doubling(Tensor input, Tensor output) : Model(input, output)
    {
        protected override StepResult TrainStep(Batch batch)
        {
            var (x, y) = batch;
            Tensor error = Ops.Square(Call(x, training: true) - y).Mean();
            Optimizer.Apply(Gradients.Of(error, TrainableVariables), TrainableVariables);
            return new StepResult { ["error"] = error, ["twice"] = error * 2 };
        }
    }

    private sealed class Own : Model
    {
        private readonly Dense _first = new(4, activation: "relu");
        private readonly Dense _second = new(1);

        protected override Tensor Forward(Tensor x, bool training) => _second.Call(_first.Call(x));
    }
}
