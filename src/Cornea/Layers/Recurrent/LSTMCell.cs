using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>One step of <see cref="LSTM"/>.</summary>
/// <remarks>
/// <para>Input [batch, features] and two states [batch, units], output and carry; output [batch, units]. Weights: kernel [features, 4 · units], recurrent_kernel [units, 4 · units], bias [4 · units], in the order input, forget, carry, output.</para>
/// <para>Source: Hochreiter &amp; Schmidhuber 1997; Keras 3, LSTMCell. Golden cases: layers/rnn_02, 09.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the input isn't [batch, features].</exception>
public sealed class LSTMCell : UnitsCell
{
    private readonly bool _unitForgetBias;

    /// <summary>A step of so many units.</summary>
    /// <param name="units">The number of outputs.</param>
    /// <param name="activation">Applied to the output; <c>"tanh"</c> by default.</param>
    /// <param name="recurrentActivation">Applied to the gates; <c>"sigmoid"</c> by default.</param>
    /// <param name="useBias">Whether something learned is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel; <c>"orthogonal"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="unitForgetBias">Whether the forget gate's bias begins with 1.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="recurrentConstraint">What each update of the recurrent kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="dropout">The part of the input that is dropped while training.</param>
    /// <param name="recurrentDropout">The part of the state that is dropped while training.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public LSTMCell(
        int units, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null, bool useBias = true,
        Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null, Initializer? biasInitializer = null,
        bool unitForgetBias = true, Regularizer? kernelRegularizer = null, Regularizer? recurrentRegularizer = null,
        Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null,
        Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0, int? seed = null, string? name = null)
        : this(
            new CellOptions(
                units, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer,
                kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout,
                recurrentDropout, seed).Checked("LSTMCell", name), unitForgetBias, name)
    {
    }

    internal LSTMCell(CellOptions options, bool unitForgetBias, string? name)
        : base(options, 4, name) => _unitForgetBias = unitForgetBias;

    internal static LSTMCell FromConfig(LayerConfig config) => new(CellOptions.Read(config), config.GetBool("unit_forget_bias", true), config.GetString("name"));

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateShapes => [[Units], [Units]];

    private protected override Initializer BiasInitializer => _unitForgetBias ? new ForgetBias(base.BiasInitializer) : base.BiasInitializer;

    internal override LayerConfig Write(LayerConfig config) => base.Write(config).With("unit_forget_bias", _unitForgetBias);

    /// <inheritdoc/>
    public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
    {
        ArgumentNullException.ThrowIfNull(states);
        Tensor z = InputProduct(x, training) + StateProduct(states[0], RecurrentKernel, training);
        if (Bias is not null) z += Bias;
        Tensor input = RecurrentActivation.Call(Gate(z, 0)), forget = RecurrentActivation.Call(Gate(z, 1));
        Tensor carry = (forget * states[1]) + (input * Activation.Call(Gate(z, 2)));
        Tensor y = RecurrentActivation.Call(Gate(z, 3)) * Activation.Call(carry);
        return (y, [y, carry]);
    }
}
