using Cornea.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>Layers over sequences and volumes, attention, recurrence: refusals, masks.</summary>
public class FurtherLayerTests
{
    public static TheoryData<string> Refusals => [.. Refused.Keys];

    private static readonly Dictionary<string, (Func<object> Make, string[] Says)> Refused = new()
    {
        ["Attention mode"] = (() => new Attention(scoreMode: "sum"), ["Attention", "scoreMode", "dot, concat", "'sum'"]),
        ["Bidirectional mode"] = (() => new Bidirectional(new LSTM(2), "max"), ["Bidirectional", "mergeMode", "sum, mul, ave, concat", "'max'"]),
        ["Conv1D groups"] = (() => new Conv1D(4, 3, groups: 3), ["Conv1D", "filters", "4", "3"]),
        ["Conv1D kernel"] = (() => new Conv1D(4, 0), ["Conv1D", "kernelSize", "at least 1", "0"]),
        ["Conv3D strides"] = (() => new Conv3D(4, 3, strides: 2, dilationRate: 2), ["Conv3D", "strides", "dilation"]),
        ["Conv3D causal"] = (() => new Conv3D(4, 3, padding: "causal"), ["Conv3D", "padding", "valid or same"]),
        ["Conv1DTranspose output padding"] = (() => new Conv1DTranspose(4, 3, outputPadding: 1), ["Conv1DTranspose", "outputPadding", "strides 1"]),
        ["Cropping1D"] = (() => new Cropping1D(-1), ["Cropping1D", "cropping", "at least 0", "-1"]),
        ["Discretization mode"] = (() => new Discretization([0.0], outputMode: "bins"), ["Discretization", "outputMode", "int, one_hot", "'bins'"]),
        ["EinsumDense equation"] = (() => new EinsumDense("ab,bc", 3), ["EinsumDense", "equation", "X,Y->Z", "'ab,bc'"]),
        ["GRU units"] = (() => new GRU(0), ["GRU", "units", "at least 1", "0"]),
        ["GroupQueryAttention heads"] = (() => new GroupQueryAttention(2, 3, 2), ["GroupQueryAttention", "numQueryHeads", "3", "2"]),
        ["LSTM dropout"] = (() => new LSTM(2, dropout: 1.5), ["LSTM", "dropout", "between 0 and 1", "1.5"]),
        ["MaxPooling1D"] = (() => new MaxPooling1D(0), ["MaxPooling1D", "poolSize", "at least 1", "0"]),
        ["MultiHeadAttention heads"] = (() => new MultiHeadAttention(0, 2), ["MultiHeadAttention", "numHeads", "at least 1", "0"]),
        ["SpectralNormalization"] = (() => new SpectralNormalization(new Dense(2), 0), ["SpectralNormalization", "powerIterations", "at least 1"]),
        ["UpSampling3D"] = (() => new UpSampling3D(0), ["UpSampling3D", "size", "at least 1"]),
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refuses_bad_arguments(string name)
    {
        (Func<object> make, string[] says) = Refused[name];
        ArgumentException error = Assert.Throws<ArgumentException>(() => { make(); });
        Assert.All(says, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Masked_steps_change_nothing()
    {
        Tensor x = TestData.Uniform([2, 5, 3]), some = Ops.Concatenate([Ops.Slice(x, 1, 0, 3), Ops.Zeros([2, 2, 3])], 1);
        var model = new Sequential([new Input(5, 3), new Masking(), new LSTM(4)]);
        var last = (LSTM)model.Layers[^1];
        float[] masked = model.Call(some).ToArray<float>(), shorter = last.Call(Ops.Slice(x, 1, 0, 3)).ToArray<float>();
        Assert.Equal(shorter, masked);
    }

    [Fact]
    public void An_embeddings_mask_reaches_pooling_through_dropout()
    {
        Tensor numbers = Tensor.From(new[,] { { 1, 2, 0, 0 } });
        var embedding = new Embedding(3, 2, maskZero: true);
        var model = new Sequential([new Input(new Shape(4), dtype: DType.Int32), embedding, new Dropout(0.5), new GlobalAveragePooling1D()]);
        float[] pooled = model.Call(numbers).ToArray<float>(), table = embedding.Embeddings.Value.ToArray<float>();
        Assert.Equal((table[2] + table[4]) / 2, pooled[0], 1e-6f);
    }

    [Fact]
    public void Stateful_layers_go_on_where_they_ended()
    {
        Tensor x = TestData.Uniform([2, 6, 3]);
        var whole = new GRU(4);
        float[] expected = whole.Call(x).ToArray<float>();
        var parts = new GRU(4, stateful: true);
        parts.Call(Ops.Slice(x, 1, 0, 3));
        parts.SetWeights(whole.GetWeights());
        parts.ResetState();
        parts.Call(Ops.Slice(x, 1, 0, 3));
        float[] got = parts.Call(Ops.Slice(x, 1, 3, 3)).ToArray<float>();
        for (int index = 0; index < got.Length; index++) Assert.Equal(expected[index], got[index], 1e-6f);
        parts.ResetState();
        Assert.NotEqual(got, parts.Call(Ops.Slice(x, 1, 3, 3)).ToArray<float>());
    }

    [Fact]
    public void Named_tensors_stand_in_files_and_come_back()
    {
        Tensor sequence = new Input(4, 3), state = new Input(5);
        TensorList output = new GRU(5).Call(sequence, initialState: [state]);
        var model = new Model([sequence, state], output);
        var again = Model.FromJson(model.ToJsonText());
        again.SetWeights(model.GetWeights());
        TensorList x = [TestData.Uniform([2, 4, 3]), TestData.Uniform([2, 5])];
        Assert.Equal(model.Call(x)[0].ToArray<float>(), again.Call(x)[0].ToArray<float>());
        Assert.Contains("initial_state", model.ToJsonText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lambdas_run_but_are_not_written()
    {
        var lambda = new Lambda(x => x * 2, name: "twice");
        Assert.Equal([2f, 4f], lambda.Call(Tensor.From<float>([1, 2], [1, 2])).ToArray<float>());
        Assert.Contains("'twice'", Assert.Throws<NotSupportedException>(() => lambda.ToJson()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_lengths_are_allowed()
    {
        Tensor input = new Input(-1, 3);
        Tensor y = new LSTM(4, returnSequences: true).Call(new Conv1D(5, 3, padding: "same").Call(input));
        var model = new Model(input, new GlobalAveragePooling1D().Call(y));
        Assert.Equal([2, 4], model.Predict(TestData.Uniform([2, 7, 3]), verbose: 0).Shape);
        Assert.Equal([3, 4], model.Predict(TestData.Uniform([3, 2, 3]), verbose: 0).Shape);
    }
}
