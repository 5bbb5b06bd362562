using Cornea.Activations;
using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>What cells of so many units share: kernel, recurrent kernel, bias, and config.</summary>
public abstract class UnitsCell : RNNCell
{
    private readonly CellOptions _options;
    private readonly int _gates;
    private Variable? _bias;

    private protected UnitsCell(CellOptions options, int gates, string? name)
        : base(options.Seed, name)
    {
        (_options, _gates) = (options, gates);
        Activation = options.Activation ?? "tanh";
        RecurrentActivation = options.RecurrentActivation ?? "sigmoid";
    }

    /// <summary>The number of outputs.</summary>
    public int Units => _options.Units;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateShapes => [[Units]];

    /// <summary>The weights of the input; there once the cell is built.</summary>
    public Variable Kernel { get; private set; } = null!;

    /// <summary>The weights of the state; there once the cell is built.</summary>
    public Variable RecurrentKernel { get; private set; } = null!;

    /// <summary>What is added; null without.</summary>
    public Variable? Bias => _bias;

    private protected ActivationFunction Activation { get; }

    private protected ActivationFunction RecurrentActivation { get; }

    private protected CellOptions Options => _options;

    /// <summary>The cell's own settings, which stand in the config of its layer too.</summary>
    internal virtual LayerConfig Write(LayerConfig config) => _options.Write(config, isGated: _gates > 1);

    /// <summary>Whether the layer's config names the seed, as the cell's does.</summary>
    internal virtual bool LayerSavesSeed => true;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => Write(base.GetConfig()).With("seed", Seed);

    /// <summary>The bias' shape.</summary>
    private protected virtual Shape BiasShape => [Wide(_gates)];

    /// <summary>So many gates' units side by side.</summary>
    private protected int Wide(int gates) => AxisSize.Product(ClassName, gates, Units);

    private protected virtual Initializer BiasInitializer => _options.BiasInitializer ?? new Zeros();

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (input.Rank != 2) throw ShapeError($"expected steps [batch, features], got {input}.");
        int features = input[^1];
        if (features == Shape.Unknown) throw ShapeError($"the number of features must be known, got {input}.");
        Kernel = AddWeight(
            "kernel", [features, Wide(_gates)], _options.KernelInitializer ?? new GlorotUniform(), regularizer: _options.KernelRegularizer,
            constraint: _options.KernelConstraint);
        RecurrentKernel = AddWeight(
            "recurrent_kernel", [Units, Wide(_gates)], _options.RecurrentInitializer ?? new Orthogonal(),
            regularizer: _options.RecurrentRegularizer, constraint: _options.RecurrentConstraint);
        if (_options.UseBias)
            _bias = AddWeight("bias", BiasShape, BiasInitializer, regularizer: _options.BiasRegularizer, constraint: _options.BiasConstraint);
    }

    /// <summary>One gate's part of the last axis.</summary>
    private protected Tensor Gate(Tensor x, int gate, int count = 1) => Ops.Slice(x, -1, gate * Units, count * Units);

    /// <summary>Whether each gate drops for itself: as in Keras, where a part of the state is dropped.</summary>
    private protected bool DropsByGate => _gates > 1 && _options.RecurrentDropout != 0;

    internal override void StartSequence(Shape input, IReadOnlyList<Shape> states, bool training)
    {
        ArgumentNullException.ThrowIfNull(states);
        base.StartSequence(input, states, training);
        InputFactors(input, training);
        StateFactors(states[0], training);
    }

    private protected Tensor[]? InputFactors(Shape shape, bool training) =>
        DropFactors("input", shape, _options.Dropout, DropsByGate ? _gates : 1, training);

    private protected Tensor[]? StateFactors(Shape shape, bool training) =>
        DropFactors("state", shape, _options.RecurrentDropout, DropsByGate ? _gates : 1, training);

    /// <summary>The input's product with the kernel, all gates' side by side; each gate's input with its own part dropped.</summary>
    private protected Tensor InputProduct(Tensor x, bool training) => Product(x, Kernel, InputFactors(x.Shape, training));

    /// <summary>As <see cref="InputProduct"/>, of the state with the first gates' recurrent kernels.</summary>
    private protected Tensor StateProduct(Tensor state, Tensor kernel, bool training) => Product(state, kernel, StateFactors(state.Shape, training));

    private Tensor Product(Tensor x, Tensor kernel, Tensor[]? factors) => factors switch
    {
        null => Ops.MatMul(x, kernel),
        [var factor] => Ops.MatMul(x * factor, kernel),
        _ => Ops.Concatenate([.. Enumerable.Range(0, kernel.Shape[^1] / Units).Select(gate => Ops.MatMul(x * factors[gate], Gate(kernel, gate)))], -1),
    };
}
