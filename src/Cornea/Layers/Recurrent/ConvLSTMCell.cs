using Cornea.Activations;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>One step of a convolutional LSTM; the gates' convolutions are one, of four times the filters.</summary>
internal sealed class ConvLSTMCell(CellOptions options, ConvLSTMWindow window, bool unitForgetBias, string name) : RNNCell(options.Seed, name)
{
    private const int Gates = 4;
    private readonly ActivationFunction _activation = options.Activation ?? "tanh";
    private readonly ActivationFunction _recurrentActivation = options.RecurrentActivation ?? "sigmoid";
    private Variable _kernel = null!;
    private Variable _recurrentKernel = null!;
    private Variable? _bias;
    private Shape _state;

    public override IReadOnlyList<Shape> StateShapes => [_state, _state];

    public LayerConfig Write(LayerConfig config) => window.Write(options.Write(config, "filters")).With("unit_forget_bias", unitForgetBias);

    public override LayerConfig GetConfig() => Write(base.GetConfig()).With("seed", Seed);

    public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
    {
        Tensor z = ByGate(x, _kernel, InputFactors(x.Shape, training), window.Strides, window.Dilations, window.Padding == Padding.Same);
        if (_bias is not null) z += _bias;
        int[] ones = [.. Enumerable.Repeat(1, window.Rank)];
        z += ByGate(states[0], _recurrentKernel, StateFactors(states[0].Shape, training), ones, ones, same: true);
        Tensor carry = (Gate(z, 1) * window.DataFormat.ToLast(states[1])) + (Gate(z, 0) * _activation.Call(Part(z, 2)));
        Tensor y = window.DataFormat.FromLast(Gate(z, 3) * _activation.Call(carry));
        return (y, [y, window.DataFormat.FromLast(carry)]);
    }

    internal override void StartSequence(Shape input, IReadOnlyList<Shape> states, bool training)
    {
        base.StartSequence(input, states, training);
        InputFactors(input, training);
        StateFactors(states[0], training);
    }

    protected override void Build(Shape input)
    {
        int axis = window.DataFormat.IsFirst ? 1 : input.Rank - 1, channels = input[axis], filters = options.Units;
        int[] sizes = [.. input.Where((_, place) => place != 0 && place != axis)];
        if (channels == Shape.Unknown || sizes.Contains(Shape.Unknown)) throw ShapeError($"the sizes of images and channels must be known, got {input}.");
        _kernel = AddWeight(
            "kernel", [.. window.Sizes, channels, 4 * filters], options.KernelInitializer ?? new GlorotUniform(),
            regularizer: options.KernelRegularizer, constraint: options.KernelConstraint);
        _recurrentKernel = AddWeight(
            "recurrent_kernel", [.. window.Sizes, filters, 4 * filters], options.RecurrentInitializer ?? new Orthogonal(),
            regularizer: options.RecurrentRegularizer, constraint: options.RecurrentConstraint);
        Initializer zero = options.BiasInitializer ?? new Zeros();
        if (options.UseBias)
            _bias = AddWeight(
                "bias", [4 * filters], unitForgetBias ? new ForgetBias(zero) : zero, regularizer: options.BiasRegularizer,
                constraint: options.BiasConstraint);
        int[] outputs = [.. sizes.Select(OutSize)];
        _state = window.DataFormat.IsFirst ? [filters, .. outputs] : [.. outputs, filters];
    }

    private int OutSize(int size, int axis)
    {
        int stride = window.Strides[axis], reach = ((window.Sizes[axis] - 1) * window.Dilations[axis]) + 1;
        if (window.Padding == Padding.Same) return (size + stride - 1) / stride;
        return size >= reach ? ((size - reach) / stride) + 1 : throw ShapeError($"the window of {reach} doesn't fit into a size of {size}.");
    }

    private Tensor[]? InputFactors(Shape shape, bool training) => DropFactors("input", shape, options.Dropout, Gates, training);

    private Tensor[]? StateFactors(Shape shape, bool training) => DropFactors("state", shape, options.RecurrentDropout, Gates, training);

    // One convolution for all gates, unless each drops for itself.
    private Tensor ByGate(Tensor x, Tensor kernel, Tensor[]? factors, int[] strides, int[] dilations, bool same) => factors is null
        ? Convolve(window.DataFormat.ToLast(x), kernel, strides, dilations, same)
        : Ops.Concatenate(
            [.. factors.Select((factor, gate) => Convolve(window.DataFormat.ToLast(x * factor), Part(kernel, gate), strides, dilations, same))], -1);

    private Tensor Convolve(Tensor x, Tensor kernel, int[] strides, int[] dilations, bool same)
    {
        if (window.Rank == 3) return VolumeConvolution.Forward(x, kernel, strides, dilations, same, 1, Label);
        bool isLine = window.Rank == 1;
        var shape = isLine
            ? new Window2D(1, window.Sizes[0], 1, strides[0], 1, dilations[0], same)
            : new Window2D(window.Sizes[0], window.Sizes[1], strides[0], strides[1], dilations[0], dilations[1], same);
        if (!isLine) return Node.Emit(new Convolution(shape, 1), x, kernel)[0];
        return Node.Emit(new Convolution(shape, 1), x.ExpandDims(1), kernel.ExpandDims(0))[0].Squeeze(1);
    }

    private Tensor Gate(Tensor z, int gate) => _recurrentActivation.Call(Part(z, gate));

    private Tensor Part(Tensor z, int gate) => Ops.Slice(z, -1, gate * options.Units, options.Units);
}
