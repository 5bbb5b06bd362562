using Cornea.Callbacks;
using Cornea.Layers;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>What a model is compiled with: losses of some outputs, their weights, metrics' names, metrics of several numbers, schedules.</summary>
public sealed class CompileTests : IDisposable
{
    private static readonly Tensor X = TestData.Uniform(12, 4), Kind = TestData.Labels(12, 3), Size = TestData.Uniform(12, 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The values of Keras' own test TestFitLRSchedulesFlow.test_fit_lr_correctness, at 3.15.</summary>
    [Fact]
    public void A_schedules_rate_is_that_of_the_step()
    {
        var model = new Sequential { new Input(2), new Dense(2, kernelInitializer: "ones", biasInitializer: "ones") };
        model.Compile(new Adam(new ExponentialDecay(0.05, decaySteps: 1, decayRate: 0.9)), "mse");
        Tensor x = Tensor.From([.. Enumerable.Range(0, 32).Select(value => (float)value)], [16, 2]);
        History history = model.Fit(x, x, batchSize: 4, epochs: 3, shuffle: false, verbose: 0);
        double[] expected = [230.79457092285156, 128.30319213867188, 79.33648681640625];
        Assert.All(expected.Zip(history["loss"]), pair => Assert.Equal(pair.First, pair.Second, 5e-5 * pair.First));
        Assert.Equal(12, model.Optimizer.Iterations.Value.ToScalar<int>());
    }

    [Fact]
    public void A_penalty_on_activity_is_that_of_a_sample()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4, 5], [5, 1]);
        foreach (Layer layer in (Layer[])[new ActivityRegularization(l1: 0.5), new Dense(1, useBias: false, kernelInitializer: "ones", activityRegularizer: new Regularizers.L1(0.5))])
        {
            layer.Call(x, training: true);
            Assert.Equal(1.5f, Assert.Single(layer.Losses).ToScalar<float>()); // ½ · 15 / 5
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_outputs_with_a_loss_need_targets(bool isList)
    {
        Model both = TwoOutputs(), one = TwoOutputs();
        both.Compile(new SGD(0.1), new() { ["kind"] = "sparse_categorical_crossentropy" }, metrics: new() { ["kind"] = ["accuracy"] });
        one.Compile(new SGD(0.1), isList ? ["sparse_categorical_crossentropy", null] : new() { ["kind"] = "sparse_categorical_crossentropy" }, metrics: new() { ["kind"] = ["accuracy"] });
        History expected = both.Fit(X, [Kind, Size], epochs: 2, shuffle: false, verbose: 0, validationData: ValidationData.From(X, new[] { Kind, Size }));
        History got = one.Fit(X, Kind, epochs: 2, shuffle: false, verbose: 0, validationData: (X, Kind));
        Assert.Equal(expected.Names, got.Names);
        Assert.All(expected.Names, name => Assert.Equal(expected[name], got[name]));
        Assert.Equal(one.Evaluate(X, Kind, verbose: 0).Loss, one.Evaluate(X, new() { ["kind"] = Kind }, verbose: 0).Loss);
        Assert.Equal(one.TestOnBatch(X, Kind).Loss, one.Evaluate(new[] { new Batch(X, Kind) }, verbose: 0).Loss);

        var error = Assert.Throws<ArgumentException>(() => one.Fit(X, [Kind, Size, Size], verbose: 0));
        Assert.Contains("expected targets for 2 output(s), kind, size, or for the 1 with a loss or metrics, kind; got 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_with_a_metric_needs_a_target_too()
    {
        Model model = TwoOutputs();
        model.Compile(new SGD(0.1), new() { ["kind"] = "sparse_categorical_crossentropy" }, metrics: new() { ["size"] = ["mae"] });
        Assert.Throws<ArgumentException>(() => model.Evaluate(X, Kind, verbose: 0));
        Assert.Equal(2, model.Evaluate(X, new() { ["size"] = Size, ["kind"] = Kind }, verbose: 0).Count);
        Assert.Contains("kind, size", Assert.Throws<ArgumentException>(() => model.Evaluate(X, new() { ["kind"] = Kind }, verbose: 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_weights_are_a_list_a_number_or_by_name_and_files_keep_them()
    {
        double Loss(LossWeights? weights, string file)
        {
            Model model = TwoOutputs();
            model.Compile("sgd", new() { ["kind"] = "sparse_categorical_crossentropy", ["size"] = "mse" }, weights);
            Evaluation evaluation = model.Evaluate(X, [Kind, Size], verbose: 0);
            model.Save(_folder.File(file));
            Model again = Model.Load(_folder.File(file));
            Assert.Equal(evaluation.Loss, again.Evaluate(X, [Kind, Size], verbose: 0).Loss);
            Assert.Equal(model.CompiledSetup!.LossWeights?.ToJson().ToJsonString(), again.CompiledSetup!.LossWeights?.ToJson().ToJsonString());
            return evaluation.Loss - (evaluation["kind_loss"] * 0.25) - (evaluation["size_loss"] * 2);
        }

        Assert.Equal(0, Loss([0.25, 2], "list.keras"), 1e-6);
        Assert.Equal(0, Loss(new() { ["size"] = 2, ["kind"] = 0.25 }, "names.keras"), 1e-6);
        Assert.Equal(0, Loss(new Dictionary<string, double> { ["size"] = 2, ["kind"] = 0.25 }, "dictionary.keras"), 1e-6);
        var error = Assert.Throws<ArgumentException>(() => Loss([1, 2, 3], "many.keras"));
        Assert.Contains("expected a loss weight for each of the 2 output(s)", error.Message, StringComparison.Ordinal);

        var single = new Sequential { new Input(4), new Dense(1) };
        single.Compile("sgd", "mse");
        double plain = single.Evaluate(X, Size, verbose: 0).Loss;
        single.Compile("sgd", "mse", lossWeights: 0.5);
        Assert.Equal(plain * 0.5, single.Evaluate(X, Size, verbose: 0).Loss, 1e-6);
    }

    [Fact]
    public void Metrics_of_equal_names_are_numbered_and_weighted_ones_say_so()
    {
        var model = new Sequential { new Input(4), new Dense(1) };
        model.Compile("sgd", "mse", metrics: ["mae", "mae", "mae"], weightedMetrics: ["mae", "mae", "mse"]);
        Assert.Equal(["loss", "mae", "mae_1", "mae_2", "weighted_mae", "weighted_mae_1", "mse"], model.Evaluate(X, Size, verbose: 0).Select(value => value.Name));
    }

    [Fact]
    public void Metrics_of_several_numbers_are_reported_whole_and_as_their_mean()
    {
        var model = new Sequential { new Input(4), new Dense(3, activation: "softmax") };
        model.Compile("sgd", "categorical_crossentropy", metrics: [new F1Score(), new Recall([0.2, 0.3, 0.4, 0.5]), "accuracy"]);
        Tensor y = Ops.OneHot(Kind, 3);
        var seen = new List<IReadOnlyList<double>>();
        var watch = new LambdaCallback(onEpochEnd: (_, logs) => seen.Add(logs.Vector("val_f1_score")));
        History history = model.Fit(X, y, batchSize: 5, epochs: 2, verbose: 0, callbacks: [watch], validationData: (X, y));
        Evaluation evaluation = model.Evaluate(X, y, verbose: 0);

        var metric = new F1Score();
        metric.UpdateState(y, model.Predict(X));
        float[] expected = metric.Result().ToArray<float>();
        Assert.Equal(expected.Select(value => (double)value), evaluation.Vector("f1_score"));
        Assert.Equal(expected.Average(value => (double)value), evaluation["f1_score"]);
        Assert.Equal(4, evaluation.Vector("recall").Count);
        Assert.Equal([evaluation["accuracy"]], evaluation.Vector("accuracy"));
        Assert.Equal(evaluation.Vector("f1_score"), history.Vector("val_f1_score")[^1]);
        Assert.Equal(seen, history.Vector("val_f1_score"));
        Assert.Equal(history["f1_score"], history.Vector("f1_score").Select(vector => vector.Average()));
        Assert.Equal([[history["loss"][0]], [history["loss"][1]]], history.Vector("loss"));
    }

    [Fact]
    public void A_class_without_a_weight_counts_one()
    {
        Model some = TwoOutputs(), all = TwoOutputs();
        foreach (Model model in (Model[])[some, all]) model.Compile(new SGD(0.1), new() { ["kind"] = "sparse_categorical_crossentropy" });
        some.Fit(X, Kind, shuffle: false, verbose: 0, classWeight: new() { [1] = 3 });
        all.Fit(X, Kind, shuffle: false, verbose: 0, classWeight: new() { [0] = 1, [1] = 3, [2] = 1 });
        Assert.Equal(TrainerTests.Flat(all), TrainerTests.Flat(some));
    }

    private static Model TwoOutputs()
    {
        Tensor input = new Input(4);
        return new Model(
            input,
            [new Dense(3, activation: "softmax", name: "kind", kernelInitializer: new Initializers.GlorotUniform(1)).Call(input), new Dense(1, name: "size", kernelInitializer: "ones").Call(input)]);
    }
}
