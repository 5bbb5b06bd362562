using Cornea.Activations;
using Cornea.Callbacks;
using Cornea.Initializers;
using Cornea.Layers;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;
using Xunit;
using MeanSquaredError = Cornea.Losses.MeanSquaredError;

namespace Cornea.Tests.Models;

/// <summary>The programs of the tour, as they stand there, on small data.</summary>
public class TourTests
{
    private static readonly Tensor Images = TestData.Uniform(40, 28, 28, 1);

    [Fact]
    public void Multilayer_perceptron()
    {
        RandomSeed.Set(2023);
        Tensor xTrain = Images[..32], xTest = Images[32..];
        Tensor yTrain = Ops.OneHot(TestData.Labels(32, 10), 10), yTest = Ops.OneHot(TestData.Labels(8, 10), 10);
        var model = new Sequential
        {
            new Input(28, 28, 1),
            new Flatten(),
            new Dense(128, activation: "relu"),
            new BatchNormalization(),
            new Dropout(0.2),
            new Dense(10, activation: "softmax"),
        };
        model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
        string? summary = null;
        model.Summary(printFn: text => summary = text);
        Assert.Contains("Total params", summary, StringComparison.Ordinal);

        var stop = new EarlyStopping(monitor: "val_loss", minDelta: 0, patience: 10, verbose: 0, restoreBestWeights: true);
        History history = model.Fit(xTrain, yTrain, batchSize: 8, epochs: 3, validationSplit: 0.25, callbacks: [stop], verbose: 0);
        var (loss, accuracy) = model.Evaluate(xTest, yTest, verbose: 0);
        Assert.True(loss > 0 && accuracy is >= 0 and <= 1);
        foreach (var (name, values) in history) Assert.True(double.IsFinite(values[^1]), name);
        Assert.Equal(["accuracy", "loss", "val_accuracy", "val_loss"], history.Names);
        int[] classes = model.Predict(xTest).ArgMax(axis: -1).ToArray<int>();
        Assert.Equal(8, classes.Length);
    }

    [Fact]
    public void Functional_model()
    {
        Tensor il = new Input(8);
        Tensor h1 = new Dense(32, activation: "swish").Call(il);
        Tensor h2 = new Dense(8, activation: "swish").Call(h1);
        Tensor ol = new Dense(1).Call(h2);
        var model = new Model(inputs: il, outputs: ol);
        model.Compile(loss: "mse", optimizer: new Adam(learningRate: 1e-3));
        model.Compile(loss: new MeanSquaredError(), optimizer: "sgd");
        model.Compile(loss: Loss.From((yTrue, yPred) => Ops.Square(yTrue - yPred).Mean(-1)), optimizer: new Adam(1e-2));
        Tensor x = TestData.Uniform(64, 8), y = x.Mean(1, keepDims: true);
        History history = model.Fit(x, y, epochs: 8, batchSize: 16, verbose: 0);
        Assert.True(history["loss"][^1] < history["loss"][0]);
    }

    [Fact]
    public void Several_inputs_and_outputs()
    {
        var image = new Input(shape: (6, 6, 1), name: "image");
        var age = new Input(shape: 1, name: "age");
        Tensor h = new Concatenate().Call([new Flatten().Call(image), age]);
        Tensor h4 = new Dense(8, activation: "relu").Call(h);
        Tensor species = new Dense(3, activation: "softmax", name: "species").Call(h4);
        Tensor weight = new Dense(1, name: "weight").Call(h4);
        var both = new Model(inputs: [image, age], outputs: [species, weight]);
        both.Compile("adam", loss: new() { ["species"] = "sparse_categorical_crossentropy", ["weight"] = "mse" },
            metrics: new() { ["species"] = ["accuracy"] });
        History history = both.Fit([TestData.Uniform(12, 6, 6, 1), TestData.Uniform(12, 1)], [TestData.Labels(12, 3), TestData.Uniform(12, 1)], verbose: 0);
        Assert.Equal(["loss", "species_accuracy", "species_loss", "weight_loss"], history.Names);
        Assert.Equal(history["species_loss"][0] + history["weight_loss"][0], history["loss"][0], 4);
        Assert.Equal(2, both.PredictAll([TestData.Uniform(5, 6, 6, 1), TestData.Uniform(5, 1)]).Count);
    }

    [Fact]
    public void Convolutional_network()
    {
        var model = new Sequential([
            new Input(28, 28, 1),
            new Conv2D(filters: 4, kernelSize: 3, strides: 1, padding: "valid", activation: "relu"),
            new Conv2D(8, (3, 3), activation: "relu"),
            new MaxPooling2D(2), new Dropout(0.25), new Flatten(),
            new Dense(16, activation: "relu"), new Dropout(0.5), new Dense(10, activation: "softmax"),
        ]);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        History history = model.Fit(Images, TestData.Labels(40, 10), epochs: 2, verbose: 0);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Equal(4, model.GetLayer<Conv2D>(0).Filters);
    }

    [Fact]
    public void Own_layer_and_own_loop()
    {
        var model = new Sequential { new Input(4), new Scale(2), new Dense(3, activation: "softmax") };
        var optimizer = new SGD(0.1, momentum: 0.9);
        var lossOf = new Losses.SparseCategoricalCrossentropy();
        var step = Function.Compile((Tensor x, Tensor y) =>
        {
            Tensor loss = lossOf.Call(y, model.Call(x, training: true));
            optimizer.Apply(Gradients.Of(loss, model.TrainableVariables), model.TrainableVariables);
            return loss;
        });
        Tensor samples = TestData.Uniform(16, 4), labels = TestData.Labels(16, 3);
        float first = step.Run(samples, labels).ToScalar<float>(), last = 0;
        for (int index = 0; index < 30; index++) last = step.Run(samples, labels).ToScalar<float>();
        Assert.True(last < first);
        Assert.NotEqual(2f, model.Layers[0].Weights[0].Value.ToArray<float>()[0]);

        Model loaded = Model.FromJson(model.ToJsonText(), customObjects: new Dictionary<string, Func<LayerConfig, Layer>> { ["Scale"] = config => new Scale(config.GetDouble("start")) });
        loaded.SetWeights(model.GetWeights());
        Assert.Equal(model.Predict(samples).ToArray<float>(), loaded.Predict(samples).ToArray<float>());
    }

    public sealed class Scale(double start = 1) : Layer
    {
        private Variable _factor = null!;

        protected override void Build(Shape input) => _factor = AddWeight("factor", [input[^1]], new Constant(start));

        protected override Tensor Forward(Tensor x, bool training) => x * _factor;

        public override LayerConfig GetConfig() => base.GetConfig().With("start", start);
    }
}
