using Cornea.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>Layers over sequences and volumes, attention, recurrence: the harness, refusals, masks.</summary>
public class FurtherLayerTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> Refusals => [.. Refused.Keys];

    private static readonly Dictionary<string, (Func<Layer> Make, Shape[] Shapes)> Cases = new()
    {
        ["AdaptiveAveragePooling1D"] = (() => new AdaptiveAveragePooling1D(3), [(7, 2)]),
        ["AdaptiveMaxPooling2D"] = (() => new AdaptiveMaxPooling2D((2, 3), "channels_first"), [(2, 5, 7)]),
        ["AdaptiveAveragePooling3D"] = (() => new AdaptiveAveragePooling3D(2), [(3, 4, 5, 2)]),
        ["AdditiveAttention"] = (() => new AdditiveAttention(), [(3, 4), (5, 4)]),
        ["Attention"] = (() => new Attention(useScale: true, scoreMode: "concat"), [(3, 4), (5, 4)]),
        ["AveragePooling1D"] = (() => new AveragePooling1D(3, 2, "same"), [(7, 2)]),
        ["AveragePooling3D"] = (() => new AveragePooling3D(2), [(4, 5, 6, 2)]),
        ["Bidirectional"] = (() => new Bidirectional(new LSTM(3, returnSequences: true)), [(4, 2)]),
        ["Bidirectional both"] = (() => new Bidirectional(new GRU(3), mergeMode: null), [(4, 2)]),
        ["Conv1D"] = (() => new Conv1D(4, 3, padding: "causal", dilationRate: 2), [(8, 3)]),
        ["Conv1D channels first"] = (() => new Conv1D(4, 3, strides: 2, dataFormat: "channels_first", groups: 1), [(3, 8)]),
        ["Conv1DTranspose"] = (() => new Conv1DTranspose(3, 3, strides: 2, padding: "same", outputPadding: 1), [(5, 2)]),
        ["Conv3D"] = (() => new Conv3D(4, (2, 3, 3), strides: (2, 1, 1), padding: "same", groups: 2), [(5, 6, 4, 2)]),
        ["Conv3D dilated"] = (() => new Conv3D(2, 2, dilationRate: 2), [(4, 4, 5, 2)]),
        ["Conv3DTranspose"] = (() => new Conv3DTranspose(3, 3, strides: 2, padding: "valid"), [(2, 3, 2, 2)]),
        ["ConvLSTM1D"] = (() => new ConvLSTM1D(2, 3, padding: "same", returnSequences: true), [(3, 5, 2)]),
        ["ConvLSTM2D"] = (() => new ConvLSTM2D(2, 2, strides: 2), [(2, 5, 4, 1)]),
        ["ConvLSTM3D"] = (() => new ConvLSTM3D(2, 2), [new Shape(2, 3, 3, 3, 1)]),
        ["Cropping1D"] = (() => new Cropping1D((1, 2)), [(6, 2)]),
        ["Cropping3D"] = (() => new Cropping3D(), [(3, 4, 5, 2)]),
        ["DepthwiseConv1D"] = (() => new DepthwiseConv1D(3, depthMultiplier: 2), [(6, 2)]),
        ["Discretization"] = (() => new Discretization([-0.5, 0, 0.5], outputMode: "one_hot"), [4]),
        ["EinsumDense"] = (() => new EinsumDense("abc,cd->abd", (-1, 7), biasAxes: "d"), [(3, 4)]),
        ["EinsumDense dots"] = (() => new EinsumDense("...x,xy->...y", 5), [(3, 2, 4)]),
        ["GRU"] = (() => new GRU(3, returnSequences: true, resetAfter: false), [(4, 2)]),
        ["GRU dropout"] = (() => new GRU(3, dropout: 0.4, recurrentDropout: 0.4, seed: 1), [(4, 2)]),
        ["GroupQueryAttention"] = (() => new GroupQueryAttention(2, 4, 2), [(3, 5), (4, 5)]),
        ["Identity"] = (() => new Identity(), [(4, 3)]),
        ["LSTM"] = (() => new LSTM(3), [(4, 2)]),
        ["LSTM states"] = (() => new LSTM(3, returnState: true, goBackwards: true), [(4, 2)]),
        ["LayerNormalization rms"] = (() => new LayerNormalization(rmsScaling: true), [(4, 3)]),
        ["Masking"] = (() => new Masking(), [(4, 3)]),
        ["MaxPooling1D"] = (() => new MaxPooling1D(), [(7, 2)]),
        ["MaxPooling3D"] = (() => new MaxPooling3D(3, 2, "same", "channels_first"), [(2, 4, 5, 6)]),
        ["MinPooling2D"] = (() => new MinPooling2D(), [(5, 6, 2)]),
        ["MultiHeadAttention"] = (() => new MultiHeadAttention(2, 3, useGate: true), [(3, 4), (5, 4)]),
        ["MultiHeadAttention axes"] = (() => new MultiHeadAttention(2, 3, attentionAxes: [1, 2], outputShape: (2, 3)), [(2, 3, 4), (2, 3, 4)]),
        ["RNN"] = (() => new RNN(new StackedRNNCells([new LSTMCell(3), new GRUCell(2)]), returnSequences: true), [(4, 2)]),
        ["Resizing lanczos"] = (() => new Resizing(5, 3, "lanczos3", antialias: true), [(4, 6, 2)]),
        ["SeparableConv1D"] = (() => new SeparableConv1D(4, 3, padding: "causal", depthMultiplier: 2), [(6, 2)]),
        ["SimpleRNN"] = (() => new SimpleRNN(3, dropout: 0.3), [(4, 2)]),
        ["SpectralNormalization"] = (() => new SpectralNormalization(new Dense(4)), [3]),
        ["TimeDistributed"] = (() => new TimeDistributed(new Conv2D(2, 2)), [(3, 4, 5, 1)]),
        ["TimeDistributed normalized"] = (() => new TimeDistributed(new BatchNormalization()), [(3, 4)]),
        ["UpSampling1D"] = (() => new UpSampling1D(3), [(4, 2)]),
        ["UpSampling3D"] = (() => new UpSampling3D((1, 2, 3)), [(2, 3, 2, 2)]),
        ["ZeroPadding1D"] = (() => new ZeroPadding1D((1, 2)), [(4, 2)]),
        ["ZeroPadding3D"] = (() => new ZeroPadding3D((1, 0, 2)), [(2, 3, 2, 2)]),
    };

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
    [MemberData(nameof(Names))]
    public void Keeps_to_the_laws(string name)
    {
        (Func<Layer> make, Shape[] shapes) = Cases[name];
        LayerHarness.Check(make, shapes);
    }

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
