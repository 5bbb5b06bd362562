using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Brings each sample to mean 0 and variance 1 over some axes, then scales and shifts it: no batch is needed for it.</summary>
/// <param name="axis">Over which axes; the last by default.</param>
/// <param name="epsilon">Added to the variance, so that it's never 0.</param>
/// <param name="center">Whether beta is added.</param>
/// <param name="scale">Whether the result is multiplied by gamma.</param>
/// <param name="betaInitializer">First values of beta; zeros by default.</param>
/// <param name="gammaInitializer">First values of gamma; ones by default.</param>
/// <param name="betaRegularizer">A penalty on beta.</param>
/// <param name="gammaRegularizer">A penalty on gamma.</param>
/// <param name="betaConstraint">What each update of beta must keep to.</param>
/// <param name="gammaConstraint">What each update of gamma must keep to.</param>
/// <param name="rmsScaling">Whether values are divided by their deviation and scaled only: neither mean nor beta.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Weights, of the axes' sizes: gamma, beta. Source: Ba, Kiros &amp; Hinton 2016; Keras 3, LayerNormalization. Golden cases: layers/layer_normalization_*.</remarks>
public sealed class LayerNormalization(
    IReadOnlyList<int>? axis = null, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? betaInitializer = null,
    Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
    Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool rmsScaling = false, string? name = null)
    : AxisNormalization(name, axis ?? [-1], epsilon, center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint, gammaConstraint)
{
    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        WithWeights(base.GetConfig().With("axis", ConfigValues.Numbers(Axis))).With("rms_scaling", RmsScaling);

    internal static LayerNormalization FromConfig(LayerConfig config)
    {
        return new LayerNormalization(
            config.GetIntsOrNull("axis"), config.GetDouble("epsilon", 1e-3), config.GetBool("center", true), config.GetBool("scale", true),
            config.GetInitializer("beta_initializer"), config.GetInitializer("gamma_initializer"), config.GetRegularizer("beta_regularizer"),
            config.GetRegularizer("gamma_regularizer"), config.GetConstraint("beta_constraint"), config.GetConstraint("gamma_constraint"),
            config.GetBool("rms_scaling", false), config.GetString("name"));
    }

    /// <summary>Whether values are divided by their deviation and scaled only.</summary>
    public bool RmsScaling { get; } = rmsScaling;

    private protected override bool HasGamma => Scale || RmsScaling;

    private protected override bool HasBeta => Center && !RmsScaling;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int[] axes = Positions(x.Shape);
        if (RmsScaling) return ScaleAndShift(x * Ops.Rsqrt(Ops.Var(x, axes, keepDims: true) + Epsilon));
        Tensor centered = x - x.Mean(axes, keepDims: true);
        return ScaleAndShift(centered * Ops.Rsqrt(Ops.Square(centered).Mean(axes, keepDims: true) + Epsilon));
    }
}
