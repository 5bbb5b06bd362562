using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>One step of <see cref="SimpleRNN"/>.</summary>
/// <remarks>
/// <para>Input [batch, features] and one state [batch, units]; output [batch, units]. Weights: kernel [features, units], recurrent_kernel [units, units], bias [units].</para>
/// <para>Source: Keras 3, SimpleRNNCell. Golden cases: layers/rnn_00, 01.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the input isn't [batch, features].</exception>
public sealed class SimpleRNNCell : UnitsCell
{
    /// <summary>A step of so many units.</summary>
    /// <param name="units">The number of outputs.</param>
    /// <param name="activation">Applied to the output; <c>"tanh"</c> by default.</param>
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
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public SimpleRNNCell(
        int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0, double recurrentDropout = 0,
        int? seed = null, string? name = null)
        : this(
            new CellOptions(
                units, activation, null, useBias, kernelInitializer, recurrentInitializer, biasInitializer, kernelRegularizer,
                recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout, recurrentDropout,
                seed).Checked("SimpleRNNCell", name), name)
    {
    }

    internal SimpleRNNCell(CellOptions options, string? name)
        : base(options, 1, name)
    {
    }

    internal static SimpleRNNCell FromConfig(LayerConfig config) => new(CellOptions.Read(config), config.GetString("name"));

    internal override bool LayerSavesSeed => false;

    /// <inheritdoc/>
    public override (Tensor Output, TensorList States) Step(Tensor x, TensorList states, bool training)
    {
        ArgumentNullException.ThrowIfNull(states);
        Tensor y = InputProduct(x, training);
        if (Bias is not null) y += Bias;
        y = Activation.Call(y + StateProduct(states[0], RecurrentKernel, training));
        return (y, y);
    }
}
