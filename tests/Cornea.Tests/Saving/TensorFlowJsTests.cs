using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Models go to TensorFlow.js and come from there: both compute the same.</summary>
public class TensorFlowJsTests
{
    public static TheoryData<string> Models => [.. LayersModelSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_written_computes_the_same_there(string name)
    {
        Model model = LayersModelSamples.Filled(name);
        using var folder = new TemporaryFolder();
        model.Save(folder.File("model.json"));
        Tensor[] inputs = LayersModelSamples.InputsOf(model);
        Tensor[] there = TensorFlowJs.Predict(folder.File("model.json"), folder, inputs);
        AssertSame(model.PredictAll(TensorList.Create(inputs)), there);
    }

    [Theory]
    [InlineData("graph")]
    [InlineData("sequence")]
    public void What_it_writes_computes_the_same_here(string name)
    {
        using var folder = new TemporaryFolder();
        (Tensor x, Tensor y) = TensorFlowJs.Save(name, folder);
        AssertSame(Model.Load(folder.File("model.json")).Predict(x), [y]);
    }

    [Fact]
    public void Weights_in_fewer_bits_are_the_same_here_and_there()
    {
        using var folder = new TemporaryFolder();
        Model model = LayersModelSamples.Filled("convolutions");
        model.Save(folder.File("model.json"));
        LayersModelSamples.Quantize(folder.File("model.json"), ["uint8", "uint16", "float16"]);
        Model loaded = Model.Load(folder.File("model.json"));
        Tensor[] inputs = LayersModelSamples.InputsOf(model);
        AssertSame(loaded.Predict(inputs[0]), TensorFlowJs.Predict(folder.File("model.json"), folder, inputs));
    }

    private static void AssertSame(TensorList here, Tensor[] there)
    {
        Assert.Equal(here.Count, there.Length);
        for (int index = 0; index < there.Length; index++)
        {
            Assert.Equal(here[index].Shape, there[index].Shape);
            float[] a = here[index].ToArray<float>(), b = there[index].ToArray<float>();
            float largest = a.Max(Math.Abs);
            Assert.True(largest > 0.01 && a.Distinct().Count() > 1); // Else there is nothing to compare.
            for (int element = 0; element < a.Length; element++) Assert.True(Math.Abs(a[element] - b[element]) <= 1e-4 * largest, $"output {index}, element {element}: {a[element]} here, {b[element]} there");
        }
    }
}
