using System.Text.Json.Nodes;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Recurrent layers and wrappers in files: saved, loaded, the same bits; weights lie where Keras puts them; cells of one's own are made.</summary>
public sealed class RecurrentSaveTests : IDisposable
{
    private static readonly Dictionary<string, (Func<Layer> Make, string[] Groups)> Layers = new()
    {
        ["LSTM"] = (() => new LSTM(3, dropout: 0.2, recurrentDropout: 0.1), ["cell/vars"]),
        ["GRU"] = (() => new GRU(3, returnSequences: true), ["cell/vars"]),
        ["RNN"] = (() => new RNN(new SimpleRNNCell(3)), ["cell/vars"]),
        ["stacked"] = (() => new RNN(new StackedRNNCells([new LSTMCell(3), new GRUCell(2), new LSTMCell(2)])), ["cell/cells/lstm_cell/vars", "cell/cells/gru_cell/vars", "cell/cells/lstm_cell_1/vars"]),
        ["Bidirectional"] = (() => new Bidirectional(new LSTM(3, returnSequences: true)), ["forward_layer/cell/vars", "backward_layer/cell/vars"]),
        ["Bidirectional two"] = (() => new Bidirectional(new GRU(3), "sum", new GRU(3, goBackwards: true)), ["forward_layer/cell/vars", "backward_layer/cell/vars"]),
        ["TimeDistributed"] = (() => new TimeDistributed(new Dense(2)), ["layer/vars"]),
        ["TimeDistributed model"] = (() => new TimeDistributed(new Sequential([new Input(2), new Dense(3), new BatchNormalization()])), ["layer/layers/dense/vars", "layer/layers/batch_normalization/vars"]),
        ["own cell"] = (() => new RNN(new Blend(3, 0.25)), ["cell/vars"]),
        ["TimeDistributed own layer"] = (() => new TimeDistributed(new Scale(2)), ["layer/vars"]),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Layers.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void ComesBackWithTheSameBits(string name)
    {
        (Func<Layer> make, string[] groups) = Layers[name];
        Tensor input = new Input(4, 2);
        Layer layer = make();
        var model = new Model(input, layer.Call(input));
        model.Compile("adam", "mse");
        Tensor x = TestData.Uniform([6, 4, 2]), y = Ops.Ones([6, .. model.Outputs[0].Shape[1..]]);
        model.Fit(x, y, epochs: 2, verbose: 0, shuffle: false);
        model.Save(_folder.File("m.keras"));
        model.SaveWeights(_folder.File("m.weights.h5"));
        Model again = Model.Load(_folder.File("m.keras"), new()
        {
            ["Blend"] = config => new Blend(config.GetInt("units"), config.GetDouble("part")),
            ["Scale"] = config => new Scale(config.GetDouble("factor")),
        });
        Assert.Equal(model.Predict(x, verbose: 0).ToArray<float>(), again.Predict(x, verbose: 0).ToArray<float>());
        Assert.Equal(model.ToJsonText(), again.ToJsonText());
        model.Fit(x, y, epochs: 2, verbose: 0, shuffle: false);
        again.Fit(x, y, epochs: 2, verbose: 0, shuffle: false);
        Assert.Equal(model.Predict(x, verbose: 0).ToArray<float>(), again.Predict(x, verbose: 0).ToArray<float>());
        model.LoadWeights(_folder.File("m.weights.h5"));
        again.LoadWeights(_folder.File("m.weights.h5"));
        Assert.Equal(model.Predict(x, verbose: 0).ToArray<float>(), again.Predict(x, verbose: 0).ToArray<float>());
        Hdf5Group tree = WeightFile.ToTree(model, WeightType.Float32).Find($"layers/{SnakeCase.Of(layer.ClassName)}")!;
        Assert.All(groups, group => Assert.NotEmpty(tree.Find(group)!.Members));
    }

    [Fact]
    public void StatesKeptFromBatchToBatchStayOutOfFiles()
    {
        var layer = new GRU(3, stateful: true);
        var model = new Sequential([new Input(new Shape(4, 2), batchSize: 2), layer]);
        model.Predict(TestData.Uniform([2, 4, 2]), batchSize: 2, verbose: 0);
        model.SaveWeights(_folder.File("m.weights.h5"));
        layer.ResetState();
        float[] before = model.Predict(TestData.Uniform([2, 4, 2]), batchSize: 2, verbose: 0).ToArray<float>();
        model.LoadWeights(_folder.File("m.weights.h5"));
        layer.ResetState();
        Assert.Equal(before, model.Predict(TestData.Uniform([2, 4, 2]), batchSize: 2, verbose: 0).ToArray<float>());
    }

    [Fact]
    public void AnUnknownCellIsRefusedByName()
    {
        JsonNode json = new RNN(new Blend(3, 0.25)).ToJson();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => { Layer.FromJson(json); });
        Assert.Contains("'Blend'", error.Message, StringComparison.Ordinal);
    }

    private sealed class Blend(int units, double part) : RNNCell
    {
        private Variable _kernel = null!;

        public override IReadOnlyList<Shape> StateShapes => [[units]];

        public override LayerConfig GetConfig() => base.GetConfig().With("units", units).With("part", part);

        protected override void Build(Shape input) => _kernel = AddWeight("kernel", [input[^1], units]);

        public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
        {
            Tensor state = (states[0] * part) + Ops.MatMul(x, _kernel);
            return (state, state);
        }
    }

    private sealed class Scale(double factor) : Layer
    {
        private Variable _weight = null!;

        public override LayerConfig GetConfig() => base.GetConfig().With("factor", factor);

        protected override void Build(Shape input) => _weight = AddWeight("weight", [input[^1]]);

        protected override Tensor Forward(Tensor x, bool training) => x * _weight * factor;
    }
}
