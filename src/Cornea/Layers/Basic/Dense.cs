using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>Each output is a weighted sum of all inputs: activation(x · kernel + bias), along the last axis.</summary>
/// <remarks>
/// <para>Input [batch, …, features]; output [batch, …, units]. Weights: kernel [features, units], bias [units].</para>
/// <para>Source: Keras 3, Dense. Golden cases: layers/dense_*.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank is below 2, or the features aren't those it was built for.</exception>
public sealed class Dense : Layer
{
    private readonly ActivationFunction _activation;
    private readonly Initializer _biasInitializer;
    private readonly Regularizer? _biasRegularizer;
    private readonly Constraint? _biasConstraint;
    private readonly AdaptableWeight _kernel;
    private Variable? _bias;

    /// <summary>A layer of so many units.</summary>
    /// <param name="units">The number of outputs.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="useBias">Whether a number is added to each sum.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="loraRank">The rank of a low-rank adaptation (LoRA): the kernel stays as it is, and training changes two small factors whose product is added to it. Null for none.</param>
    /// <param name="loraAlpha">What the factors' product counts, times the rank; null for the rank.</param>
    /// <param name="name">Unique within the model.</param>
    public Dense(
        int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        int? loraRank = null, double? loraAlpha = null, string? name = null)
        : base(name)
    {
        Units = units > 0 ? units : throw ArgumentError(nameof(units), $"expected at least 1 unit, got {units}.");
        UseBias = useBias;
        _activation = activation ?? ActivationFunction.Linear;
        _kernel = new AdaptableWeight(this, "kernel", WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint), loraRank, loraAlpha);
        _biasInitializer = biasInitializer ?? new Zeros();
        (_biasRegularizer, ActivityRegularizer, _biasConstraint) = (biasRegularizer, activityRegularizer, biasConstraint);
        InputSpec = new InputSpec(MinRank: 2);
    }

    /// <summary>The number of outputs.</summary>
    public int Units { get; }

    /// <summary>Whether a number is added to each sum.</summary>
    public bool UseBias { get; }

    /// <summary>The weights of the sums [features, units]; there once the layer is built.</summary>
    public Variable Kernel => _kernel.Weight;

    /// <summary>What is added to the sums [units]; null without.</summary>
    public Variable? Bias => _bias;

    /// <summary>Begins a low-rank adaptation (LoRA): from now on the kernel stays as it is, and training changes two small factors whose product is added to it.</summary>
    /// <param name="rank">The factors' inner size.</param>
    /// <param name="loraAlpha">What the product counts, times the rank; null for the rank.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> by default.</param>
    /// <param name="bInitializer">First values of the second factor; zeros by default.</param>
    /// <remarks>Files hold the kernel with the product added, as in Keras; loaded, both factors begin with zeros.</remarks>
    /// <exception cref="InvalidOperationException">The layer isn't built, is adapted already, or has a constraint on its kernel.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null) =>
        _kernel.Enable(rank, loraAlpha, aInitializer, bInitializer);

    private protected override AdaptableWeight? Adaptable => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => _kernel.Write(base.GetConfig()
        .With("units", Units)
        .With("activation", _activation)
        .With("use_bias", UseBias)
        .With("kernel_initializer", _kernel.Options.Initializer)
        .With("bias_initializer", _biasInitializer)
        .With("kernel_regularizer", _kernel.Options.Regularizer)
        .With("bias_regularizer", _biasRegularizer)
        .With("kernel_constraint", _kernel.Options.Constraint)
        .With("bias_constraint", _biasConstraint)
        .With("quantization_config", (System.Text.Json.Nodes.JsonNode?)null)
        .WithActivity(ActivityRegularizer));

    internal static Dense FromConfig(LayerConfig config) => new(
        config.GetInt("units"), config.GetActivation(), config.GetBool("use_bias", true),
        config.GetInitializer("kernel_initializer"), config.GetInitializer("bias_initializer"),
        config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"),
        config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"), config.GetIntOrNull("lora_rank"), config.GetNullableDouble("lora_alpha"),
        config.GetString("name"));

    internal override long MultiplyAdds(Shape[] inputs, Shape output) => inputs[0].Skip(1).Aggregate(1L, (product, size) => product * Math.Max(size, 1)) * Units;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int features = input[^1];
        if (features == Shape.Unknown) throw ShapeError($"the size of the last axis must be known, got {input}.");
        _kernel.Build([features, Units]);
        _bias = UseBias ? AddWeight("bias", [Units], _biasInitializer, regularizer: _biasRegularizer, constraint: _biasConstraint) : null;
        _kernel.BuildAdaptation();
        InputSpec = new InputSpec(MinRank: 2, Axes: new Dictionary<int, int> { [-1] = features });
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        Tensor y = Ops.MatMul(x, _kernel.Value);
        if (_bias is not null) y += _bias;
        return _activation.Call(y);
    }
}
