using Cornea.Graphs;
using Cornea.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>Recurrent layers: a loop gives what steps laid out give, and dropout is drawn as Keras draws it.</summary>
public class RecurrentTests
{
    private static readonly Dictionary<string, Func<bool, RNN>> Makers = new()
    {
        ["simple"] = unroll => new SimpleRNN(4, returnSequences: true, unroll: unroll),
        ["lstm"] = unroll => new LSTM(4, returnState: true, unroll: unroll),
        ["lstm backwards"] = unroll => new LSTM(4, returnSequences: true, returnState: true, goBackwards: true, unroll: unroll),
        ["lstm last backwards"] = unroll => new LSTM(4, goBackwards: true, zeroOutputForMask: true, unroll: unroll),
        ["lstm dropout"] = unroll => new LSTM(4, dropout: 0.3, recurrentDropout: 0.2, seed: 5, unroll: unroll),
        ["gru"] = unroll => new GRU(4, returnSequences: true, zeroOutputForMask: true, unroll: unroll),
        ["gru dropout"] = unroll => new GRU(4, dropout: 0.3, resetAfter: false, recurrentDropout: 0.2, seed: 5, unroll: unroll),
        ["stacked"] = unroll => new RNN(new StackedRNNCells([new LSTMCell(3, dropout: 0.4, seed: 1), new GRUCell(2, recurrentDropout: 0.3, seed: 2)]), returnState: true, unroll: unroll),
        ["own cell"] = unroll => new RNN(new Decay(3), returnSequences: true, unroll: unroll),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string name in Makers.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ALoopGivesWhatStepsLaidOutGive(string name, bool masked)
    {
        RNN loop = Makers[name](false), other = Makers[name](true);
        loop.Call((TensorList)(Tensor)new Input(6, 2));
        other.Call((TensorList)(Tensor)new Input(6, 2));
        other.SetWeights(loop.GetWeights());
        (TensorList Results, Tensor[] Gradients) looped = Run(loop, masked), laidOut = Run(other, masked);
        Assert.Equal(laidOut.Results.Count, looped.Results.Count);
        for (int index = 0; index < laidOut.Results.Count; index++) AssertClose(laidOut.Results[index], looped.Results[index]);
        for (int index = 0; index < laidOut.Gradients.Length; index++) AssertClose(laidOut.Gradients[index], looped.Gradients[index]);
    }

    [Fact]
    public void ALongSequenceIsASmallGraph()
    {
        var layer = new LSTM(8, returnSequences: true);
        layer.Call(Ops.Zeros([2, 3, 4]));
        CompiledFunction function = Function.Compile(x => Gradients.Of(layer.Call(x, training: true).Mean(), layer.TrainableVariables)[0]);
        int Lines(int steps) => function.Describe(Ops.Zeros([2, steps, 4])).Split('\n').Length;
        Assert.Equal(Lines(50), Lines(500));
    }

    [Fact]
    public void EachGateDropsForItselfWhereTheStateIsDropped()
    {
        Assert.Equal(1, Draws(new LSTM(4, dropout: 0.5)));
        Assert.Equal(8, Draws(new LSTM(4, dropout: 0.5, recurrentDropout: 0.5)));
        Assert.Equal(4, Draws(new LSTM(4, recurrentDropout: 0.5)));
        Assert.Equal(1, Draws(new GRU(4, dropout: 0.5)));
        Assert.Equal(6, Draws(new GRU(4, dropout: 0.5, recurrentDropout: 0.5)));
        Assert.Equal(2, Draws(new SimpleRNN(4, dropout: 0.5, recurrentDropout: 0.5)));
        Assert.Equal(0, Draws(new LSTM(4, dropout: 1, recurrentDropout: 0)));
        Assert.Equal(0, Draws(new LSTM(4, dropout: 0.5), training: false));
        var convolutional = new ConvLSTM1D(2, 2, dropout: 0.5);
        convolutional.Call(Ops.Ones([2, 3, 5, 2]), training: true);
        Assert.Equal(4, convolutional.Cell.Variables[^1].Value.ToArray<long>()[1]);

        static long Draws(RNN layer, bool training = true)
        {
            layer.Call(Ops.Ones([2, 5, 3]), training: training);
            return layer.Cell.Variables[^1].Value.ToArray<long>()[1];
        }
    }

    [Fact]
    public void TheSameIsDroppedAtEachStep()
    {
        // Ones through a kernel of ones, one unit for each feature: what a step gives tells how many features it kept.
        var layer = new SimpleRNN(1, activation: "linear", dropout: 0.5, recurrentInitializer: "zeros", kernelInitializer: "ones", returnSequences: true, seed: 4);
        float[] y = layer.Call(Ops.Ones([50, 6, 40]), training: true).ToArray<float>();
        for (int row = 0; row < 50; row++)
            for (int step = 1; step < 6; step++) Assert.Equal(y[row * 6], y[(row * 6) + step]);
        Assert.True(y.Distinct().Count() > 5);
    }

    [Fact]
    public void DropsItsRateOfInputAndState()
    {
        const int Rows = 100, Features = 100;
        foreach (double rate in new[] { 0.2, 0.7 })
        {
            var input = new SimpleRNN(1, activation: "linear", dropout: rate, recurrentInitializer: "zeros", kernelInitializer: "ones", seed: 9);
            AssertRate(rate, input.Call(Ops.Ones([Rows, 2, Features]), training: true).Mean() / Features);
            var state = new SimpleRNN(Features, activation: "linear", recurrentDropout: rate, kernelInitializer: "zeros", recurrentInitializer: "identity", seed: 9);
            AssertRate(rate, state.Call([Ops.Ones([Rows, 1, 2]), Ops.Ones([Rows, Features])], training: true)[0].Mean());
        }

        // The mean of n draws, each 1 / (1 − rate) or 0, is 1 with a standard deviation of √(rate / (1 − rate) / n).
        static void AssertRate(double rate, Tensor mean)
        {
            double error = Math.Sqrt(rate / (1 - rate) / (Rows * Features));
            Assert.InRange(mean.ToScalar<float>(), 1 - (4 * error), 1 + (4 * error));
        }
    }

    [Fact]
    public void ASeedRepeatsAndLayersDontShareDraws()
    {
        Tensor x = TestData.Uniform([3, 4, 5]);
        float[] Result(int? seed)
        {
            var layer = new GRU(6, dropout: 0.4, recurrentDropout: 0.4, kernelInitializer: "ones", recurrentInitializer: "ones", seed: seed);
            return [.. layer.Call(x, training: true).ToArray<float>(), .. layer.Call(x, training: true).ToArray<float>()];
        }

        float[] first = Result(7);
        Assert.Equal(first, Result(7));
        Assert.NotEqual(first, Result(8));
        Assert.NotEqual(first[..18], first[18..]);
        var one = new LSTM(6, dropout: 0.4, kernelInitializer: "ones", recurrentInitializer: "ones");
        var other = new LSTM(6, dropout: 0.4, kernelInitializer: "ones", recurrentInitializer: "ones");
        Assert.NotEqual(one.Call(x, training: true).ToArray<float>(), other.Call(x, training: true).ToArray<float>());
    }

    [Fact]
    public void PenaltiesOfAllStepsAreSummed()
    {
        Tensor x = TestData.Uniform([2, 3, 4]);
        var layer = new RNN(new Decay(4), returnSequences: true);
        double outputs = layer.Call(x).Sum().ToScalar<float>();
        Assert.Equal(0.5 * outputs, layer.Losses.Single().ToScalar<float>(), 1e-4);
    }

    [Fact]
    public void EachStepUpdatesMovingStatistics()
    {
        Tensor x = TestData.Uniform([8, 3, 4]);
        var each = new TimeDistributed(new BatchNormalization());
        var one = new BatchNormalization();
        each.Call(x, training: true);
        for (int step = 0; step < 3; step++) one.Call(Ops.Slice(x, 1, step, 1).Squeeze(1), training: true);
        for (int weight = 0; weight < 4; weight++) AssertClose(one.Weights[weight].Value, each.Weights[weight].Value);
    }

    [Fact]
    public void UnrollWantsAKnownNumberOfSteps()
    {
        ShapeException error = Assert.Throws<ShapeException>(() => { new LSTM(4, unroll: true, name: "laid").Call(new Input(-1, 3)); });
        Assert.Contains("'laid'", error.Message, StringComparison.Ordinal);
        Assert.Contains("unroll", error.Message, StringComparison.Ordinal);
    }

    private static (TensorList Results, Tensor[] Gradients) Run(RNN layer, bool masked)
    {
        Tensor x = TestData.Uniform([3, 6, 2]);
        Tensor? mask = masked ? Tensor.From(new[,] { { 1, 1, 1, 1, 1, 1 }, { 1, 0, 1, 1, 0, 0 }, { 0, 1, 0, 1, 1, 1 } }).Cast(DType.Bool) : null;
        TensorList results = layer.Call(x, initialState: null, mask: mask, training: true);
        Tensor loss = Ops.Sum(Ops.Square(results[0])) + results.Skip(1).Aggregate((Tensor)0.0, (sum, state) => sum + Ops.Sum(state));
        return (results, [.. Gradients.Of(loss, layer.TrainableVariables)]);
    }

    [Fact]
    public void A_cell_of_ones_own_goes_both_ways()
    {
        var layer = new Bidirectional(new RNN(new Slope(0.5)), customObjects: new Dictionary<string, Func<LayerConfig, Layer>> { ["Slope"] = config => new Slope(config.GetDouble("part")) });
        Tensor x = Tensor.From(new float[] { 1, 2, 4 }, [1, 3, 1]);
        Assert.Equal([(((1 * 0.5f) + 2) * 0.5f) + 4, (((4 * 0.5f) + 2) * 0.5f) + 1], layer.Call(x).ToArray<float>());
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Bidirectional(new RNN(new Slope(0.5))));
        Assert.All(["Bidirectional", "copied", "'Slope'", "customObjects"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float[] wanted = expected.ToArray<float>(), got = actual.ToArray<float>();
        for (int index = 0; index < wanted.Length; index++) Assert.Equal(wanted[index], got[index], 1e-5f * (1 + Math.Abs(wanted[index])));
    }

    /// <summary>A cell of one's own, with a dropout of its own, drawn anew at each step, and a penalty on each output.</summary>
    private sealed class Decay(int units) : RNNCell
    {
        private readonly Dense _project = new(units, useBias: false);
        private readonly Dropout _drop = new(0.5, seed: 3);

        public override IReadOnlyList<Shape> StateShapes => [[units]];

        public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
        {
            Tensor state = (states[0] * 0.5) + _drop.Call(_project.Call(x), training), output = state * 2;
            AddLoss(output * 0.5);
            return (output, state);
        }
    }

    /// <summary>A cell of one's own with a setting: state · part + x.</summary>
    private sealed class Slope(double part) : RNNCell
    {
        public override IReadOnlyList<Shape> StateShapes => [[1]];

        public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
        {
            Tensor state = (states[0] * part) + x;
            return (state, state);
        }

        public override LayerConfig GetConfig() => base.GetConfig().With("part", part);
    }
}
