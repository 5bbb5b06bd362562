using Cornea.Callbacks;
using Cornea.Layers;
using Cornea.Metrics;
using Cornea.Optimizers;
using Cornea.Tests.Models;
using Cornea.Tests.Pieces;
using Xunit;

namespace Cornea.Tests.Callbacks;

/// <summary>Mode "auto": each metric says itself which way it gets better; no name is guessed at.</summary>
public class DirectionTests
{
    private static readonly Tensor X = TestData.Uniform(12, 4), Y = TestData.Labels(12, 2).Cast(DType.Float32).Reshape([12, 1]);

    public static TheoryData<string, bool> Watched => new()
    {
        { "loss", false }, { "val_loss", false }, { "acceleration_mae", false }, { "previous", false }, { "half1", false },
        { "accuracy", true }, { "val_accuracy", true }, { "weighted_accuracy", true }, { "prc", true }, { "val_prc", true }, { "tpr", true },
        { "tower2", false }, { "own", true }, { "by_function", true }, { "r2", true }, { "cosine", true },
    };

    [Theory]
    [MemberData(nameof(Watched))]
    public void A_metric_of_any_name_is_watched_in_its_own_direction(string name, bool isMaximum)
    {
        Model model = Compiled();
        model.TrainOnBatch(X, Y);
        var monitor = new Cornea.Callbacks.Monitor("test", name, "auto", 0);
        monitor.Begin(model);
        Assert.Equal(isMaximum, monitor.IsMaximum);
    }

    [Fact]
    public void Outputs_metrics_are_known_by_their_whole_names()
    {
        Tensor input = new Input(4);
        var model = new Model(input, [new Dense(1, name: "out").Call(input), new Dense(1, name: "accuracy").Call(input)]);
        model.Compile("sgd", "mse", metrics: new() { ["out"] = ["accuracy"], ["accuracy"] = ["mae"] });
        foreach ((string name, bool isMaximum) in new[] { ("out_accuracy", true), ("val_accuracy_mae", false), ("accuracy_loss", false), ("val_out_loss", false) })
        {
            var monitor = new Cornea.Callbacks.Monitor("test", name, "auto", 0);
            monitor.Begin(model);
            Assert.Equal(isMaximum, monitor.IsMaximum);
        }
    }

    [Fact]
    public void Who_doesnt_say_is_refused_before_anything_is_trained()
    {
        foreach (Callback callback in new Callback[]
        {
            new EarlyStopping("silent"), new ReduceLROnPlateau("val_silent"), new ModelCheckpoint("x.keras", "true_positives", saveBestOnly: true),
        })
        {
            Model model = Compiled();
            float[] before = TrainerTests.Flat(model);
            var error = Assert.Throws<ArgumentException>(() => Fit(model, callback));
            Assert.StartsWith(callback.GetType().Name, error.Message, StringComparison.Ordinal);
            Assert.Contains("its metric doesn't say. Pass mode: \"max\" or mode: \"min\"", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, TrainerTests.Flat(model));
        }

        Fit(Compiled(), new EarlyStopping("silent", mode: "max"));
        Fit(Compiled(), new ModelCheckpoint("x.keras", "silent", saveFreq: 1000));
    }

