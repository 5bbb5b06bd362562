using Cornea.Layers;

namespace Cornea.Vision.Tests.Explanation;

public sealed class CounterfactualTests
{
    [Fact]
    public void OfALinearModelItIsTheNearestPointBeyondTheBoundary()
    {
        var model = new Sequential([new Input(4, 4, 1), new Flatten(), new Dense(2)]);
        float[] kernel = [.. Enumerable.Range(0, 32).Select(index => MathF.Sin(index))];
        model.SetWeights([Tensor.From(kernel, (16, 2)), Tensor.From([0.5f, 0], 2)]);
        Tensor image = Tensor.From([.. Enumerable.Range(0, 16).Select(pixel => 0.5f + (0.1f * MathF.Cos(pixel)))], (4, 4, 1));

        Counterfactual found = Counterfactual.Explain(model, image, range: (-10, 10));

        float[] logits = model.Predict(image.ExpandDims(0), verbose: 0).ToArray<float>();
        double slope = Math.Sqrt(Enumerable.Range(0, 16).Sum(pixel => Math.Pow(kernel[2 * pixel] - kernel[(2 * pixel) + 1], 2)));
        double nearest = Math.Abs(logits[0] - logits[1]) / slope;
        Assert.True(found.IsFound);
        Assert.InRange(found.Distance, nearest, nearest * 1.001);
    }

    [Fact]
    public void ItTurnsTheAnswerAndNoMoreThanThat()
    {
        Model model = BrightSquare.Network();
        Tensor image = BrightSquare.Pictures[0];

        Counterfactual found = Counterfactual.Explain(model, image, range: (-1, 1));

        Assert.True(found.IsFound);
        Assert.Equal((1, 0), (found.From, found.To));
        Assert.Equal(0, Answer(found.Image));
        Assert.Equal(1, Answer(image + (found.Change * 0.99)));
        Assert.InRange(found.Image.Min().ToScalar<float>(), -1, 1);
        Assert.InRange(BrightSquare.PartOnSquare(found.Heatmap), 0.9, 1);

        int Answer(Tensor x) => Ops.ArgMax(model.Predict(x.ExpandDims(0), verbose: 0), axis: -1).ToArray<int>()[0];
    }

    [Fact]
    public void WhereNothingHelpsItSaysSo()
    {
        var deaf = new Sequential([new Input(4, 4, 1), new Flatten(), new Dense(2, kernelInitializer: "zeros", biasInitializer: "ones")]);

        Assert.False(Counterfactual.Explain(deaf, Ops.Ones([4, 4, 1])).IsFound);
        Assert.Throws<ArgumentException>(() => Counterfactual.Explain(deaf, Ops.Ones([4, 4, 1]), target: 0));
    }

    [Fact]
    public void TheNearestImageOfAnotherClassIsFound()
    {
        Model model = BrightSquare.Network();
        Tensor square = BrightSquare.Pictures[0], dim = Ops.Zeros([16, 16, 1]), half = square * 0.6;
        model.SetWeights([.. model.GetWeights().Take(3), Tensor.From([0.5f, 0], 2)]);

        var nearest = Counterfactual.Nearest(model, square, Ops.Stack([square, dim, half, square * 0.9]), batchSize: 3);

        Assert.Equal((2, 0), (nearest!.Value.Index, nearest.Value.Class));
        Assert.Null(Counterfactual.Nearest(model, square, square.ExpandDims(0)));
    }
}
