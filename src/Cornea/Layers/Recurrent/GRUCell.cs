using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>One step of <see cref="GRU"/>.</summary>
/// <remarks>
/// <para>Input [batch, features] and one state [batch, units]; output [batch, units]. Weights: kernel [features, 3 · units], recurrent_kernel [units, 3 · units], bias [3 · units], or [2, 3 · units] with resetAfter, in the order update, reset, new.</para>
/// <para>Source: Cho et al. 2014; Keras 3, GRUCell. Golden cases: layers/rnn_04, 05.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the input isn't [batch, features].</exception>
public sealed class GRUCell : UnitsCell
{
    private readonly bool _resetAfter;

    /// <summary>A step of so many units.</summary>
    /// <param name="units">The number of outputs.</param>
    /// <param name="activation">Applied to the output; <c>"tanh"</c> by default.</param>
    /// <param name="recurrentActivation">Applied to the gates; <c>"sigmoid"</c> by default.</param>
    /// <param name="useBias">Whether something learned is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel; <c>"orthogonal"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="recurrentConstraint">What each update of the recurrent kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="dropout">The part of the input that is dropped while training.</param>
    /// <param name="recurrentDropout">The part of the state that is dropped while training.</param>
    /// <param name="resetAfter">Whether the reset gate is applied after the product with the state, as cuDNN does.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public GRUCell(
        int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0,
        double recurrentDropout = 0, bool resetAfter = true, int? seed = null, string? name = null)
        : this(
            new CellOptions(
                units, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer,
                kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout,
                recurrentDropout, seed).Checked("GRUCell", name), resetAfter, name)
    {
    }

    internal GRUCell(CellOptions options, bool resetAfter, string? name)
        : base(options, 3, name) => _resetAfter = resetAfter;

    internal static GRUCell FromConfig(LayerConfig config) => new(CellOptions.Read(config), config.GetBool("reset_after", true), config.GetString("name"));

    private protected override Shape BiasShape => _resetAfter ? [2, Wide(3)] : [Wide(3)];

    internal override LayerConfig Write(LayerConfig config) => base.Write(config).With("reset_after", _resetAfter);

    /// <inheritdoc/>
    public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
    {
        ArgumentNullException.ThrowIfNull(states);
        Tensor state = states[0], inputs = InputProduct(x, training);
        Tensor? recurrentBias = null;
        if (Bias is not null)
        {
            inputs += _resetAfter ? Ops.Slice(Bias, 0, 0, 1) : Bias;
            recurrentBias = _resetAfter ? Ops.Slice(Bias, 0, 1, 1) : null;
        }

        Tensor inner = StateProduct(state, _resetAfter ? RecurrentKernel : Gate(RecurrentKernel, 0, 2), training);
        if (recurrentBias is not null) inner += recurrentBias;
        Tensor update = RecurrentActivation.Call(Gate(inputs, 0) + Gate(inner, 0)), reset = RecurrentActivation.Call(Gate(inputs, 1) + Gate(inner, 1));
        Tensor kept = StateFactors(state.Shape, training) is { } factors ? state * factors[2] : state;
        Tensor recurrent = _resetAfter ? reset * Gate(inner, 2) : Ops.MatMul(reset * kept, Gate(RecurrentKernel, 2));
        Tensor y = (update * state) + ((1 - update) * Activation.Call(Gate(inputs, 2) + recurrent));
        return (y, y);
    }
}
