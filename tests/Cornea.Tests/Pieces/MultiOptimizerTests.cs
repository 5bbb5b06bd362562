using Cornea.Layers;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Pieces;

public class MultiOptimizerTests
{
    [Fact]
    public void EachOptimizerUpdatesItsVariables()
    {
        Sequential model = Model(new MultiOptimizer(new OptimizerMap(new SGD(0.5)) { ["head/.*"] = new SGD(0.25) }));
        Tensor[] before = [.. model.GetWeights()];
        model.TrainOnBatch(Ops.Ones([2, 3]), Ops.Ones([2, 2]));

        // The same step by hand: plain descent with each layer's rate.
        Sequential twin = Model(new SGD(0));
        twin.SetWeights(before);
        Tensor loss = Ops.Mean(Ops.Square(twin.Call(Ops.Ones([2, 3])) - 1));
        IReadOnlyList<Tensor> gradients = Gradients.Of(loss, twin.TrainableWeights);
        double[] rates = [0.5, 0.5, 0.25, 0.25];
        for (int index = 0; index < before.Length; index++)
            Assert.Equal((before[index] - (gradients[index] * rates[index])).ToArray<float>(), model.GetWeights()[index].ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void SavedAndLoadedItTrainsOnAsBefore()
    {
        using var folder = new TemporaryFolder();
        Sequential model = Model(new MultiOptimizer(new OptimizerMap("adam") { ["head/.*"] = new SGD(0.25, momentum: 0.9) }));
        (Tensor x, Tensor y) = (Ops.Ones([2, 3]), Ops.Ones([2, 2]));
        model.TrainOnBatch(x, y);
        string path = Path.Combine(folder.Path, "model.keras");
        model.Save(path);
        Cornea.Model loaded = Cornea.Model.Load(path);
        model.TrainOnBatch(x, y);
        loaded.TrainOnBatch(x, y);
        Assert.Equal(model.GetWeights().SelectMany(weight => weight.ToArray<float>()), loaded.GetWeights().SelectMany(weight => weight.ToArray<float>()));
    }

    [Fact]
    public void AMapFindsExactKeysBeforePatterns()
    {
        Optimizer exact = "adam", pattern = "sgd", other = "rmsprop";
        var map = new OptimizerMap(other) { ["encoder/first/kernel"] = exact, ["encoder/.*"] = pattern };
        Assert.Same(exact, map["encoder/first/kernel"]);
        Assert.Same(pattern, map["encoder/second/kernel"]);
        Assert.Same(other, map["the/encoder/second"]);
    }

    [Fact]
    public void WhatIsAmbiguousOrNestedIsRefused()
    {
        var map = new OptimizerMap("sgd") { ["a.*"] = "adam", [".*b"] = "adam" };
        Assert.Contains("'a.*', '.*b'", Assert.Throws<InvalidOperationException>(() => map["ab"]).Message, StringComparison.Ordinal);
        Assert.Contains("there already", Assert.Throws<ArgumentException>(() => map["a.*"] = "sgd").Message, StringComparison.Ordinal);
        Assert.Contains("regular expression", Assert.Throws<ArgumentException>(() => map["("] = "sgd").Message, StringComparison.Ordinal);
        Assert.Contains("LossScaleOptimizer", Assert.Throws<ArgumentException>(() => map["c"] = new LossScaleOptimizer("sgd")).Message, StringComparison.Ordinal);
        Assert.Contains("Optimizers[i].LearningRate", Assert.Throws<InvalidOperationException>(() => new MultiOptimizer(map).LearningRate).Message, StringComparison.Ordinal);
    }

    private static Sequential Model(Optimizer optimizer)
    {
        RandomSeed.Set(1);
        var model = new Sequential { new Input(3), new Dense(4, name: "body"), new Dense(2, name: "head") };
        model.Compile(optimizer, "mse");
        return model;
    }
}
