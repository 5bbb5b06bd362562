using Cornea.Activations;
using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>One step of a convolutional LSTM; the gates' convolutions are one, of four times the filters.</summary>
internal sealed class ConvLSTMCell(CellOptions options, ConvLSTMWindow window, bool unitForgetBias, string name) : RNNCell(options.Seed, name)
{
    private const int Gates = 4;
    private readonly ActivationFunction _activation = options.Activation ?? "tanh";
    private readonly ActivationFunction _recurrentActivation = options.RecurrentActivation ?? "sigmoid";
    private readonly WindowN _input = new(window.Sizes, window.Strides, window.Dilations, window.Padding, "Convolution");
    private readonly WindowN _recurrent = new(window.Sizes, Ones(window), Ones(window), Padding.Same, "Convolution");
    private Variable _kernel = null!;
    private Variable _recurrentKernel = null!;
    private Variable? _bias;
    private Shape _state;

    public override IReadOnlyList<Shape> StateShapes => [_state, _state];

    public LayerConfig Write(LayerConfig config) => window.Write(options.Write(config, "filters")).With("unit_forget_bias", unitForgetBias);

    public override LayerConfig GetConfig() => Write(base.GetConfig()).With("seed", Seed);

    public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
    {
        Tensor z = ByGate(x, _kernel, InputFactors(x.Shape, training), _input);
        if (_bias is not null) z += _bias;
        z += ByGate(states[0], _recurrentKernel, StateFactors(states[0].Shape, training), _recurrent);
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
        int axis = window.DataFormat.IsFirst ? 1 : input.Rank - 1, channels = input[axis], filters = options.Units, gates = AxisSize.Product(ClassName, Gates, filters);
        int[] sizes = [.. input.Where((_, place) => place != 0 && place != axis)];
        if (channels == Shape.Unknown || sizes.Contains(Shape.Unknown)) throw ShapeError($"the sizes of images and channels must be known, got {input}.");
        _kernel = AddWeight(
            "kernel", [.. window.Sizes, channels, gates], options.KernelInitializer ?? new GlorotUniform(),
            regularizer: options.KernelRegularizer, constraint: options.KernelConstraint);
        _recurrentKernel = AddWeight(
            "recurrent_kernel", [.. window.Sizes, filters, gates], options.RecurrentInitializer ?? new Orthogonal(),
            regularizer: options.RecurrentRegularizer, constraint: options.RecurrentConstraint);
        Initializer zero = options.BiasInitializer ?? new Zeros();
        if (options.UseBias)
            _bias = AddWeight(
                "bias", [gates], unitForgetBias ? new ForgetBias(zero) : zero, regularizer: options.BiasRegularizer,
                constraint: options.BiasConstraint);
        int[] outputs = [.. sizes.Select((size, axis) => _input.Outputs(size, axis))];
        _state = window.DataFormat.IsFirst ? [filters, .. outputs] : [.. outputs, filters];
    }

    private Tensor[]? InputFactors(Shape shape, bool training) => DropFactors("input", shape, options.Dropout, Gates, training);

    private Tensor[]? StateFactors(Shape shape, bool training) => DropFactors("state", shape, options.RecurrentDropout, Gates, training);

    // One convolution for all gates, unless each drops for itself.
    private Tensor ByGate(Tensor x, Tensor kernel, Tensor[]? factors, WindowN over) => factors is null
        ? over.Convolve(window.DataFormat.ToLast(x), kernel, 1)
        : Ops.Concatenate([.. factors.Select((factor, gate) => over.Convolve(window.DataFormat.ToLast(x * factor), Part(kernel, gate), 1))], -1);

    private Tensor Gate(Tensor z, int gate) => _recurrentActivation.Call(Part(z, gate));

    private Tensor Part(Tensor z, int gate) => Ops.Slice(z, -1, gate * options.Units, options.Units);

    private static int[] Ones(ConvLSTMWindow window) => [.. window.Sizes.Select(_ => 1)];
}
