using Cornea.Layers;
using Cornea.Tests.Operations;

namespace Cornea.Tests.Laws;

/// <summary>A model of layers, cells, wrappers, sub-models and operations between them, drawn at random; what it has made already is often used again.</summary>
/// <remarks>All tensors between are [batch, 6], so that everything fits behind everything.</remarks>
internal sealed class RandomModel(Draw draw)
{
    private const int Width = 6;
    private readonly List<Layer> _layers = [];
    private readonly List<RNNCell> _cells = [];
    private readonly List<Model> _models = [];

    /// <summary>How many inputs the last model has.</summary>
    public int InputCount { get; private set; }

    /// <summary>How many outputs it has.</summary>
    public int OutputCount { get; private set; }

    public Model Make()
    {
        InputCount = draw.Int(1, 2);
        Tensor[] inputs = [.. Enumerable.Range(0, InputCount).Select(_ => (Tensor)new Input(Width))];
        List<Tensor> tensors = [.. inputs, .. inputs.Length == 2 ? [inputs[0] - inputs[1]] : Array.Empty<Tensor>()];
        int steps = draw.Int(2, 8);
        for (int step = 0; step < steps; step++) tensors.Add(Step(tensors[draw.Int(Math.Max(0, tensors.Count - 3), tensors.Count - 1)], tensors[draw.Int(0, tensors.Count - 1)]));
        OutputCount = draw.Int(1, 2);
        Tensor last = inputs.Length == 2 ? tensors[^1] + (tensors[2] * 0.5) : tensors[^1];
        last = new Dense(Width).Call(last); // Something to train, whatever was drawn.
        Model model = new(inputs, OutputCount == 1 ? last : [last, new Dense(Width).Call(tensors[draw.Int(inputs.Length, tensors.Count - 1)]) + last]);
        return draw.Int(0, 3) == 0 ? new Around(model) : model;
    }

    private Tensor Step(Tensor x, Tensor other) => draw.Int(0, 17) switch
    {
        0 or 1 => Again(_layers, () => new Dense(Width, activation: draw.Bool() ? "tanh" : "relu")).Call(x),
        2 => (x + other) * 0.5,
        3 => Ops.Where(x > other, x, -0.1 * other),
        4 => Again(_layers, () => new Dense(Width)).Call(Again(_layers, () => new Dense(Width)).Call(Ops.Tanh(x))),
        5 => Ops.Concatenate([Ops.GetItem(x, .., 3..), Ops.GetItem(other, .., ..3)], -1),
        6 => new Dense(Width).Call(new Concatenate().Call([x, other])),
        7 => Flat(new RNN(Again(_cells, Cell), returnSequences: true).Call(Steps(x))),
        8 => Flat(new Bidirectional(new GRU(3), mergeMode: "sum").Call(Steps(x)), 1),
        9 => Flat(new TimeDistributed(Again(_layers, () => new Dense(Width))).Call(x.ExpandDims(1)), 0),
        10 => new BatchNormalization().Call(x),
        11 => new Dropout(0.25).Call(x),
        12 => Again(_models, Functional).Call(x),
        13 => Again(_models, Sequence).Call(x),
        14 => new Add().Call([x, other, Again(_layers, () => new Dense(Width)).Call(other)]),
        15 => x - Ops.Mean(x, -1, keepDims: true) + Ops.Pad(Ops.GetItem(other, .., 2..), [(0, 0), (1, 1)]),
        16 => Again(_models, () => Around(Again(_models, Functional))).Call(x),
        _ => Ops.MatMul(x, Ops.Eye(Width)) + Tensor.From(new float[] { 1, 2, 3, 4, 5, 6 }),
    };

    // A new one, or one that was made before.
    private T Again<T>(List<T> made, Func<T> make)
    {
        if (made.Count > 0 && draw.Int(0, 2) > 0) return made[draw.Int(0, made.Count - 1)];
        T one = make();
        made.Add(one);
        return one;
    }

    private RNNCell Cell() => draw.Bool() ? new LSTMCell(3) : new StackedRNNCells([new SimpleRNNCell(3), new GRUCell(3)]);

    private Model Functional()
    {
        Tensor x = new Input(Width);
        Tensor h = Again(_layers, () => new Dense(Width)).Call(x);
        return new Model(x, draw.Bool() ? h : h + x);
    }

    private Model Sequence()
    {
        Layer twice = Again(_layers, () => new Dense(Width));
        return new Sequential([new Input(Width), twice, new Dense(Width, activation: "relu"), twice]);
    }

    private static Model Around(Model inner)
    {
        Tensor x = new Input(Width);
        return new Model(x, Ops.Relu(inner.Call(x)) + new Dense(Width).Call(x));
    }

    private static Tensor Steps(Tensor x) => new Reshape([2, 3]).Call(x);

    private static Tensor Flat(Tensor x, int repeats = 0) => repeats > 0 ? Ops.Concatenate([x, x], -1) : x.Reshape([-1, Width]);
}
