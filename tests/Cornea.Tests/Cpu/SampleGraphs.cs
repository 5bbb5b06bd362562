using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Tests.Cpu;

/// <summary>Training and inference steps of small networks, written by hand in operations: what the executor's laws are tried on.</summary>
internal static class SampleGraphs
{
    private static readonly Dictionary<string, Func<Graph>> Makers = new()
    {
        ["mlp training"] = () => Training(Mlp, [4, 6], classes: 3),
        ["mlp inference"] = () => Inference(Mlp, [5, 6]),
        ["cnn training"] = () => Training(Cnn, [2, 9, 8, 3], classes: 4),
        ["cnn inference"] = () => Inference(Cnn, [3, 9, 8, 3]),
        ["residual training"] = () => Training(Residual, [2, 8, 8, 4], classes: 3),
        ["residual inference"] = () => Inference(Residual, [2, 8, 8, 4]),
        ["concatenation training"] = () => Training(Branches, [3, 6, 6, 2], classes: 3),
        ["recurrent training"] = () => Training((network, x) => Recurrent(network, x, reverse: false), [3, 5, 6], classes: 3),
        ["recurrent reverse training"] = () => Training((network, x) => Recurrent(network, x, reverse: true), [2, 4, 5], classes: 3),
        ["recurrent inference"] = () => Inference((network, x) => Recurrent(network, x, reverse: false), [3, 5, 6]),
        ["exchange"] = Exchange,
        ["weighted regression"] = WeightedRegression,
    };

    private static readonly Dictionary<Tensor, Storage> Values = new(ReferenceEqualityComparer.Instance);

    public static IEnumerable<string> Names => Makers.Keys;

    public static Graph Make(string name) => Makers[name]();

    /// <summary>The value that a parameter starts with: its own, or the input's random numbers.</summary>
    public static Storage ValueOf(Tensor tensor)
    {
        if (tensor.Source is { } variable) return variable.Storage;
        if (tensor.Storage is not null) return Evaluator.ValueOf(tensor);
        lock (Values) return Values[tensor];
    }

    private static Graph Training(Func<Network, Tensor, Tensor> body, Shape shape, int classes)
    {
        var network = new Network(training: true);
        Tensor x = Input(shape, 1), labels = Tensor.Placeholder(new TensorSpec([shape[0]], DType.Int32));
        lock (Values) Values[labels] = Storage.Of<int>([.. Enumerable.Range(0, shape[0]).Select(row => row % classes)]);
        using Trace trace = Trace.Begin();
        Tensor logits = network.Dense(body(network, x), classes);
        Tensor loss = Node.Emit(new SparseSoftmaxCrossEntropy(), logits, labels)[0].Mean();
        Tensor right = Ops.Equal(logits.ArgMax(-1), labels).Cast(DType.Float32).Mean();
        Variable[] trained = [.. network.Variables.Where(variable => variable.Trainable)];
        IReadOnlyList<Tensor> gradients = Gradients.Of(loss, trained);
        var iteration = new Variable(Tensor.From([0L], Shape.Scalar), trainable: false, name: "iteration");
        Tensor rate = Node.Emit(new HostNumber("learning rate", (step, number) => number / (step + 1)), iteration.Value, Tensor.From([0.1f], Shape.Scalar))[0];
        iteration.Assign(iteration.Value + 1);
        for (int index = 0; index < trained.Length; index++)
        {
            var momentum = new Variable(Ops.Full(trained[index].Shape, 0.25), trainable: false, name: "momentum");
            momentum.Assign((momentum.Value * 0.9) + gradients[index]);
            trained[index].Assign(trained[index].Value - (rate * momentum.Value));
        }

        return GraphCapture.Traced([x, labels], [loss, right], trace);
    }

    private static Graph Inference(Func<Network, Tensor, Tensor> body, Shape shape)
    {
        Tensor x = Input(shape, 2);
        using Trace trace = Trace.Begin();
        Tensor y = Ops.Softmax(body(new Network(training: false), x).Reshape(shape[0], -1));
        return GraphCapture.Traced([x], [y, y + 1], trace);
    }

