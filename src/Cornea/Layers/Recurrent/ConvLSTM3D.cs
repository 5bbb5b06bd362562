using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>An <see cref="LSTM"/> whose products are convolutions: over sequences of volumes.</summary>
/// <remarks>
/// <para>Input [batch, steps, depth, height, width, channels]; output [batch, …, filters], or [batch, steps, …, filters] with returnSequences; two states.
/// Weights: kernel [depth, height, width, channels, 4 · filters], recurrent_kernel [depth, height, width, filters, 4 · filters], bias [4 · filters].</para>
/// <para>Source: Shi et al. 2015; Keras 3, ConvLSTM3D. Golden cases: keras_tests/layers.ConvLSTM3D.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank isn't 6, or the channels aren't those it was built for.</exception>
public sealed class ConvLSTM3D : ConvLSTM
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernelSize">The window's size along depth, height, width.</param>
    /// <param name="strides">Voxels from window to window; 1 by default.</param>
    /// <param name="padding">Valid (the default): whole windows only. Same: ceil(size / stride) windows.</param>
    /// <param name="dataFormat">Where the channels are; last by default.</param>
    /// <param name="dilationRate">Voxels between the window's values; 1 by default.</param>
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
    /// <param name="name">Unique within the model.</param>
    public ConvLSTM3D(
        int filters, Size3 kernelSize, Size3? strides = null, Padding padding = default, DataFormat dataFormat = default,
        Size3? dilationRate = null, ActivationFunction? activation = null, ActivationFunction? recurrentActivation = null,
        bool useBias = true, Initializer? kernelInitializer = null, Initializer? recurrentInitializer = null,
        Initializer? biasInitializer = null, bool unitForgetBias = true, Regularizer? kernelRegularizer = null,
        Regularizer? recurrentRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? recurrentConstraint = null, Constraint? biasConstraint = null, double dropout = 0,
        double recurrentDropout = 0, int? seed = null, bool returnSequences = false, bool returnState = false, bool goBackwards = false,
        bool stateful = false, string? name = null)
        : this(
            new CellOptions(
                filters, activation, recurrentActivation, useBias, kernelInitializer, recurrentInitializer, biasInitializer,
                kernelRegularizer, recurrentRegularizer, biasRegularizer, kernelConstraint, recurrentConstraint, biasConstraint, dropout,
                recurrentDropout, seed).Checked("ConvLSTM3D", name, "filters"),
            new ConvLSTMWindow(kernelSize.ToArray(), (strides ?? 1).ToArray(), padding, dataFormat, (dilationRate ?? 1).ToArray()), unitForgetBias,
            new RecurrenceOptions(returnSequences, returnState, goBackwards, stateful, false, false), activityRegularizer, name)
    {
    }

    private ConvLSTM3D(
        CellOptions cell, ConvLSTMWindow window, bool unitForgetBias, RecurrenceOptions options, Regularizer? activityRegularizer, string? name)
        : base(cell, window, unitForgetBias, options, activityRegularizer, name)
    {
    }

    internal static ConvLSTM3D FromConfig(LayerConfig config) => new(
        CellOptions.Read(config, "filters"), ConvLSTMWindow.Read(config, 3), config.GetBool("unit_forget_bias", true),
        RecurrenceOptions.Read(config), config.GetRegularizer("activity_regularizer"), config.GetString("name"));
}
