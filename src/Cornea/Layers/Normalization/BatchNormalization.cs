using Cornea.Constraints;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Brings each channel to mean 0 and variance 1, then scales and shifts it: (x − mean) / √(variance + ε) · gamma + beta.</summary>
/// <remarks>
/// <para>Training takes the batch's mean and (biased) variance, and moves the moving ones towards them: moving · momentum + batch ·
/// (1 − momentum). Otherwise, and always if <see cref="Layer.Trainable"/> is false, the moving ones are taken.</para>
/// <para>With renorm, training too normalises towards statistics of many batches: the batch's result is corrected to (x̂ · r + d), with
/// r = deviation / moving deviation and d = (mean − moving mean) / moving deviation taken as constants (Ioffe 2017).</para>
/// <para>Output: the input's shape. Weights [channels]: gamma, beta, moving_mean, moving_variance; with renorm also moving_stddev,
/// renorm_mean, renorm_stddev.</para>
/// <para>Source: Ioffe &amp; Szegedy 2015; Keras 3, BatchNormalization. Golden cases: layers/batch_normalization_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: there is no such axis, or its size isn't the one that the layer was built for.</exception>
public sealed class BatchNormalization : Layer
{
    private readonly Initializer _betaInitializer;
    private readonly Initializer _gammaInitializer;
    private readonly Initializer _movingMeanInitializer;
    private readonly Initializer _movingVarianceInitializer;
    private readonly Regularizer? _betaRegularizer;
    private readonly Regularizer? _gammaRegularizer;
    private readonly Constraint? _betaConstraint;
    private readonly Constraint? _gammaConstraint;
    private Variable? _gamma;
    private Variable? _beta;
    private Variable _movingMean = null!;
    private Variable _movingVariance = null!;
    private Variable? _movingDeviation;
    private Variable? _renormMean;
    private Variable? _renormDeviation;
    private int _channels;

    /// <summary>A layer for an axis of channels.</summary>
    /// <param name="axis">The channels' axis; the last by default.</param>
    /// <param name="momentum">How much of the moving statistics a training step keeps.</param>
    /// <param name="epsilon">Added to the variance, so that it's never 0.</param>
    /// <param name="center">Whether beta is added.</param>
    /// <param name="scale">Whether the result is multiplied by gamma.</param>
    /// <param name="betaInitializer">First values of beta; zeros by default.</param>
    /// <param name="gammaInitializer">First values of gamma; ones by default.</param>
    /// <param name="movingMeanInitializer">First values of the moving mean; zeros by default.</param>
    /// <param name="movingVarianceInitializer">First values of the moving variance; ones by default.</param>
    /// <param name="betaRegularizer">A penalty on beta.</param>
    /// <param name="gammaRegularizer">A penalty on gamma.</param>
    /// <param name="betaConstraint">What each update of beta must keep to.</param>
    /// <param name="gammaConstraint">What each update of gamma must keep to.</param>
    /// <param name="renorm">Whether training normalises towards statistics of many batches (batch renormalisation).</param>
    /// <param name="renormClipping">How far the corrections of renorm may go; null: any far.</param>
    /// <param name="renormMomentum">How much of the statistics that renorm corrects towards a training step keeps.</param>
    /// <param name="name">Unique within the model.</param>
    public BatchNormalization(
        int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null, Initializer? movingMeanInitializer = null,
        Initializer? movingVarianceInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool renorm = false, RenormClipping? renormClipping = null,
        double renormMomentum = 0.99, string? name = null)
        : base(name)
    {
        renormClipping?.Check(Label);
        (Renorm, RenormClipping, RenormMomentum) = (renorm, renormClipping, Part(renormMomentum, nameof(renormMomentum)));
        (Axis, Momentum, Epsilon, Center, Scale) = (axis, Part(momentum, nameof(momentum)), NotNegative(epsilon, nameof(epsilon)), center, scale);
        _betaInitializer = betaInitializer ?? new Zeros();
        _gammaInitializer = gammaInitializer ?? new Ones();
        _movingMeanInitializer = movingMeanInitializer ?? new Zeros();
        _movingVarianceInitializer = movingVarianceInitializer ?? new Ones();
        (_betaRegularizer, _gammaRegularizer) = (betaRegularizer, gammaRegularizer);
        (_betaConstraint, _gammaConstraint) = (betaConstraint, gammaConstraint);
        InputSpec = new InputSpec(MinRank: axis < 0 ? -axis : axis + 1);
    }