    // a and b take each other's value: neither may be overwritten before the other has been read.
    private static Graph Exchange()
    {
        var a = new Variable(Ops.Full([7], 1), name: "a");
        var b = new Variable(Ops.Full([7], 2), name: "b");
        var c = new Variable(Ops.Full([7], 3), name: "c");
        using Trace trace = Trace.Begin();
        Tensor first = a.Value, second = b.Value;
        a.Assign(second);
        b.Assign(first);
        c.Assign(first + (second * c.Value));
        return GraphCapture.Traced([], [a.Value + 1], trace);
    }

    // Forward and backward pass multiply by the same gathered weights: two programs could follow the gather, and one of them waits for the other.
    private static Graph WeightedRegression()
    {
        var network = new Network(training: true);
        Tensor x = Input([6, 3], 1), weights = Input([9], 2), target = Input([6, 1], 3), rows = Tensor.From(new[] { 8, 0, 3, 3, 1, 7 });
        using Trace trace = Trace.Begin();
        Tensor y = network.Dense(x, 1), chosen = Ops.Take(weights, rows, 0);
        Tensor loss = (Ops.Mean(Ops.Square(target - y), [-1]) * chosen).Mean();
        Variable[] trained = [.. network.Variables];
        IReadOnlyList<Tensor> gradients = Gradients.Of(loss, trained);
        for (int index = 0; index < trained.Length; index++) trained[index].Assign(trained[index].Value - (0.1 * gradients[index]));
        return GraphCapture.Traced([x, weights, target], [loss], trace);
    }

    private static Tensor Mlp(Network network, Tensor x)
    {
        Tensor h = Ops.Relu(network.Dense(x, 17));
        h = network.Dropout(network.BatchNorm(h), 0.25);
        return Ops.Tanh(network.Dense(h, 5));
    }

    private static Tensor Cnn(Network network, Tensor x)
    {
        Tensor h = Ops.Relu(network.Convolution(x, 5, 3, same: false));
        h = Ops.Relu(network.BatchNorm(network.Convolution(h, 6, 3, same: true, stride: 2, bias: false)));
        h = Node.Emit(new MaxPool(new Window2D(2, 2, 2, 2)), h)[0];
        h = Ops.Sigmoid(network.Depthwise(h, 2));
        return h.Reshape(x.Shape[0], -1);
    }

    private static Tensor Residual(Network network, Tensor x)
    {
        Tensor h = Ops.Relu(network.BatchNorm(network.Convolution(x, 8, 3, same: true, bias: false)));
        for (int block = 0; block < 2; block++)
        {
            int stride = block + 1;
            Tensor inner = Ops.Relu(network.BatchNorm(network.Convolution(h, 8 * stride, 3, same: true, stride: stride, bias: false)));
            inner = network.BatchNorm(network.Convolution(inner, 8 * stride, 3, same: true, bias: false));
            Tensor shortcut = stride == 1 ? h : network.BatchNorm(network.Convolution(h, 8 * stride, 1, same: true, stride: stride, bias: false));
            h = Ops.Relu(inner + shortcut);
        }

        return h.Mean([1, 2]);
    }

    private static Tensor Branches(Network network, Tensor x)
    {
        Tensor a = network.Convolution(x, 3, 3, same: true), b = Ops.Exp(network.Convolution(x, 2, 1, same: true) * 0.1);
        Tensor joined = Ops.Concatenate([a, b, x], -1);
        Tensor pooled = Node.Emit(new AveragePool(new Window2D(3, 3, 2, 2, Same: true)), Ops.Pad(joined, [(0, 0), (1, 0), (0, 1), (0, 0)]))[0];
        Tensor part = Ops.Slice(pooled, 1, 1, 2);
        return Ops.Softplus(part.Transpose(0, 3, 1, 2).Reshape(x.Shape[0], -1)) / (1 + Ops.Abs(Ops.Mean(pooled, [1, 2, 3]).ExpandDims(-1)));
    }

