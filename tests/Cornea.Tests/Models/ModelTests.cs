using Cornea.Goldens;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Models;

public class ModelTests
{
    private static readonly string[] Later = ["augmenting", "text", "unet", "vit"];

    public static TheoryData<string> Cases => [.. new GoldenFolder(Path.Combine(GoldenFolder.RepositoryPath, "models")).Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Summary_is_Keras_own(string name)
    {
        GoldenCase golden = new GoldenFolder(Path.Combine(GoldenFolder.RepositoryPath, "models")).Open(name);
        Model model;
        try
        {
            model = Model.FromJson(golden.Json["json"]!.Whole());
        }
        catch (InvalidDataException) when (Later.Contains(name))
        {
            return; // Layers of a later issue.
        }

        // Keras' text went through a terminal of 80 columns.
        string got = string.Join('\n', model.SummaryText(lineLength: 100).Split('\n').Select(line => line.Length > 80 ? line[..80] : line));
        Assert.Equal(golden.Json["summary"].ToText().TrimEnd(), got.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Json_goes_round(string name)
    {
        GoldenCase golden = new GoldenFolder(Path.Combine(GoldenFolder.RepositoryPath, "models")).Open(name);
        Model model;
        try
        {
            model = Model.FromJson(golden.Json["json"]!.Whole());
        }
        catch (InvalidDataException) when (Later.Contains(name))
        {
            return;
        }

        Cornea.Goldens.Runners.ConfigCases.CheckJson("config", golden.Json["json"]!.Whole()["config"], System.Text.Json.Nodes.JsonNode.Parse(model.ToJsonText())!["config"]);
    }

    [Fact]
    public void Loose_operations_become_part_of_a_model()
    {
        Tensor x = new Input(4);
        Tensor y = (new Dense(4).Call(x) * 2) + x;
        var model = new Model(x, Ops.Concatenate([y, x.Mean(1, keepDims: true)], -1));
        Tensor data = TestData.Uniform(3, 4);
        var dense = model.GetLayer<Dense>();
        float[] expected = Ops.Concatenate([(dense.Call(data) * 2) + data, data.Mean(1, keepDims: true)], -1).ToArray<float>();
        Assert.Equal(expected, model.Predict(data).ToArray<float>());
    }

    [Fact]
    public void A_shared_layer_has_its_weights_once()
    {
        Tensor a = new Input(3), b = new Input(3);
        var shared = new Dense(2);
        var model = new Model([a, b], new Add().Call([shared.Call(a), shared.Call(b)]));
        Assert.Equal(2, model.Weights.Count);
        Assert.Contains("dense", model.SummaryText(), StringComparison.Ordinal);
        Model again = Model.FromJson(model.ToJsonText());
        again.SetWeights(model.GetWeights());
        TensorList data = [TestData.Uniform(5, 3), TestData.Uniform(5, 3)];
        Assert.Equal(model.Predict(data).ToArray<float>(), again.Predict(data).ToArray<float>());
    }

    [Fact]
    public void Part_of_a_model_is_a_model()
    {
        var model = new Sequential { new Input(8, 8, 1), new Conv2D(2, 3, name: "first"), new Conv2D(3, 3), new Flatten(), new Dense(1) };
        var maps = new Model(model.Input, model.GetLayer("first").Output);
        Assert.Equal([2, 6, 6, 2], maps.Predict(TestData.Uniform(2, 8, 8, 1)).Shape);
        var tail = new Model(model.GetLayer("first").Output, model.Output);
        Tensor x = TestData.Uniform(2, 8, 8, 1);
        Assert.Equal(model.Predict(x).ToArray<float>(), tail.Predict(maps.Predict(x)).ToArray<float>());
    }

    [Fact]
    public void Training_said_at_a_call_wins()
    {
        var inner = new Sequential { new Input(4), new Dropout(0.9) };
        Tensor x = new Input(4);
        var model = new Model(x, inner.Call(x, training: false));
        Tensor data = TestData.Uniform(2, 4);
        Assert.Equal(data.ToArray<float>(), model.Call(data, training: true).ToArray<float>());
        Assert.NotEqual(data.ToArray<float>(), inner.Call(data, training: true).ToArray<float>());
    }

    [Fact]
    public void Mistakes_are_said()
    {
        Tensor x = new Input(4), other = new Input(shape: 4, name: "other_input");
        Says<ArgumentException>("depends on InputLayer 'other_input', which isn't among the inputs", () => new Model(x, new Add().Call([x, other])));
        Says<ArgumentException>("two layers are called 'twin'", () => new Model(x, new Dense(2, name: "twin").Call(new Dense(2, name: "twin").Call(x))));
        Says<ArgumentException>("there is a layer 'twin' already", () => new Sequential { new Dense(2, name: "twin"), new Dense(2, name: "twin") });
        Says<ArgumentException>("there is no layer 'none'; there are ", () => new Model(x, new Dense(1).Call(x)).GetLayer("none"));
        Says<ArgumentException>("for an output 'wrong'; there are here", () => new Model(x, new Dense(1, name: "here").Call(x)).Compile("adam", new CompileLoss { ["wrong"] = "mse" }));
        Says<ArgumentException>("expected one of", () => new Sequential().Compile("adam", "mean_squared"));
        Says<ShapeException>("expected input [batch, height, width, channels], got (None, 5)", () => new Sequential { new Input(5), new Conv2D(1, 3) });
        Says<InvalidDataException>("unknown class 'Nonsense'", () => Model.FromJson("""{"class_name": "Nonsense", "config": {"name": "n"}}"""));
        Says<InvalidDataException>("a Lambda's code isn't loaded from files", () => Model.FromJson("""{"class_name": "Lambda", "config": {"name": "n"}}"""));
    }

    [Fact]
    public void Details_are_what_one_computes_by_hand()
    {
        var model = new Sequential { new Input(28, 28, 1), new Conv2D(4, 3), new MaxPooling2D(2), new Conv2D(8, 3), new Flatten(), new Dense(10) };
        string text = model.SummaryText(lineLength: 100, details: true);
        Assert.Contains("3 × 3 ", text, StringComparison.Ordinal);
        Assert.Contains("4 × 4 ", text, StringComparison.Ordinal);
        Assert.Contains("8 × 8 ", text, StringComparison.Ordinal);
        Assert.Contains($" {(26 * 26 * 9 * 4) + (11 * 11 * 9 * 4 * 8) + (11 * 11 * 8 * 10):N0} multiply-adds", text, StringComparison.Ordinal);
    }

    private static void Says<T>(string part, Func<object?> mistake)
        where T : Exception => Assert.Contains(part, Assert.ThrowsAny<T>(() => mistake()).Message, StringComparison.Ordinal);

    private static void Says<T>(string part, Action mistake)
        where T : Exception => Assert.Contains(part, Assert.ThrowsAny<T>(mistake).Message, StringComparison.Ordinal);
}
