using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Brings each group of a sample's channels to mean 0 and variance 1, then scales and shifts each channel.</summary>
/// <remarks>Weights [channels]: gamma, beta. Source: Wu &amp; He 2018; Keras 3, GroupNormalization. Golden cases: layers/group_normalization_*.</remarks>
/// <exception cref="ShapeException">At the call: the channels can't be divided into the groups.</exception>
public sealed class GroupNormalization : AxisNormalization
{
    /// <summary>A layer of so many groups.</summary>
    /// <param name="groups">Into how many groups the channels are divided; −1 makes each channel its own.</param>
    /// <param name="axis">The channels' axis.</param>
    /// <param name="epsilon">Added to the variance, so that it's never 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether the result is multiplied by gamma.</param>
    /// <param name="betaInitializer">First values of beta; zeros by default.</param>
    /// <param name="gammaInitializer">First values of gamma; ones by default.</param>
    /// <param name="betaRegularizer">A penalty on beta.</param>
    /// <param name="gammaRegularizer">A penalty on gamma.</param>
    /// <param name="betaConstraint">What each update of beta must keep to.</param>
    /// <param name="gammaConstraint">What each update of gamma must keep to.</param>
    /// <param name="name">Unique within the model.</param>
    public GroupNormalization(
        int groups = 32, int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? betaInitializer = null,
        Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, string? name = null)
        : base(name, [axis], epsilon, center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint, gammaConstraint)
    {
        Groups = groups is -1 or > 0 ? groups : throw ArgumentError(nameof(groups), $"expected -1 or at least 1 group, got {groups}.");
        InputSpec = new InputSpec(MinRank: 2);
    }

    /// <summary>Into how many groups the channels are divided; −1: each channel is its own.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => WithWeights(base.GetConfig().With("groups", Groups).With("axis", Axis[0]));

    internal static GroupNormalization FromConfig(LayerConfig config) => new(
        config.GetInt("groups", 32), config.GetInt("axis", -1), config.GetDouble("epsilon", 1e-3), config.GetBool("center", true),
        config.GetBool("scale", true), config.GetInitializer("beta_initializer"), config.GetInitializer("gamma_initializer"),
        config.GetRegularizer("beta_regularizer"), config.GetRegularizer("gamma_regularizer"), config.GetConstraint("beta_constraint"),
        config.GetConstraint("gamma_constraint"), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        base.Build(input);
        int channels = input[input.Axis(Axis[0], Label)], groups = Groups == -1 ? channels : Groups;
        if (channels % groups != 0) throw ShapeError($"the channels must be divisible by the groups, got {channels} channels and {groups} groups.");
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        int axis = Positions(x.Shape)[0], channels = x.Shape[axis], groups = Groups == -1 ? channels : Groups;
        Tensor parts = x.Reshape([.. x.Shape[..axis], groups, channels / groups, .. x.Shape[(axis + 1)..]]);
        int[] axes = [.. Enumerable.Range(1, parts.Rank - 1).Where(position => position != axis)];
        Tensor centered = parts - parts.Mean(axes, keepDims: true);
        Tensor y = centered * Ops.Rsqrt(Ops.Square(centered).Mean(axes, keepDims: true) + Epsilon);
        return ScaleAndShift(y.Reshape(x.Shape));
    }
}
