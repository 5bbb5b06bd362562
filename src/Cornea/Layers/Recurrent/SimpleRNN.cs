using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>A recurrent layer: the output is an activation of a weighted sum of input and last output.</summary>
/// <remarks>
/// <para>Input [batch, steps, features]; output [batch, units], or [batch, steps, units] with returnSequences; one state [batch, units]. Weights:
/// kernel [features, units], recurrent_kernel [units, units], bias [units].</para>
/// <para>Source: Keras 3, SimpleRNN. Golden cases: layers/rnn_00, 01.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 3, or the features aren't those it was built for.</exception>
public sealed class SimpleRNN : UnitsRNN
{
    /// <summary>A layer of so many units.</summary>
    /// <param name="units">The number of outputs.</param>
    /// <param name="activation">Applied to the output; <c>"tanh"</c> by default.</param>
    /// <param name="useBias">Whether something learned is added.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="recurrentInitializer">First values of the recurrent kernel; <c>"orthogonal"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="recurrentRegularizer">A penalty on the recurrent kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="recurrentConstraint">What each update of the recurrent kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="dropout">The part of the input that is dropped while training.</param>
    /// <param name="recurrentDropout">The part of the state that is dropped while training.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="returnSequences">Whether all steps' outputs are given rather than the last one's.</param>
    /// <param name="returnState">Whether the states after the last step are given too.</param>
    /// <param name="goBackwards">Whether the sequence is gone through from its end.</param>
    /// <param name="stateful">Whether a batch begins with the states that the one before ended with.</param>
    /// <param name="unroll">Whether the steps are laid out one after the other in the graph, which then grows with their number.</param>
    /// <param name="zeroOutputForMask">Whether steps that don't count give zeros.</param>
    /// <param name="name">Unique within the model.</param>
    public SimpleRNN(
        int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? recurrentInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0,
        double recurrentDropout = 0, int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
        bool stateful = false, bool unroll = false, bool zeroOutputForMask = false, string? name = null)
        : this(
            new CellOptions(
                units, activation, null, useBias, kernelInitializer, recurrentInitializer, biasInitializer, kernelRegularizer,
                recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout, recurrentDropout,
                seed).Checked("SimpleRNN", name),
            new RecurrenceOptions(returnSequences, returnState, goBackwards, stateful, unroll, zeroOutputForMask), activityRegularizer, name)
    {
    }

    private SimpleRNN(CellOptions cell, RecurrenceOptions options, Regularizer? activityRegularizer, string? name)
        : base(new SimpleRNNCell(cell, "simple_rnn_cell"), options, activityRegularizer, name)
    {
    }

    internal static SimpleRNN FromConfig(LayerConfig config) => new(
        CellOptions.Read(config), RecurrenceOptions.Read(config), config.GetRegularizer("activity_regularizer"), config.GetString("name"));
}
