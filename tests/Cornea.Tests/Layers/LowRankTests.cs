using Cornea.Constraints;
using Cornea.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>Low-rank adaptations (LoRA): weight + alpha / rank · a · b takes the weight's place, training changes a and b only, files hold the sum.</summary>
public sealed class LowRankTests : IDisposable
{
    private static readonly Dictionary<string, (Func<int?, double?, Layer> Make, Tensor X)> Layers = new()
    {
        ["Dense"] = ((rank, alpha) => new Dense(4, loraRank: rank, loraAlpha: alpha), TestData.Uniform([3, 5])),
        ["EinsumDense"] = ((rank, alpha) => new EinsumDense("abc,cde->abde", new Shape(-1, 2, 3), biasAxes: "e", loraRank: rank, loraAlpha: alpha), TestData.Uniform([2, 3, 4])),
        ["Embedding"] = ((rank, alpha) => new Embedding(6, 4, loraRank: rank, loraAlpha: alpha), Tensor.From(new[,] { { 1, 5, 0 } })),
        ["Conv1D"] = ((rank, alpha) => new Conv1D(4, 3, loraRank: rank, loraAlpha: alpha), TestData.Uniform([2, 6, 2])),
        ["Conv2D"] = ((rank, alpha) => new Conv2D(4, (2, 3), groups: 2, loraRank: rank, loraAlpha: alpha), TestData.Uniform([2, 5, 6, 2])),
        ["Conv3D"] = ((rank, alpha) => new Conv3D(4, 2, loraRank: rank, loraAlpha: alpha), TestData.Uniform([1, 4, 3, 5, 2])),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Layers.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void AddsTheScaledProduct(string name)
    {
        (Func<int?, double?, Layer> make, Tensor x) = Layers[name];
        Layer plain = make(null, null), adapted = make(2, 3);
        plain.Call(x);
        adapted.Call(x);
        Assert.Equal(plain.Weights.Count + 2, adapted.Weights.Count);
        Variable weight = adapted.Weights[0], a = adapted.Weights[^2], b = adapted.Weights[^1];
        Assert.Equal([$"lora_{weight.Name}_a", $"lora_{weight.Name}_b"], [a.Name, b.Name]);
        Assert.Equal(weight.Shape.With(weight.Shape.Rank - 1, 2), a.Shape);
        Assert.Equal((Shape)(2, weight.Shape[^1]), b.Shape);
        Assert.False(weight.Trainable);
        Assert.All(b.Value.ToArray<float>(), value => Assert.Equal(0, value));
        b.Assign(TestData.Uniform(b.Shape.ToArray()));
        plain.SetWeights([weight.Value + (Ops.MatMul(a, b) * 1.5), .. adapted.Weights.Skip(1).SkipLast(2).Select(other => other.Value)]);
        float[] expected = plain.Call(x).ToArray<float>(), got = adapted.Call(x).ToArray<float>();
        for (int index = 0; index < expected.Length; index++) Assert.Equal(expected[index], got[index], 1e-5f);
        Assert.Equal(2, adapted.GetConfig().GetInt("lora_rank"));
        Assert.Equal(3, adapted.GetConfig().GetDouble("lora_alpha"));
        Assert.False(plain.GetConfig().Has("lora_rank"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TrainsTheFactorsAndSavesTheSum(string name)
    {
        (Func<int?, double?, Layer> make, Tensor x) = Layers[name];
        var input = new Input(x.Shape[1..], dtype: x.DType);
        Layer layer = make(2, null);
        var model = new Model(input, layer.Call((Tensor)input));
        model.Compile("sgd", "mse");
        float[] before = layer.Weights[0].Value.ToArray<float>();
        Tensor y = Ops.Ones(model.Predict(x, verbose: 0).Shape);
        model.Fit(x, y, epochs: 3, verbose: 0);
        Assert.Equal(before, layer.Weights[0].Value.ToArray<float>());
        Assert.Contains(layer.Weights[^1].Value.ToArray<float>(), value => value != 0);
        model.Save(_folder.File("m.keras"));
        Model again = Model.Load(_folder.File("m.keras"));
        Layer loaded = again.Layers[^1];
        Assert.All(loaded.Weights.TakeLast(2).SelectMany(factor => factor.Value.ToArray<float>()), value => Assert.Equal(0, value));
        float[] expected = model.Predict(x, verbose: 0).ToArray<float>(), got = again.Predict(x, verbose: 0).ToArray<float>();
        for (int index = 0; index < expected.Length; index++) Assert.Equal(expected[index], got[index], 1e-6f);
    }

    [Fact]
    public void CanBeginLater()
    {
        var layer = new Dense(4);
        layer.Call(TestData.Uniform([2, 3]));
        layer.EnableLora(2, loraAlpha: 4, bInitializer: "ones");
        Assert.Equal(4, layer.Weights.Count);
        Assert.Equal(4, layer.GetConfig().GetDouble("lora_alpha"));
        Assert.Contains("already", Assert.Throws<InvalidOperationException>(() => layer.EnableLora(2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesWhatDoesNotGoTogether()
    {
        Says<ArgumentException>(() => new Dense(4, loraRank: 0, name: "low"), "'low'", "loraRank", "0");
        Says<ArgumentException>(() => new Conv2D(4, 3, kernelConstraint: new NonNeg(), loraRank: 2), "Conv2D", "constraint");
        Says<InvalidOperationException>(() => new Dense(4).EnableLora(2), "Dense", "isn't built");
        var built = new Embedding(3, 2, embeddingsConstraint: new NonNeg());
        built.Call(Tensor.From(new[,] { { 1 } }));
        Says<InvalidOperationException>(() => built.EnableLora(2), "Embedding", "constraint");

        static void Says<T>(Action action, params string[] parts)
            where T : Exception
        {
            T error = Assert.Throws<T>(action);
            Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }
}
