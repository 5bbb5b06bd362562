using Cornea.Layers;
using Cornea.Tests.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>At inference, in layers that don't mix rows, a row's answer has the same bits whatever other rows are in its batch.</summary>
public class RowLaws
{
    private const int Rows = 37; // Beyond two tiles of rows of every kernel, and a multiple of none.

    // Beside the cases of LayerCases, which are small: what long sums, wide outputs and large images choose.
    private static readonly Dictionary<string, (Func<Layer> Make, Shape[] Shapes)> Large = new()
    {
        ["long sums"] = (() => new Dense(3), [9000]),
        ["long sums, wide"] = (() => new Dense(70), [4500]),
        ["whole vectors"] = (() => new Dense(64), [4096]),
        ["packed weights"] = (() => new Dense(128), [600]),
        ["one unit"] = (() => new Dense(1), [300]),
        ["long sums on sequences"] = (() => new Dense(5), [(3, 5000)]),
        ["softmax"] = (() => new Dense(10, activation: "softmax"), [20]),
        ["long softmax"] = (() => new Softmax(), [3000]),
        ["long norm"] = (() => new LayerNormalization(), [3000]),
        ["mean of an image"] = (() => new GlobalAveragePooling2D(), [(24, 24, 20)]),
        ["mean of a long sequence"] = (() => new GlobalAveragePooling1D(), [(3000, 1)]),
        ["3×3 convolution"] = (() => new Conv2D(32, 3, padding: "same", activation: "relu"), [(14, 14, 32)]),
        ["1×1 convolution"] = (() => new Conv2D(48, 1), [(7, 7, 96)]),
        ["stride"] = (() => new Conv2D(24, 3, strides: 2, padding: "same"), [(15, 15, 3)]),
        ["depthwise"] = (() => new DepthwiseConv2D(3, padding: "same"), [(12, 12, 40)]),
        ["attention"] = (() => new MultiHeadAttention(4, 16), [(20, 32), (20, 32)]),
        ["recurrent"] = (() => new LSTM(20), [(7, 12)]),
    };

    public static TheoryData<string> Cases => [.. LayerCases.All.Keys, .. Large.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ARowsBitsDontDependOnTheOthers(string name)
    {
        (Func<Layer> make, Shape[] shapes) = LayerCases.All.TryGetValue(name, out (Func<Layer>, Shape[]) known) ? known : Large[name];
        RandomSeed.Set(3);
        Layer layer = make();
        TensorList symbolic = TensorList.Create([.. shapes.Select(shape => (Tensor)new Input(shape))]);
        var model = new Model(symbolic, layer.Call(symbolic));
        Check(model, shapes);
    }

    [Fact]
    public void ARowsBitsDontDependOnTheOthersInWholeModels()
    {
        RandomSeed.Set(4);
        Tensor image = new Input(16, 16, 3), x = new Conv2D(16, 3, padding: "same", useBias: false).Call(image);
        x = Ops.Relu(new BatchNormalization().Call(x));
        Tensor side = new SeparableConv2D(16, 3, padding: "same").Call(x);
        x = new MaxPooling2D().Call(new Add().Call([x, side]));
        x = new Dense(10, activation: "softmax").Call(new Dropout(0.5).Call(new Flatten().Call(x)));
        var network = new Model(image, x);
        Check(network, [(16, 16, 3)]);
        var perceptron = new Sequential { new Input(784), new Dense(64, activation: "relu"), new Dense(64, activation: "gelu"), new Dense(10, activation: "softmax") };
        Check(perceptron, [784]);
        var text = new Sequential { new Embedding(3, 8), new Bidirectional(new GRU(6)), new Dense(2) };
        Check(text, [9]);
    }

    /// <summary>Recurrent layers move time to the front: of loops there is no rule yet. All but one of the others may be predicted on plans for other batch sizes.</summary>
    [Fact]
    public void AllLayersButRecurrentOnesAreShownToKeepRowsApart()
    {
        string[] unproven =
        [
            .. LayerCases.All.Where(pair =>
            {
                TensorList symbolic = TensorList.Create([.. pair.Value.Shapes.Select(shape => (Tensor)new Input(shape))]);
                var model = new Model(symbolic, pair.Value.Make().Call(symbolic));
                return model.CutOf(new StepShape(StepMode.Predict, [.. pair.Value.Shapes.Select(shape => new TensorSpec([Rows, .. shape], DType.Float32))], [], [], null)).Parts.Count == 0;
            }).Select(pair => pair.Key),
        ];
        Assert.Equal("Bidirectional, Bidirectional both, ConvLSTM1D, ConvLSTM2D, ConvLSTM3D, GRU, GRU dropout, LSTM, LSTM states, RNN, SimpleRNN, TimeDistributed normalized", string.Join(", ", unproven));
    }

    // Plans of the exact size for each part of the batch: what they have in common is the law, not the plan. Then Predict, on what plans it likes.
    private static void Check(Model model, Shape[] shapes)
    {
        CompiledFunction function = Function.Compile(inputs => model.Call(inputs, training: false), shapes.Length);
        TensorList all = TensorList.Create([.. shapes.Select((shape, index) => TestData.Uniform([Rows, .. shape]) + (0.1 * index))]);
        TensorList expected = function.RunAll([.. all]), predicted = model.PredictAll(all, batchSize: Rows);
        for (int output = 0; output < expected.Count; output++) Assert.Equal(Bits(expected[output]), Bits(predicted[output]));
        foreach ((int start, int count) in new[] { (0, 1), (Rows - 1, 1), (3, 2), (1, 5), (5, 16), (4, Rows - 4) })
        {
            TensorList part = function.RunAll([.. all.Select(tensor => Ops.Slice(tensor, 0, start, count))]);
            for (int output = 0; output < expected.Count; output++)
                Assert.Equal(Bits(Ops.Slice(expected[output], 0, start, count)), Bits(part[output]));
        }
    }

    private static IEnumerable<int> Bits(Tensor tensor) => tensor.Cast(DType.Float32).ToArray<float>().Select(BitConverter.SingleToInt32Bits);
}