    [Fact]
    public void What_no_metric_is_called_is_an_error_too()
    {
        var error = Assert.Throws<ArgumentException>(() => Fit(Compiled(), new EarlyStopping("val_acuracy")));
        Assert.Contains("the model has no metric of that name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_weights_of_the_largest_area_come_back()
    {
        // The area falls from the first epoch on: labels are those of x, the targets their opposites.
        var model = new Sequential { new Input(1), new Dense(1, activation: "sigmoid", kernelInitializer: "ones") };
        Tensor x = Tensor.From([-2f, -1, 1, 2], [4, 1]), y = Tensor.From([1f, 1, 0, 0], [4, 1]), opposite = 1 - y;
        model.Compile(new SGD(5), "binary_crossentropy", metrics: [new AUC(name: "prc", curve: "PR")]);
        float[]? first = null;
        var keep = new LambdaCallback(onEpochEnd: (epoch, _) => first = epoch == 0 ? TrainerTests.Flat(model) : first);
        var stop = new EarlyStopping("val_prc", patience: 3, restoreBestWeights: true);
        History history = model.Fit(x, y, epochs: 4, verbose: 0, callbacks: [keep, stop], validationData: (x, opposite));
        Assert.Equal(history["val_prc"].ToList().IndexOf(history["val_prc"].Max()), stop.BestEpoch);
        if (stop.BestEpoch == 0) Assert.Equal(first, TrainerTests.Flat(model));
    }

    /// <summary>As Keras' metrics say of themselves; those of its metrics that are missing here don't.</summary>
    [Fact]
    public void Metrics_say_what_Keras_metrics_say()
    {
        Type[] silent = [typeof(Mean), typeof(Sum), typeof(TruePositives), typeof(TrueNegatives), typeof(FalsePositives), typeof(FalseNegatives), typeof(MeanMetricWrapper)];
        Type[] down =
        [
            typeof(Cornea.Metrics.MeanSquaredError), typeof(RootMeanSquaredError), typeof(Cornea.Metrics.MeanAbsoluteError),
            typeof(Cornea.Metrics.MeanAbsolutePercentageError), typeof(Cornea.Metrics.MeanSquaredLogarithmicError), typeof(LogCoshError),
            typeof(Cornea.Metrics.Hinge), typeof(Cornea.Metrics.SquaredHinge), typeof(Cornea.Metrics.CategoricalHinge), typeof(Cornea.Metrics.KLDivergence),
            typeof(Cornea.Metrics.Poisson), typeof(Cornea.Metrics.BinaryCrossentropy), typeof(Cornea.Metrics.CategoricalCrossentropy),
            typeof(Cornea.Metrics.SparseCategoricalCrossentropy),
        ];
        foreach (Metric metric in Examples.Metrics())
        {
            MetricDirection expected = silent.Contains(metric.GetType()) ? MetricDirection.Unknown
                : down.Contains(metric.GetType()) ? MetricDirection.Down : MetricDirection.Up;
            Assert.True(metric.Direction == expected, $"{metric.GetType().Name}: {metric.Direction}");
        }
    }

    private static History Fit(Model model, Callback callback) =>
        model.Fit(X, Y, epochs: 1, verbose: 0, callbacks: [callback], validationData: (X, Y));

    private static Sequential Compiled()
    {
        var model = new Sequential { new Input(4), new Dense(1, activation: "sigmoid") };
        model.Compile(
            "sgd", "binary_crossentropy",
            metrics:
            [
                "accuracy", new AUC(name: "prc", curve: "PR"), new Recall(name: "tpr"), new Cornea.Metrics.MeanAbsoluteError("acceleration_mae"),
                new Cornea.Metrics.MeanSquaredError("previous"), new RootMeanSquaredError("half1"), new Own(), new TruePositives(), new R2Score(name: "r2"),
                Metric.From((yTrue, yPred) => Ops.Abs(yTrue - yPred), "silent"),
                Metric.From((yTrue, yPred) => Ops.Abs(yTrue - yPred), "tower2", MetricDirection.Down),
                Metric.From((yTrue, yPred) => -Ops.Abs(yTrue - yPred), "by_function", MetricDirection.Up), new Cornea.Metrics.CosineSimilarity("cosine"),
            ],
            weightedMetrics: ["accuracy"]);
        return model;
    }

    private sealed class Own() : Metric("own")
    {
        public override MetricDirection Direction => MetricDirection.Up;

        public override Tensor Result() => 1.0;

        protected override void Update(Tensor yTrue, Tensor yPred, Tensor? sampleWeight)
        {
        }
    }
}
