using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Models;

public class CloneTests
{
    [Fact]
    public void ACloneHasTheStructureAndWeightsOfItsOwn()
    {
        Tensor input = new Input(4);
        Layer shared = new Dense(3, name: "shared");
        var model = new Model(input, new Add().Call([shared.Call(input), shared.Call(new Dense(4).Call(input))]));
        Model clone = model.Clone();
        Assert.Equal(model.ToJsonText(), clone.ToJsonText());
        Assert.All(model.Weights, weight => Assert.DoesNotContain(weight, clone.Weights));
        clone.SetWeights([.. model.GetWeights()]);
        Tensor x = Ops.Ones([2, 4]);
        Assert.Equal(model.Predict(x).ToArray<float>(), clone.Predict(x).ToArray<float>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACloneFunctionChangesLayersOrKeepsThem(bool isSequential)
    {
        var kept = new Dense(3, name: "kept");
        Layer[] layers = [new Input(4), kept, new Dropout(0.5, name: "drop"), new Dense(2)];
        Model model = new Sequential(layers);
        if (!isSequential) model = new Model(model.Inputs, model.Outputs);
        Model clone = model.Clone(layer => layer == kept ? kept : layer is Dropout ? new Dropout(0.1, name: "less") : null);
        Assert.Same(kept, clone.Layers.OfType<Dense>().First());
        Assert.Equal(["kept", "less"], clone.Layers.Where(layer => layer is not Input).Take(2).Select(layer => layer.Name));
        Assert.NotSame(model.Layers[^1], clone.Layers[^1]);
    }

    [Fact]
    public void ASummaryShowsARangeOfLayers()
    {
        var model = new Sequential([new Input(4), new Dense(3, name: "first"), new Dense(3, name: "second"), new Dense(3, name: "third")]);
        string text = model.SummaryText(layerRange: ("sec", "third"));
        Assert.DoesNotContain("first", text, StringComparison.Ordinal);
        Assert.Contains("second", text, StringComparison.Ordinal);
        Assert.Contains("third", text, StringComparison.Ordinal);
        Assert.Contains("no such layer", Assert.Throws<ArgumentException>(() => model.SummaryText(layerRange: ("second", "fourth"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SavingMayRefuseToReplaceAFile()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential([new Input(4), new Dense(3)]);
        string path = Path.Combine(folder.Path, "model.keras"), weights = Path.Combine(folder.Path, "model.weights.h5");
        model.Save(path, overwrite: false);
        model.SaveWeights(weights, overwrite: false);
        byte[] before = File.ReadAllBytes(path);
        Assert.Contains("overwrite", Assert.Throws<IOException>(() => model.Save(path, overwrite: false)).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => model.SaveWeights(weights, overwrite: false));
        Assert.Equal(before, File.ReadAllBytes(path));
    }
}
