using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>What every layer must keep to: symbolic shape = real shape, config round trip, the same bits again, a training step, files.</summary>
internal static class LayerHarness
{
    /// <param name="make">Makes the layer; called several times.</param>
    /// <param name="shapes">The inputs' shapes without the batch.</param>
    public static void Check(Func<Layer> make, params Shape[] shapes)
    {
        RandomSeed.Set(1);
        Layer layer = make();
        TensorList symbolic = TensorList.Create([.. shapes.Select(shape => (Tensor)new Input(shape))]);
        TensorList outputs = layer.Call(symbolic);
        foreach (int batch in new[] { 1, 3 })
        {
            TensorList data = Inputs(shapes, batch), results = layer.Call(data, training: false), trained = layer.Call(data, training: true);
            for (int index = 0; index < outputs.Count; index++)
            {
                Assert.True(outputs[index].Shape[1..].IsKnown, $"{layer}: {outputs[index].Shape}");
                Assert.Equal([batch, .. outputs[index].Shape[1..]], results[index].Shape);
                Assert.Equal(results[index].Shape, trained[index].Shape);
                Assert.Equal(outputs[index].DType, results[index].DType);
                Assert.All(trained[index].ToArray<float>(), value => Assert.True(float.IsFinite(value)));
            }
        }

        Layer again = Layer.FromJson(System.Text.Json.Nodes.JsonNode.Parse(layer.ToJson().ToJsonString())!);
        Assert.Equal(layer.ToJson().ToJsonString(), Rebuilt(again, shapes).ToJson().ToJsonString());
        again.SetWeights(layer.GetWeights());
        TensorList x = Inputs(shapes, 2), first = layer.Call(x, training: false), second = again.Call(x, training: false);
        for (int index = 0; index < first.Count; index++) Assert.Equal(first[index].ToArray<float>(), second[index].ToArray<float>());
        Assert.Equal(layer.Weights.Select(weight => weight.Path), again.Weights.Select(weight => weight.Path));

        var model = new Model(symbolic, outputs);
        model.Compile(new SGD(0.01), "mse");
        TensorList y = TensorList.Create([.. outputs.Select(output => Ops.Zeros([2, .. output.Shape[1..]]))]);
        double before = model.Evaluate(x, y, verbose: 0).Loss;
        History history = model.Fit(x, y, epochs: 2, verbose: 0);
        Assert.True(double.IsFinite(history["loss"][^1]) && double.IsFinite(before));

        // Saved and loaded it gives the same bits, and trains on to the same bits: random layers' states and the optimizer's are in the file.
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "layer.keras");
        model.Save(path);
        Model loaded = Model.Load(path);
        AssertSame(model.PredictAll(x), loaded.PredictAll(x));
        model.Fit(x, y, shuffle: false, verbose: 0);
        loaded.Fit(x, y, shuffle: false, verbose: 0);
        AssertSame(model.GetWeights(), loaded.GetWeights());
    }

    private static void AssertSame(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int index = 0; index < expected.Count; index++) Assert.Equal(expected[index].ToArray<float>(), actual[index].ToArray<float>());
    }

    private static Layer Rebuilt(Layer layer, Shape[] shapes)
    {
        layer.Call(TensorList.Create([.. shapes.Select(shape => (Tensor)new Input(shape))]));
        return layer;
    }

    private static TensorList Inputs(Shape[] shapes, int batch) =>
        TensorList.Create([.. shapes.Select((shape, index) => TestData.Uniform([batch, .. shape]) + (0.1 * index))]);
}