    /// <summary>The channels' axis.</summary>
    public int Axis { get; }

    /// <summary>How much of the moving statistics a training step keeps.</summary>
    public double Momentum { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether the result is multiplied by gamma.</summary>
    public bool Scale { get; }

    /// <summary>Whether training normalises towards statistics of many batches.</summary>
    public bool Renorm { get; }

    /// <summary>How far the corrections of renorm may go; null: any far.</summary>
    public RenormClipping? RenormClipping { get; }

    /// <summary>How much of the statistics that renorm corrects towards a training step keeps.</summary>
    public double RenormMomentum { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("axis", Axis)
        .With("momentum", Momentum)
        .With("epsilon", Epsilon)
        .With("center", Center)
        .With("scale", Scale)
        .With("beta_initializer", _betaInitializer)
        .With("gamma_initializer", _gammaInitializer)
        .With("moving_mean_initializer", _movingMeanInitializer)
        .With("moving_variance_initializer", _movingVarianceInitializer)
        .With("beta_regularizer", _betaRegularizer)
        .With("gamma_regularizer", _gammaRegularizer)
        .With("beta_constraint", _betaConstraint)
        .With("gamma_constraint", _gammaConstraint)
        .With("synchronized", false)
        .With("renorm", Renorm)
        .With("renorm_clipping", RenormClipping?.ToJson())
        .With("renorm_momentum", RenormMomentum);

    internal static BatchNormalization FromConfig(LayerConfig config)
    {
        int[] axis = config.GetIntsOrNull("axis") ?? [-1];
        if (axis.Length != 1) throw new InvalidDataException($"BatchNormalization: expected one axis, got {axis.Length}.");
        return new BatchNormalization(
            axis[0], config.GetDouble("momentum", 0.99), config.GetDouble("epsilon", 1e-3), config.GetBool("center", true),
            config.GetBool("scale", true), config.GetInitializer("beta_initializer"), config.GetInitializer("gamma_initializer"),
            config.GetInitializer("moving_mean_initializer"), config.GetInitializer("moving_variance_initializer"),
            config.GetRegularizer("beta_regularizer"), config.GetRegularizer("gamma_regularizer"),
            config.GetConstraint("beta_constraint"), config.GetConstraint("gamma_constraint"), config.GetBool("renorm", false),
            RenormClipping.FromJson(config.Json["renorm_clipping"]), config.GetDouble("renorm_momentum", 0.99), config.GetString("name"));
    }

    internal override bool TakesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int axis = input.Axis(Axis, Label);
        _channels = input[axis];
        if (_channels == Shape.Unknown) throw ShapeError($"the size of axis {Axis} must be known, got {input}.");
        if (Scale) _gamma = AddWeight("gamma", [_channels], _gammaInitializer, regularizer: _gammaRegularizer, constraint: _gammaConstraint);
        if (Center) _beta = AddWeight("beta", [_channels], _betaInitializer, regularizer: _betaRegularizer, constraint: _betaConstraint);
        _movingMean = AddWeight("moving_mean", [_channels], _movingMeanInitializer, trainable: false);
        _movingVariance = AddWeight("moving_variance", [_channels], _movingVarianceInitializer, trainable: false);
        if (Renorm)
        {
            _movingDeviation = AddWeight("moving_stddev", [_channels], trainable: false);
            _renormMean = AddWeight("renorm_mean", [_channels], _movingMeanInitializer, trainable: false);
            _renormDeviation = AddWeight("renorm_stddev", [_channels], trainable: false);
            Tensor deviation = Ops.Sqrt(_movingVariance.Value);
            _movingDeviation.Assign(deviation);
            _renormDeviation.Assign(deviation);
        }

        InputSpec = new InputSpec(Rank: input.Rank, Axes: new Dictionary<int, int> { [Axis] = _channels });
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Mask is not { } mask || !context.Training || !Trainable) return base.Forward(inputs, context);
        Tensor x = inputs[0].Cast(DType.Float32);
        if (mask.Rank != x.Rank - 1) throw ShapeError($"expected a mask with one axis less than the input {x.Shape}, got {mask.Shape}.");

        // Only the steps that count make up the mean and the variance, as in Keras.
        int axis = x.Shape.Axis(Axis, Label);
        int[] others = [.. Enumerable.Range(0, x.Rank).Where(other => other != axis)];
        Shape shape = [.. Enumerable.Range(0, x.Rank).Select(other => other == axis ? _channels : 1)];
        Tensor counts = mask.Cast(x.DType).ExpandDims(-1).BroadcastTo(x.Shape), count = Ops.Sum(counts, others, keepDims: true);
        Tensor mean = Ops.Sum(x * counts, others, keepDims: true) / (count + 1e-7);
        Tensor variance = Ops.Sum(Ops.Square(x - mean) * counts, others, keepDims: true) / (count + 1e-7);
        Tensor y = (x - mean) * Ops.Rsqrt(variance + Epsilon);
        (Tensor gamma, Tensor beta) = Learn(mean.Reshape([_channels]), variance.Reshape([_channels]));
        return (y * gamma.Reshape(shape)) + beta.Reshape(shape);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (!x.DType.IsFloating) x = x.Cast(DType.Float32);
        int axis = x.Shape.Axis(Axis, Label);
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[axis], order[^1]) = (order[^1], order[axis]); // The operations want the channels last; an exchange undoes itself.
        Tensor last = x.Transpose(order);
        Tensor y = training && Trainable
            ? Train(last)
            : Node.Emit(new BatchNormInference(Epsilon), last, _movingMean, _movingVariance, Gamma, Beta)[0];
        return y.Transpose(order);
    }

    private Tensor Gamma => _gamma?.Value ?? Ops.Ones([_channels]);

    private Tensor Beta => _beta?.Value ?? Ops.Zeros([_channels]);

    private Tensor Train(Tensor x)
    {
        if (!Renorm)
        {
            Tensor[] results = Node.Emit(new BatchNormTraining(Epsilon), x, Gamma, Beta);
            Learn(results[1], results[2]);
            return results[0];
        }

        Tensor[] plain = Node.Emit(new BatchNormTraining(Epsilon), x, Ops.Ones([_channels]), Ops.Zeros([_channels]));
        (Tensor gamma, Tensor beta) = Learn(plain[1], plain[2]);
        return (plain[0] * gamma) + beta;
    }

    // Moves the statistics towards a batch's; gives what its normalised values are to be multiplied by and shifted by.
    private (Tensor Gamma, Tensor Beta) Learn(Tensor mean, Tensor variance)
    {
        (mean, variance) = (Ops.StopGradient(mean), Ops.StopGradient(variance));
        if (!Renorm)
        {
            _movingMean.Assign(Move(_movingMean, mean, Momentum));
            _movingVariance.Assign(Move(_movingVariance, variance, Momentum));
            return (Gamma, Beta);
        }

        Tensor deviation = Ops.Sqrt(variance + Epsilon), known = Ops.Maximum(_renormDeviation!.Value, Math.Sqrt(Epsilon));
        (Tensor r, Tensor d) = RenormClipping.Clip(RenormClipping, deviation / known, (mean - _renormMean!.Value) / known);
        _renormMean.Assign(Move(_renormMean, mean, RenormMomentum));
        _renormDeviation.Assign(Move(_renormDeviation, deviation, RenormMomentum));
        _movingMean.Assign(Move(_movingMean, mean, Momentum));
        Tensor movingDeviation = Move(_movingDeviation!, deviation, Momentum);
        _movingDeviation!.Assign(movingDeviation);
        _movingVariance.Assign(Ops.Relu(Ops.Square(movingDeviation) - Epsilon)); // Rounding mustn't make it negative.
        return (r * Gamma, (d * Gamma) + Beta);
    }

    private static Tensor Move(Variable moving, Tensor batch, double momentum) => (moving.Value * momentum) + (batch * (1 - momentum));
}
