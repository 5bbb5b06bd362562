using System.Text.Json.Nodes;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>What is shared in a model is shared in what is made of its file, its JSON, and in its clone.</summary>
public sealed class SharedLayerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => [.. Models.Keys];

    private static Dictionary<string, Func<Model>> Models { get; } = new()
    {
        ["a layer in two sequences"] = () =>
        {
            var shared = new Dense(4, name: "shared");
            var first = new Sequential([new Input(4), shared]);
            var second = new Sequential([new Input(4), shared, new Dense(4)]);
            Tensor x = new Input(4);
            return new Model(x, second.Call(first.Call(x)));
        },
        ["a layer at two levels"] = () =>
        {
            var shared = new Dense(4, name: "shared");
            var inner = new Sequential([new Input(4), shared, new Dense(4)]);
            Tensor x = new Input(4);
            return new Model(x, shared.Call(inner.Call(shared.Call(x))));
        },
        ["a sub-model at two levels"] = () =>
        {
            Model inner = Functional(new Dense(4));
            Tensor y = new Input(4);
            var middle = new Model(y, new Dense(4).Call(inner.Call(y)));
            Tensor x = new Input(4);
            return new Model(x, inner.Call(middle.Call(x)));
        },
        ["one layer twice in a sequence"] = () =>
        {
            var shared = new Dense(4, activation: "tanh");
            return new Sequential([new Input(4), shared, new Dense(4), shared, new Dense(4)]);
        },
        ["one layer twice in a sequence without an input"] = () =>
        {
            var shared = new Dense(4, activation: "tanh");
            var model = new Sequential([shared, new Dense(4), shared]);
            model.Call(Ops.Ones([1, 4]));
            return model;
        },
        ["a cell in two layers"] = () =>
        {
            var cell = new LSTMCell(4);
            Tensor x = new Input(4);
            Tensor steps = new Reshape([2, 2]).Call(x);
            return new Model(x, new Add().Call([new RNN(cell).Call(steps), new RNN(cell, goBackwards: true).Call(steps)]));
        },
        ["a cell twice in a stack"] = () =>
        {
            var cell = new GRUCell(4);
            Tensor x = new Input(8);
            return new Model(x, new RNN(new StackedRNNCells([cell, cell])).Call(new Reshape([2, 4]).Call(x)));
        },
        ["a wrapped layer outside its wrapper"] = () =>
        {
            var shared = new Dense(2);
            Tensor x = new Input(4);
            Tensor steps = new Reshape([2, 2]).Call(x);
            return new Model(x, shared.Call(new TimeDistributed(shared).Call(steps)));
        },
        ["a wrapper at two levels"] = () =>
        {
            var wrapper = new TimeDistributed(new Dense(2));
            var inner = new Sequential([new Input(2, 2), wrapper]);
            Tensor x = new Input(4);
            return new Model(x, wrapper.Call(inner.Call(new Reshape([2, 2]).Call(x))));
        },
        ["a functional model's output twice"] = () =>
        {
            Model inner = Functional(new Dense(4));
            Tensor x = new Input(4);
            Tensor once = inner.Call(x);
            return new Model(x, [inner.Call(once), once]);
        },
        ["an input of two models"] = () =>
        {
            Tensor y = new Input(4, name: "both");
            Tensor h = new Dense(4).Call(y);
            var first = new Model(y, h);
            var second = new Model(y, new Dense(4).Call(h));
            Tensor x = new Input(4);
            return new Model(x, first.Call(second.Call(x)));
        },
        ["twenty models in each other"] = () => Nested(20),
        ["sixty models in each other"] = () => Nested(60),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Stays_shared(string name)
    {
        Model model = Models[name]();
        Tensor x = Ops.Sin(Ops.Reshape(Ops.Arange(model.Inputs[0].Shape[1] * 3), [3, -1]).Cast(DType.Float32));
        string text = model.ToJsonText();
        model.Save(_folder.File("m.keras"));
        Model loaded = Model.Load(_folder.File("m.keras")), read = Model.FromJson(text), clone = model.Clone();
        float[][] expected = Values(model.Call((TensorList)x, training: false));
        foreach (Model other in (Model[])[loaded, read, clone])
        {
            Assert.Equal(model.Weights.Count, other.Weights.Count);
            Assert.All(model.Weights, weight => Assert.DoesNotContain(weight, other.Weights));
            Assert.Equal(model.SummaryText(expandNested: true), other.SummaryText(expandNested: true));
            if (other != loaded) other.SetWeights(model.GetWeights());
            Assert.Equal(expected, Values(other.Call((TensorList)x, training: false)));
            Assert.Equal(text, other.ToJsonText());
        }
    }

    [Theory]
    [InlineData("first")] // As Keras does.
    [InlineData("")]
    public void The_mark_may_lack_at_the_first_place(string without)
    {
        var shared = new Dense(4, name: "shared");
        var model = new Sequential([new Input(4), new Sequential([new Input(4), shared], "first"), new Sequential([new Input(4), shared], "second")]);
        JsonNode json = JsonNode.Parse(model.ToJsonText())!;
        JsonObject[] places = [.. json["config"]!["layers"]!.AsArray().Skip(1).Where(layer => without.Length == 0 || layer!["config"]!["name"]!.GetValue<string>() == without)
            .Select(layer => layer!["config"]!["layers"]![1]!.AsObject())];
        Assert.All(places, place => Assert.True(place.Remove("shared_object_id")));
        Assert.Equal(without.Length == 0 ? 4 : 2, Model.FromJson(json).Weights.Count);
    }

    [Fact]
    public void A_cloned_model_takes_a_shared_replacement()
    {
        var shared = new Dense(4, name: "shared");
        var model = new Sequential([new Input(4), shared, new Sequential([new Input(4), shared])]);
        Model clone = model.Clone(layer => layer == shared ? new Dense(4, name: "other") : null);
        Assert.Equal(["other", "other"], [clone.Layers[0].Name, ((Model)clone.Layers[1]).Layers[0].Name]);
        Assert.Equal(2, clone.Weights.Count);
    }

    [Fact]
    public void A_layer_may_be_taken_off_where_it_stands_twice()
    {
        var shared = new Dense(4, name: "shared");
        var model = new Sequential { new Input(4), shared, new Dense(4), shared };
        model.Pop();
        Assert.Throws<ArgumentException>(() => model.Add(new Dense(4, name: "shared")));
        Assert.Equal(4, model.Weights.Count);
        Assert.Equal([2, 4], model.Call(Ops.Ones([2, 4])).Shape);
    }

    [Fact]
    public void A_layer_of_ones_own_shares_what_it_reads()
    {
        var shared = new Dense(4, name: "shared");
        var model = new Sequential([new Input(4), shared, new Around(shared)]);
        Model again = Model.FromJson(model.ToJsonText(), new Dictionary<string, Func<LayerConfig, Layer>> { ["Around"] = config => new Around(Layer.FromJson(config.Json["inner"]!)) });
        Assert.Equal(2, again.Weights.Count);
    }

    private static Model Functional(Layer layer)
    {
        Tensor x = new Input(4);
        return new Model(x, layer.Call(x));
    }

    private static Model Nested(int depth)
    {
        Model model = Functional(new Dense(4));
        for (int level = 1; level < depth; level++) model = Functional(model);
        return model;
    }

    private static float[][] Values(TensorList outputs) => [.. outputs.Select(output => output.ToArray<float>())];

    private sealed class Around(Layer inner) : Layer
    {
        public override LayerConfig GetConfig() => base.GetConfig().With("inner", inner.ToJson());

        protected override void Build(Shape input) => Track(inner);

        protected override Tensor Forward(Tensor x, bool training) => inner.Call(x) * 2;
    }
}
