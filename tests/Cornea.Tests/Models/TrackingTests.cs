using Cornea.Layers;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>What a model of one's own holds is part of it, and what is known of its shapes is shown.</summary>
public class TrackingTests
{
    [Fact]
    public void SubModelsUsedOnlyInTheStepAreTrained()
    {
        var model = new Pair();
        Assert.Equal(["listed", "named", "left", "right"], model.Layers.Select(layer => layer.Name));
        model.Compile(new SGD(0.1), "mse");
        Tensor x = Ops.Ones([8, 3]);
        model.Left.Call(x);
        float[] before = model.Left.Weights[0].Value.ToArray<float>();
        model.Fit(x, Ops.Zeros([8, 1]), epochs: 1, verbose: 0);
        Assert.NotEqual(before, model.Left.Weights[0].Value.ToArray<float>());
        Assert.Equal(2, model.TrainableVariables.Count);
        model.Trainable = false;
        Assert.False(model.Left.Trainable);
    }

    [Fact]
    public void AnOptimizerWithoutWeightsRefuses()
    {
        var error = Assert.Throws<ArgumentException>(() => new SGD(0.1).Apply([], []));
        Assert.Contains("at least one weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASummaryShowsShapesOnceTheModelHasBeenCalled()
    {
        var model = new Plain();
        Assert.Contains("?", model.SummaryText(lineLength: 80), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.InputShape);
        model.Call(Ops.Ones([4, 3]));
        Assert.Contains("(None, 5)", model.SummaryText(lineLength: 80), StringComparison.Ordinal);
        Assert.DoesNotContain("?", model.SummaryText(lineLength: 80), StringComparison.Ordinal);
        Assert.Equal(new Shape(-1, 3), model.InputShape);
        Assert.Equal(new Shape(-1, 5), model.OutputShape);
    }

    [Fact]
    public void ShapesOfModelsOfSymbolicTensors()
    {
        Tensor left = new Input(8, 8, name: "left"), right = new Input(8, 8, 3, name: "right");
        Assert.Equal(new Shape(-1, 8, 8), left.Shape);
        Assert.Equal(new Shape(-1, 8, 8, 3), right.Shape);
        Assert.Equal(new Shape(4, 8), new Input(8, batchSize: 4).BatchShape);
        Assert.Equal(new Shape(-1, 2, 3, 4, 5), new Input(2, 3, 4, 5, name: "volume").BatchShape);
        var model = new Model(left, new Flatten().Call(left));
        Assert.Equal(new Shape(-1, 8, 8), model.InputShape);
        Assert.Equal(new Shape(-1, 64), model.OutputShape);
        var both = new Model(new List<Tensor> { left, right }, new Flatten().Call(left));
        Assert.Contains("2 inputs", Assert.Throws<InvalidOperationException>(() => both.InputShape).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALambdaTakesSeveralInputsByTheirPlaces()
    {
        Tensor a = Tensor.From(new[] { 5f, 7 }, [2, 1]), b = Tensor.From(new[] { 2f, 3 }, [2, 1]);
        Assert.Equal([3f, 4], new Cornea.Layers.Lambda(v => v[0] - v[1]).Call([a, b])[0].ToArray<float>());
        Assert.Equal([-2f], new Cornea.Layers.Lambda(v => v[0] - v[1]).Call(a).ToArray<float>());
        Assert.Equal([10f, 14], new Cornea.Layers.Lambda(x => x * 2).Call(a).ToArray<float>());
        Assert.Contains("v[0]", Assert.Throws<ArgumentException>(() => new Cornea.Layers.Lambda(x => x * 2).Call([a, b])).Message, StringComparison.Ordinal);
    }

    private sealed class Pair : Model
    {
        private readonly Dense[] _listed = [new Dense(1, name: "listed")];
        private readonly Dictionary<string, Layer> _named = new() { ["named"] = new Dense(1, name: "named") };

        public Sequential Left { get; } = new(name: "left") { new Dense(1) };

        public Dense Right { get; } = new(1, name: "right");

        protected override StepResult TrainStep(Batch batch)
        {
            Tensor loss = Ops.Mean(Ops.Square(Left.Call(batch.Inputs[0], training: true) - batch.Targets![0]));
            Optimizer.Apply(Gradients.Of(loss, TrainableVariables), TrainableVariables);
            return new StepResult(loss);
        }

        public override string ToString() => $"{_listed.Length} {_named.Count}";
    }

    private sealed class Plain : Model
    {
        private readonly Dense _dense = new(5);

        protected override Tensor Forward(Tensor x, bool training) => _dense.Call(x);
    }
}