    // A state that is multiplied, one that is only added to, a mask that each step draws anew, and all outputs.
    private static Tensor Recurrent(Network network, Tensor x, bool reverse)
    {
        const int Units = 7;
        Tensor kernel = network.Kernel([x.Shape[2], Units]), recurrent = network.Kernel([Units, Units]);
        Tensor zeros = Ops.Zeros([x.Shape[0], Units]);
        Func<Tensor, Tensor> dropout = network.Dropout(0.25);
        (TensorList carry, TensorList outputs) = Ops.Scan(
            (states, slices) =>
            {
                Tensor z = Ops.MatMul(slices[0], kernel) + Ops.MatMul(dropout(states[0]), recurrent);
                Tensor h = Ops.Tanh(z), c = states[1] + (Ops.Sigmoid(z) * h);
                return ([h, c], [h * c]);
            },
            [zeros, zeros], (TensorList)x.Transpose(1, 0, 2), reverse: reverse);
        return Ops.Concatenate([carry[0], carry[1], outputs[0].Mean(0)], -1);
    }

    private static Tensor Input(Shape shape, int seed)
    {
        Tensor x = Tensor.Placeholder(new TensorSpec(shape, DType.Float32));
        lock (Values) Values[x] = Numbers(shape, seed, 1);
        return x;
    }

    private static Storage Numbers(Shape shape, int seed, double size)
    {
        var random = new System.Random(seed);
        var values = new float[shape.ElementCount];
        for (int index = 0; index < values.Length; index++) values[index] = (float)(((random.NextDouble() * 2) - 1) * size);
        return Storage.Of<float>(values);
    }

    /// <summary>Layers made of bare operations, with variables of their own.</summary>
    private sealed class Network(bool training)
    {
        public List<Variable> Variables { get; } = [];

        public Variable Kernel(Shape shape) => Weight(shape);

        public Tensor Dense(Tensor x, int units) => Ops.MatMul(x, Weight([x.Shape[^1], units])) + Weight([units]);

        public Tensor Convolution(Tensor x, int filters, int kernel, bool same, int stride = 1, bool bias = true)
        {
            var window = new Window2D(kernel, kernel, stride, stride, Same: same);
            Tensor y = Node.Emit(new Convolution(window, 1), x, Weight([kernel, kernel, x.Shape[3], filters]))[0];
            return bias ? y + Weight([filters]) : y;
        }

        public Tensor Depthwise(Tensor x, int multiplier) =>
            Node.Emit(new DepthwiseConvolution(new Window2D(2, 2, Same: true)), x, Weight([2, 2, x.Shape[3], multiplier]))[0];

        public Tensor BatchNorm(Tensor x)
        {
            Shape channel = [x.Shape[^1]];
            Tensor gamma = Weight(channel), beta = Weight(channel);
            Variable mean = State(channel, 0.1), variance = State(channel, 0.8);
            if (!training) return Node.Emit(new BatchNormInference(1e-3), x, mean, variance, gamma, beta)[0];
            Tensor[] outputs = Node.Emit(new BatchNormTraining(1e-3), x, gamma, beta);
            mean.Assign((mean.Value * 0.9) + (outputs[1] * 0.1));
            variance.Assign((variance.Value * 0.9) + (outputs[2] * 0.1));
            return outputs[0];
        }

        public Tensor Dropout(Tensor x, double rate) => Dropout(rate)(x);

        public Func<Tensor, Tensor> Dropout(double rate)
        {
            if (!training) return x => x;
            var state = new Variable(Tensor.From(new long[] { 7, Variables.Count }), trainable: false);
            return x =>
            {
                Tensor y = Node.Emit(new Dropout(rate), x, state)[0];
                state.Assign(state.Value + Tensor.From(new long[] { 0, 1 }));
                return y;
            };
        }

        private Variable State(Shape shape, double value)
        {
            var variable = new Variable(Ops.Full(shape, value), trainable: false, name: "state");
            Variables.Add(variable);
            return variable;
        }

        private Variable Weight(Shape shape)
        {
            var variable = new Variable(Tensor.Of(Numbers(shape, Variables.Count + 10, 0.6), new TensorSpec(shape, DType.Float32)), name: "weight");
            Variables.Add(variable);
            return variable;
        }
    }
}
